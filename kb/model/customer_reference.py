"""CustomerReference and LedgerKey: what the ledger's customers are called, for as long as that is kept."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, String
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime


class CustomerReference(Table, table=True):
    """The reference that a keyed hash in the ledger stands for; without this row it is a hash and no more."""

    __tablename__ = "customer_reference"

    token: str = Field(sa_column=Column(String(32), primary_key=True))
    reference: str = Field(sa_column=Column(String(64), nullable=False))
    last_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))


class LedgerKey(Table, table=True):
    """The key of those hashes, one row, made with the tables: the same for every server on this database."""

    __tablename__ = "ledger_key"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: int = Field(default=1, primary_key=True)
    secret: str = Field(sa_column=Column(String(64), nullable=False))
