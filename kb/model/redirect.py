"""Redirect: an address that an article once had, or had before it was merged into another."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class Redirect(Table, table=True):
    """A former slug or path. It names the article itself, so that no chain and no loop can come to be."""

    __tablename__ = "redirect"
    __table_args__ = (CheckConstraint("kind IN ('slug', 'path')", name="kind"),)

    kind: str = Field(sa_column=Column(String(4), primary_key=True))
    address: str = Field(sa_column=Column(String(1000), primary_key=True))
    article_id: int = Field(
        sa_column=Column(Integer, ForeignKey("article.id", ondelete="RESTRICT"), nullable=False, index=True)
    )
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
