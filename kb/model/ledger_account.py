"""LedgerAccount and BudgetCounter: the rows whose locks keep racing grants apart."""

from sqlalchemy import BigInteger, CheckConstraint, Column, String, Text
from sqlmodel import Field

from kb.model.table import Table


class LedgerAccount(Table, table=True):
    """One customer, agent, order, case or team, or everybody: whoever grants for it takes its row first.

    `version` counts the transactions that took it; updating it is the lock.
    """

    __tablename__ = "ledger_account"
    __table_args__ = (
        CheckConstraint("scope IN ('customer', 'agent', 'order', 'case', 'team', 'everybody')", name="scope"),
    )

    scope: str = Field(sa_column=Column(String(9), primary_key=True))
    subject: str = Field(sa_column=Column(String(120), primary_key=True))
    version: int = 0


class BudgetCounter(Table, table=True):
    """What was spent of a budget for one subject when it was last granted from, in minor units.

    The truth is the ledger, because windows roll; this is the one conditional write at the end, and the
    CHECK refuses what no reckoning ought to let through.
    """

    __tablename__ = "budget_counter"
    __table_args__ = (CheckConstraint("spent >= 0 AND spent <= cap", name="held"),)

    budget: str = Field(sa_column=Column(Text, primary_key=True))
    subject: str = Field(sa_column=Column(String(120), primary_key=True))
    spent: int = Field(sa_column=Column(BigInteger, nullable=False))
    cap: int = Field(sa_column=Column(BigInteger, nullable=False))
