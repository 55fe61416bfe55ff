"""ApprovalRequest: what somebody asked a higher role to grant, and what became of it."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, String, Text
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime

_STATES = "state IN ('open', 'approved', 'declined', 'withdrawn', 'expired')"


class ApprovalRequest(Table, table=True):
    """One request about one remedy of one consultation; `amount` and `granted` are minor units.

    It is answered once: triggers refuse to change one that is no longer open. `needed` is the lowest role
    that may approve it; `entry_id` the grant that approval made.
    """

    __tablename__ = "approval_request"
    __table_args__ = (
        CheckConstraint(_STATES, name="state"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("(state = 'approved') = (entry_id IS NOT NULL)", name="granted"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(sa_column=Column(String(120), nullable=False, unique=True))
    contents: str = Field(sa_column=Column(String(64), nullable=False))
    consultation_id: str = Field(sa_column=Column(String(64), nullable=False, index=True))
    complaint: str = Field(sa_column=Column(Text, nullable=False))
    remedy: str = Field(sa_column=Column(Text, nullable=False))
    amount: int = Field(sa_column=Column(BigInteger, nullable=False))
    currency: str = Field(sa_column=Column(String(3), nullable=False))
    confirmed: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    note: str = Field(default="", sa_column=Column(String(500), nullable=False))
    needed: str = Field(sa_column=Column(Text, nullable=False))
    asked_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
    expires_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    asked_by_id: int = Field(sa_column=Column(Integer, nullable=False, index=True))
    asked_by: str = Field(sa_column=Column(String(120), nullable=False))
    state: str = Field(default="open", sa_column=Column(String(9), nullable=False, index=True))
    answered_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    answered_by_id: int | None = None
    answered_by: str | None = Field(default=None, sa_column=Column(String(120)))
    granted: int | None = Field(default=None, sa_column=Column(BigInteger))
    reason: str = Field(default="", sa_column=Column(String(500), nullable=False))
    entry_id: int | None = None
