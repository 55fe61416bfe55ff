"""Spending: what stands in the ledger for somebody within a window, and what budgets leave of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from kb.desk.accounts import Accounts, scope_of
from kb.desk.views import Room
from kb.model import BudgetCounter, LedgerEntry
from kb.storage.upsert import insert
from policies import Budget
from policies.currency import Currency


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted: for whom, of which remedies (None: all), in how many days (None: ever)."""

    scope: str
    remedies: tuple[str, ...] | None
    days: int | None


def room(session: Session, budget: Budget, accounts: Accounts, currency: Currency, now: datetime) -> Room:
    """Count what is left of `budget` for whoever the case is about.

    A grant counts while less than `days` times 24 hours have passed, from whatever clock it was written by,
    and not once it is reversed. What was granted as an exception, outside policy, does not count.
    """
    scope = scope_of(budget)
    subject = accounts.subject(scope) if scope is not None else None
    if scope is None or subject is None:
        return Room(budget, None, None, lacking=scope or "per")
    wanted = [
        col(LedgerEntry.basis) == "policy",
        col(LedgerEntry.currency) == currency.code,
        col(LedgerEntry.remedy).in_(budget.remedies),
        *_of(scope, accounts),
    ]
    spent = _sum(session, [*wanted, *within(now, budget.days)])
    return Room(budget, spent, max(0, budget.limit - spent))


def spend(session: Session, room: Room, accounts: Accounts, amount: int) -> bool:
    """Write down that `amount` is taken from a budget, under the locks; False where it is above the cap."""
    budget, scope = room.budget, scope_of(room.budget)
    subject = accounts.subject(scope) if scope is not None else None
    if room.spent is None or subject is None or room.spent + amount > budget.limit:
        return False
    row = insert(session, BudgetCounter).values(
        budget=budget.key, subject=f"{scope}:{subject}", spent=room.spent + amount, cap=budget.limit
    )
    written = session.execute(
        row.on_conflict_do_update(
            index_elements=["budget", "subject"],
            set_={"spent": row.excluded.spent, "cap": row.excluded.cap},
            where=row.excluded.spent <= row.excluded.cap,
        ).returning(col(BudgetCounter.spent))
    )
    return written.scalar_one_or_none() is not None


_REVERSAL = aliased(LedgerEntry)
# Built once: a consultation asks several of these questions, and building them took longer than answering.
_STANDING: ColumnElement[bool] = (col(LedgerEntry.kind) == "grant") & ~(
    select(_REVERSAL.id).where(col(_REVERSAL.reverses) == LedgerEntry.id).exists()
)


def standing() -> ColumnElement[bool]:
    """Say of a grant that it stands: it was not taken back."""
    return _STANDING


def within(now: datetime, days: int | None) -> tuple[ColumnElement[bool], ...]:
    """Say that an entry lies in a window; None is a window without end."""
    if days is None:
        return ()
    try:
        return (col(LedgerEntry.at) > now - timedelta(days=days),)
    except OverflowError:
        return ()


def given(
    session: Session, accounts: Accounts, consultation: str, complaint: str
) -> dict[str, tuple[int, int]]:
    """Return how often, and how much, of each remedy already stands for a case, by remedy key.

    The case is the ticket with this complaint, or, where no ticket is named, the consultation.
    """
    ours = col(LedgerEntry.consultation_id) == consultation
    if accounts.case != consultation:
        same = (col(LedgerEntry.case_ref) == accounts.case) & (col(LedgerEntry.complaint) == complaint)
        ours = ours | same
    many, much = func.count(col(LedgerEntry.id)), func.coalesce(func.sum(LedgerEntry.amount), 0)
    query = select(LedgerEntry.remedy, many, much).where(standing(), ours, col(LedgerEntry.basis) == "policy")
    found = session.exec(query.group_by(col(LedgerEntry.remedy))).all()
    return {remedy: (times, int(amount)) for remedy, times, amount in found}


def count(session: Session, what: Count, accounts: Accounts, now: datetime) -> int:
    """Return how many grants stand for whoever the case is about."""
    return _count(session, _counted(what, accounts, now))


def total(session: Session, what: Count, accounts: Accounts, now: datetime, currency: Currency) -> int:
    """Return how much stands, in minor units of `currency`."""
    return _sum(session, [*_counted(what, accounts, now), col(LedgerEntry.currency) == currency.code])


def _counted(what: Count, accounts: Accounts, now: datetime) -> list[ColumnElement[bool]]:
    named = () if what.remedies is None else (col(LedgerEntry.remedy).in_(what.remedies),)
    return [*_of(what.scope, accounts), *named, *within(now, what.days)]


def _of(scope: str, accounts: Accounts) -> tuple[ColumnElement[bool], ...]:
    by: dict[str, ColumnElement[bool]] = {
        "agent": col(LedgerEntry.actor_id) == accounts.agent,
        "customer": col(LedgerEntry.customer) == accounts.customer,
        "order": col(LedgerEntry.order_ref) == accounts.order,
        "case": (col(LedgerEntry.case_ref) == accounts.case)
        | (col(LedgerEntry.consultation_id) == accounts.case),
        "team": col(LedgerEntry.team) == accounts.team,
    }
    return () if scope == "everybody" else (by[scope],)


def _sum(session: Session, wanted: list[ColumnElement[bool]]) -> int:
    query = select(func.coalesce(func.sum(LedgerEntry.amount), 0)).where(standing(), *wanted)
    return int(session.exec(query).one())


def _count(session: Session, wanted: list[ColumnElement[bool]]) -> int:
    return session.exec(select(func.count(col(LedgerEntry.id))).where(standing(), *wanted)).one()
