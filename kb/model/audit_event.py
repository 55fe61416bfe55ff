"""AuditEvent: one thing that was done, chained by hash to the one before."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Integer, String, Text
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class AuditEvent(Table, table=True):
    """Who did what to which thing, when. Triggers refuse to change, delete, replace or insert out of turn.

    `detail` is canonical JSON, without anything that may have to be forgotten: of a case only hashes.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        CheckConstraint("topic IN ('library', 'desk', 'people', 'operations')", name="topic"),
        CheckConstraint("seq >= 1", name="seq"),
    )

    seq: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    actor_id: int
    actor: str = Field(sa_column=Column(String(120), nullable=False))
    topic: str = Field(sa_column=Column(String(20), nullable=False, index=True))
    action: str = Field(sa_column=Column(String(60), nullable=False))
    thing: str = Field(sa_column=Column(String(200), nullable=False, index=True))
    detail: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    prev: str = Field(sa_column=Column(String(64), nullable=False))
    hash: str = Field(sa_column=Column(String(64), nullable=False))


class AuditHead(Table, table=True):
    """The end of the chain, one row: what shows that events were cut off its tail."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: int = Field(default=1, primary_key=True)
    seq: int = 0
    hash: str = Field(default="", sa_column=Column(String(64), nullable=False))
