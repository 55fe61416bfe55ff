"""Outcome: after the call, whether it was put right; and when to ask."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Date, Integer, String
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class Outcome(Table, table=True):
    """One follow-up of one consultation: due on a day, and then a score from 1 (no) to 5 (wholly).

    `words` are optional, and forgotten with the consultation.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        CheckConstraint("score IS NULL OR (score >= 1 AND score <= 5)", name="score"),
        CheckConstraint("(score IS NULL) = (scored_at IS NULL)", name="scored"),
    )

    id: int | None = Field(default=None, primary_key=True)
    consultation_id: str = Field(sa_column=Column(String(64), nullable=False, unique=True))
    complaint: str = Field(sa_column=Column(String(120), nullable=False, index=True))
    actor_id: int = Field(sa_column=Column(Integer, nullable=False, index=True))
    actor: str = Field(sa_column=Column(String(120), nullable=False))
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
    due_on: date | None = Field(default=None, sa_column=Column(Date, index=True))
    score: int | None = None
    words: str = Field(default="", sa_column=Column(String(1000), nullable=False))
    scored_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
