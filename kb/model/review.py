"""Review: what a person said of a draft, about one text of it."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, String, Text
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class Review(Table, table=True):
    """An approval or a return of the text with this hash; `void` once another text took its place."""

    __tablename__ = "review"
    __table_args__ = (CheckConstraint("verdict IN ('approve', 'return')", name="verdict"),)

    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(
        sa_column=Column(Integer, ForeignKey("draft.id", ondelete="RESTRICT"), nullable=False, index=True)
    )
    sha256: str = Field(sa_column=Column(String(64), nullable=False))
    person_id: int
    person: str = Field(sa_column=Column(String(120), nullable=False))
    verdict: str = Field(sa_column=Column(String(10), nullable=False))
    comment: str = Field(default="", sa_column=Column(Text, nullable=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    void: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
