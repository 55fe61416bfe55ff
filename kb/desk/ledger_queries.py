"""Reading the ledger: one entry, a customer's, or those that somebody wants to see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from kb.access import Actor
from kb.desk.entries import entries_of
from kb.desk.errors import NotThere
from kb.desk.references import token_of
from kb.desk.views import Entry
from kb.model import LedgerEntry

_AT_A_TIME = 1_000
_ALL = frozenset({"lead", "manager", "operator"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: None leaves a thing open. `since` is included, `until` is not."""

    customer: str | None = None
    order: str | None = None
    reference: str | None = None
    agent: int | None = None
    remedy: str | None = None
    complaint: str | None = None
    basis: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def entry(session: Session, id_: int) -> Entry:
    """Return one entry.

    Raises:
        NotThere: there is none.
    """
    row = session.get(LedgerEntry, id_)
    if row is None:
        raise NotThere("unknown-grant", f"There is no grant {id_}.")
    return entries_of(session, (row,))[0]


def of_customer(session: Session, customer: str, limit: int) -> tuple[Entry, ...]:
    """Return the newest entries of a customer, by the reference as given."""
    ours = col(LedgerEntry.customer) == token_of(session, customer)
    query = select(LedgerEntry).where(ours).order_by(col(LedgerEntry.id).desc()).limit(limit)
    return entries_of(session, session.exec(query).all())


def newest(session: Session, actor: Actor, wanted: Wanted, limit: int) -> tuple[Entry, ...]:
    """Return the newest entries that are wanted and that this person may see."""
    query = select(LedgerEntry).where(*_of(session, actor, wanted))
    rows = session.exec(query.order_by(col(LedgerEntry.id).desc()).limit(max(0, limit))).all()
    return entries_of(session, rows)


def oldest_first(session: Session, actor: Actor, wanted: Wanted) -> Iterator[Entry]:
    """Yield every entry that is wanted and that this person may see, a thousand at a time."""
    after, conditions = 0, _of(session, actor, wanted)
    while True:
        query = select(LedgerEntry).where(*conditions, col(LedgerEntry.id) > after)
        rows = session.exec(query.order_by(col(LedgerEntry.id)).limit(_AT_A_TIME)).all()
        if not rows:
            return
        yield from entries_of(session, rows)
        after = rows[-1].id or 0
        session.expunge_all()


def may_see(actor: Actor, row: LedgerEntry) -> bool:
    """Whether somebody may see an entry: leads and managers all, agents those they had a hand in."""
    return actor.role in _ALL or actor.id in (row.actor_id, row.asked_by_id)


def _of(session: Session, actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    same = {
        "order_ref": wanted.order,
        "case_ref": wanted.reference,
        "remedy": wanted.remedy,
        "complaint": wanted.complaint,
        "basis": wanted.basis,
        "customer": token_of(session, wanted.customer) if wanted.customer else None,
    }
    found = [col(getattr(LedgerEntry, name)) == value for name, value in same.items() if value is not None]
    if wanted.agent is not None:
        found.append(_by(wanted.agent))
    if wanted.since is not None:
        found.append(col(LedgerEntry.at) >= wanted.since)
    if wanted.until is not None:
        found.append(col(LedgerEntry.at) < wanted.until)
    if actor.role not in _ALL:
        found.append(_by(actor.id))
    return found


def _by(person: int) -> ColumnElement[bool]:
    return or_(col(LedgerEntry.actor_id) == person, col(LedgerEntry.asked_by_id) == person)
