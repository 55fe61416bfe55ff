"""ConfirmedWords: what a customer said, cleaned of who they are, and the complaint it turned out to be."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, String, UniqueConstraint
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime

LONGEST_SAID = 500


class ConfirmedWords(Table, table=True):
    """Words that an agent confirmed as a complaint type, `times` over; they may be deleted at any time."""

    __tablename__ = "confirmed_words"
    __table_args__ = (
        UniqueConstraint("complaint", "words"),
        CheckConstraint("times >= 1", name="times"),
    )

    id: int | None = Field(default=None, primary_key=True)
    complaint: str = Field(sa_column=Column(String(120), nullable=False))
    words: str = Field(sa_column=Column(String(LONGEST_SAID), nullable=False))
    times: int = 1
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
