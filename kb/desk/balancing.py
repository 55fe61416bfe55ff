"""Balancing: what the ledger adds up to, and every budget held against it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from kb.desk.accounts import scope_of
from kb.desk.entries import hash_of
from kb.desk.references import names
from kb.desk.spending import standing, within
from kb.model import LedgerEntry
from policies import Budget, Vocabulary
from policies.currency import Currency

_COLUMNS: dict[str, Any] = {
    "customer": LedgerEntry.customer,
    "agent": LedgerEntry.actor_id,
    "order": LedgerEntry.order_ref,
    "team": LedgerEntry.team,
    "case": func.coalesce(LedgerEntry.case_ref, LedgerEntry.consultation_id),
}


@dataclass(frozen=True, slots=True)
class Sum:
    """The entries in one currency, in minor units; `net` is what was given and not taken back."""

    currency: str
    grants: int
    reversals: int
    granted: int
    net: int


@dataclass(frozen=True, slots=True)
class Spent:
    """What somebody's budget stands at now, in minor units."""

    budget: str
    per: str
    subject: str
    spent: int
    limit: int
    currency: str

    @property
    def over(self) -> bool:
        """Whether more was given than the budget has: after its limit was lowered, and never otherwise."""
        return self.spent > self.limit


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums, each budget of each subject, and entries that are not what they were when written."""

    at: datetime
    sums: tuple[Sum, ...]
    budgets: tuple[Spent, ...]
    changed: tuple[int, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """What does not add up, in words."""
        over = [
            f"{each.budget} of {each.per} {each.subject} is overspent" for each in self.budgets if each.over
        ]
        return (*over, *(f"entry {id_} was changed" for id_ in self.changed))


def balance(session: Session, vocabulary: Vocabulary | None, now: datetime) -> Balance:
    """Add the ledger up, by the budgets of the vocabulary in force."""
    budgets = vocabulary.budgets if vocabulary is not None else ()
    spent: list[Spent] = []
    for budget in budgets:
        spent += _spent(session, budget, vocabulary.currency if vocabulary else Currency("XXX"), now)
    return Balance(now, tuple(_sums(session)), tuple(spent), tuple(_changed(session)))


def _sums(session: Session) -> Iterator[Sum]:
    query = select(
        LedgerEntry.currency, LedgerEntry.kind, func.count(), func.coalesce(func.sum(LedgerEntry.amount), 0)
    ).group_by(col(LedgerEntry.currency), col(LedgerEntry.kind))
    found = {(currency, kind): (times, int(amount)) for currency, kind, times, amount in session.exec(query)}
    for currency in sorted({currency for currency, _ in found}):
        grants, reversals = found.get((currency, "grant"), (0, 0)), found.get((currency, "reversal"), (0, 0))
        yield Sum(currency, grants[0], reversals[0], grants[1], grants[1] + reversals[1])


def _spent(session: Session, budget: Budget, currency: Currency, now: datetime) -> Iterator[Spent]:
    scope = scope_of(budget)
    if scope is None:
        return
    wanted = [
        standing(),
        col(LedgerEntry.basis) == "policy",
        col(LedgerEntry.currency) == currency.code,
        col(LedgerEntry.remedy).in_(budget.remedies),
        *within(now, budget.days),
    ]
    amount = func.sum(LedgerEntry.amount)
    if scope == "everybody":
        total = session.exec(select(func.coalesce(amount, 0)).where(*wanted)).one()
        yield Spent(budget.key, "everybody", "*", int(total), budget.limit, currency.code)
        return
    subject = _COLUMNS[scope]
    rows = session.exec(
        select(subject, amount).where(*wanted, subject.is_not(None)).group_by(subject).order_by(subject)
    ).all()
    known = names(session, [row[0] for row in rows]) if scope == "customer" else {}
    for who, total in rows:
        name = known.get(who, str(who))
        yield Spent(budget.key, scope, name, int(total), budget.limit, currency.code)


def _changed(session: Session) -> Iterator[int]:
    after = 0
    while True:
        query = select(LedgerEntry).where(col(LedgerEntry.id) > after).order_by(col(LedgerEntry.id))
        rows = session.exec(query.limit(1_000)).all()
        if not rows:
            return
        yield from (row.id for row in rows if row.id is not None and hash_of(row) != row.sha256)
        after = rows[-1].id or 0
        session.expunge_all()
