"""CaseFile: the facts that a grant rested on, kept apart from the ledger so that they can be forgotten."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, String, Text
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class CaseFile(Table, table=True):
    """The inputs of one grant, canonical JSON, and the salt of the seal that its entry holds over them."""

    __tablename__ = "case_file"

    entry_id: int = Field(
        sa_column=Column(Integer, ForeignKey("ledger_entry.id", ondelete="RESTRICT"), primary_key=True)
    )
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
    inputs: str = Field(sa_column=Column(Text, nullable=False))
    salt: str = Field(sa_column=Column(String(64), nullable=False))
