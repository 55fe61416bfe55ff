"""Spending: what stands in the ledger for somebody within a window, and what budgets leave of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from kb.desk.accounts import Accounts, scope_of
from kb.desk.counting import Count
from kb.desk.views import Room
from kb.model import BudgetCounter, LedgerEntry
from kb.storage.upsert import insert
from policies import Budget
from policies.currency import Currency


def question(budget: Budget, accounts: Accounts, currency: Currency) -> Count | None:
    """Return what is to be counted for `budget`, None where the case does not say for whom.

    What was granted as an exception, outside policy, does not count.
    """
    scope = scope_of(budget)
    if scope is None or accounts.subject(scope) is None:
        return None
    return Count(scope, tuple(budget.remedies), budget.days, currency.code, by_policy=True)


def room(budget: Budget, asked: Count | None, found: Mapping[Count, tuple[int, int]]) -> Room:
    """Return what is left of `budget`, from what was found."""
    if asked is None:
        return Room(budget, None, None, lacking=scope_of(budget) or "per")
    spent = found[asked][1]
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
