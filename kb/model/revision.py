"""Revision: one text of an article, for ever."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class Revision(Table, table=True):
    """The whole source of a page, front matter included, with who wrote it, when, why and upon what.

    A `material` revision is one that readers must be shown; a minor one (a typo) asks nobody to read again.
    `approved_by` is a JSON list of names.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("origin IN ('start', 'import', 'draft', 'moved', 'owner', 'restore')", name="origin"),
    )

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(
        sa_column=Column(Integer, ForeignKey("article.id", ondelete="RESTRICT"), nullable=False)
    )
    number: int
    parent: int | None = None
    body: str = Field(sa_column=Column(Text, nullable=False))
    sha256: str = Field(sa_column=Column(String(64), nullable=False))
    author: str = Field(sa_column=Column(String(120), nullable=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    note: str = Field(default="", sa_column=Column(String(500), nullable=False))
    material: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    origin: str = Field(default="import", sa_column=Column(String(10), nullable=False))
    approved_by: str = Field(default="[]", sa_column=Column(Text, nullable=False))
