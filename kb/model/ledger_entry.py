"""LedgerEntry: money, or a thing, that was given, or the reversal of it; and what the giving rested on."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Text
from sqlmodel import Field

from kb.model.table import Table, UtcDateTime

_GRANTS = "kind = 'grant' AND amount >= 0 AND reverses IS NULL"
_REVERSALS = "kind = 'reversal' AND amount <= 0 AND reverses IS NOT NULL"


class LedgerEntry(Table, table=True):
    """One entry; triggers refuse to change, delete or replace it. `amount` is minor units of `currency`.

    A remedy that is not measured in money has the amount 0 and counts as an occurrence. A reversal names the
    grant it takes back, once only, has its amount with the sign turned and repeats what the grant was for.
    `actor` is whose authority it was; `asked_by` whose request, where it was approved by another. `customer`
    is a keyed hash: of the case's facts the entry knows nothing but the `seal` over them. `contents` is the
    hash of what was asked under `key`; `sha256` is over the whole entry, and the audit chain repeats it.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint(f"({_GRANTS}) OR ({_REVERSALS})", name="kind"),
        CheckConstraint("basis IN ('policy', 'exception')", name="basis"),
        CheckConstraint("customer IS NULL OR length(customer) = 32", name="customer"),
        Index("ix_ledger_entry_customer_at", "customer", "at"),
        Index("ix_ledger_entry_actor_id_at", "actor_id", "at"),
        Index("ix_ledger_entry_order_ref_at", "order_ref", "at"),
        Index("ix_ledger_entry_remedy_at", "remedy", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(sa_column=Column(String(120), nullable=False, unique=True))
    contents: str = Field(sa_column=Column(String(64), nullable=False))
    kind: str = Field(sa_column=Column(String(8), nullable=False))
    basis: str = Field(default="policy", sa_column=Column(String(9), nullable=False))
    reverses: int | None = Field(
        default=None,
        sa_column=Column(Integer, ForeignKey("ledger_entry.id", ondelete="RESTRICT"), unique=True),
    )
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
    as_of: date = Field(sa_column=Column(Date, nullable=False))
    actor_id: int
    actor: str = Field(sa_column=Column(String(120), nullable=False))
    role: str = Field(sa_column=Column(Text, nullable=False))
    team: str | None = Field(default=None, sa_column=Column(String(120)))
    asked_by_id: int | None = None
    asked_by: str | None = Field(default=None, sa_column=Column(String(120)))
    request_id: int | None = Field(default=None, sa_column=Column(Integer, index=True))
    consultation_id: str = Field(sa_column=Column(String(64), nullable=False, index=True))
    complaint: str = Field(sa_column=Column(Text, nullable=False))
    remedy: str = Field(sa_column=Column(Text, nullable=False))
    remedy_kind: str = Field(default="", sa_column=Column(Text, nullable=False))
    amount: int = Field(sa_column=Column(BigInteger, nullable=False))
    currency: str = Field(sa_column=Column(String(3), nullable=False))
    word: str = Field(sa_column=Column(String(8), nullable=False))
    customer: str | None = Field(default=None, sa_column=Column(String(32)))
    order_ref: str | None = Field(default=None, sa_column=Column(String(64)))
    case_ref: str | None = Field(default=None, sa_column=Column(String(64), index=True))
    rules: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    clauses: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    confirmed: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    reason: str = Field(default="", sa_column=Column(String(500), nullable=False))
    policy_slug: str = Field(sa_column=Column(String(120), nullable=False))
    policy_revision: int
    policy_sha256: str = Field(sa_column=Column(String(64), nullable=False))
    vocabulary_slug: str = Field(sa_column=Column(String(120), nullable=False))
    vocabulary_revision: int
    vocabulary_sha256: str = Field(sa_column=Column(String(64), nullable=False))
    seal: str = Field(sa_column=Column(String(64), nullable=False))
    sha256: str = Field(sa_column=Column(String(64), nullable=False))
