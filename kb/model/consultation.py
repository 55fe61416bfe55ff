"""Consultation: one case that was put to a policy, and what the answer was, until it is forgotten."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, String, Text
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class Consultation(Table, table=True):
    """A case as it stood when it was last asked about: a row a case, however many steps were asked.

    `facts` is a JSON object of shown values by fact key, those read from the ledger among them and derived
    ones left out; `answer` is a JSON object, by remedy key, of `[word, limit, entitled, needs, rules]` with
    amounts in minor units, without the remedies on which the policy says nothing. `best` is the best word of
    all verdicts. `salt` keys the `seal` over the inputs: it goes with the row, and then the seal tells nobody
    anything. References are what the caller gave: opaque, never a name.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("best IN ('must', 'may', 'needs', 'depends', 'never', 'none')", name="best"),
        CheckConstraint("steps >= 1", name="steps"),
        Index("ix_consultation_complaint_at", "complaint", "at"),
        Index("ix_consultation_actor_id_at", "actor_id", "at"),
    )

    id: str = Field(sa_column=Column(String(64), primary_key=True))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
    as_of: date = Field(sa_column=Column(Date, nullable=False))
    actor_id: int
    actor: str = Field(sa_column=Column(String(120), nullable=False))
    role: str = Field(sa_column=Column(Text, nullable=False))
    practice: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    complaint: str = Field(sa_column=Column(Text, nullable=False))
    facts: str = Field(sa_column=Column(Text, nullable=False))
    customer: str | None = Field(default=None, sa_column=Column(String(64), index=True))
    order_ref: str | None = Field(default=None, sa_column=Column(String(64)))
    case_ref: str | None = Field(default=None, sa_column=Column(String(64)))
    answer: str = Field(sa_column=Column(Text, nullable=False))
    best: str = Field(sa_column=Column(String(8), nullable=False))
    policy_slug: str = Field(sa_column=Column(String(120), nullable=False))
    policy_revision: int
    policy_sha256: str = Field(sa_column=Column(String(64), nullable=False))
    vocabulary_sha256: str = Field(sa_column=Column(String(64), nullable=False))
    salt: str = Field(sa_column=Column(String(64), nullable=False))
    seal: str = Field(sa_column=Column(String(64), nullable=False))
    steps: int = 1
