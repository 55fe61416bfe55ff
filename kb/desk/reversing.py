"""Reversing: a grant taken back by a new entry, once."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, select

from kb.audit import Event
from kb.desk import accounts
from kb.desk.accounts import Accounts
from kb.desk.entries import hash_of
from kb.desk.errors import NotReversed, NotThere
from kb.desk.granting import event_of
from kb.desk.reckoning import Turn
from kb.desk.seal import digest
from kb.model import LedgerEntry

_ANY_TIME = frozenset({"lead", "manager"})


@dataclass(frozen=True, slots=True)
class Undo:
    """What somebody presses *Take back* for: which grant, and why."""

    grant: int
    reason: str
    key: str


def reverse(
    session: Session, undo: Undo, turn: Turn, own_time: timedelta
) -> tuple[LedgerEntry, Event | None]:
    """Take a grant back, in the caller's transaction; the event is None where it was done before.

    Whoever granted it, or asked for it, may within `own_time`; a lead or a manager at any time.

    Raises:
        NotThere: there is no such grant.
        NotReversed: with the code that says why.
    """
    contents = digest({"actor": turn.actor.id, "reverses": undo.grant, "reason": undo.reason})
    row = session.get(LedgerEntry, undo.grant)
    if row is None:
        raise NotThere("unknown-grant", f"There is no grant {undo.grant}.")
    accounts.take(session, _holders(row))
    made = session.exec(select(LedgerEntry).where(LedgerEntry.key == undo.key)).first()
    if made is not None:
        if made.contents != contents:
            raise NotReversed(
                "key-reused", f"The key `{undo.key}` was used for something else.", "Use a new one."
            )
        return made, None
    _refuse(session, row, turn, own_time)
    entry = _entry(row, turn, undo.reason)
    entry.key, entry.contents = undo.key, contents
    entry.sha256 = hash_of(entry)
    session.add(entry)
    session.flush()
    return entry, event_of(entry)


def _holders(row: LedgerEntry) -> Accounts:
    return Accounts(row.actor_id, row.case_ref or row.consultation_id, row.customer, row.order_ref, row.team)


def _refuse(session: Session, row: LedgerEntry, turn: Turn, own_time: timedelta) -> None:
    if row.kind != "grant":
        raise NotReversed("is-reversal", f"Entry {row.id} is itself a reversal.", "Grant anew instead.")
    other = session.exec(select(LedgerEntry).where(LedgerEntry.reverses == row.id)).first()
    if other is not None:
        raise NotReversed("already-reversed", f"Grant {row.id} was taken back already, by {other.actor}.")
    if turn.actor.role in _ANY_TIME:
        return
    if turn.actor.id not in (row.actor_id, row.asked_by_id):
        raise NotReversed("not-yours", f"Grant {row.id} is not yours to take back.", "Ask a team lead.")
    if turn.at - row.at > own_time:
        minutes = int(own_time.total_seconds() // 60)
        raise NotReversed("too-late", f"You can take back a grant for {minutes} minutes.", "Ask a team lead.")


def _entry(row: LedgerEntry, turn: Turn, reason: str) -> LedgerEntry:
    same = {
        name: getattr(row, name) for name in LedgerEntry.model_fields if name not in ("id", "key", "sha256")
    }
    changed = {
        "kind": "reversal",
        "reverses": row.id,
        "amount": -row.amount,
        "at": turn.at,
        "as_of": turn.at.date(),
        "actor_id": turn.actor.id,
        "actor": turn.actor.name,
        "role": turn.actor.authority or turn.actor.role,
        "asked_by_id": None,
        "asked_by": None,
        "reason": reason,
    }
    return LedgerEntry(**{**same, **changed, "key": "", "sha256": ""})
