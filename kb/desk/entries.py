"""Entries: from rows of the ledger to what is shown of them, and the hash that holds a row together."""

import json
from collections.abc import Iterable, Sequence
from typing import cast

from sqlmodel import Session, col, select

from kb.desk.references import names
from kb.desk.seal import digest
from kb.desk.views import Entry, PolicyStamp
from kb.model import LedgerEntry

_APART = frozenset({"id", "sha256"})


def entry_of(session: Session, row: LedgerEntry) -> Entry:
    """Return one row as it is shown."""
    return entries_of(session, (row,))[0]


def entries_of(session: Session, rows: Sequence[LedgerEntry]) -> tuple[Entry, ...]:
    """Return rows as they are shown, in their order."""
    known = names(session, (row.customer for row in rows))
    back = _reversals(session, [row.id for row in rows if row.id is not None])
    return tuple(_entry(row, known, back) for row in rows)


def hash_of(row: LedgerEntry) -> str:
    """Return the hex SHA-256 over all that an entry says but its number, which is given later."""
    said: dict[str, object] = {}
    for name in LedgerEntry.model_fields:
        if name not in _APART:
            value = getattr(row, name)
            said[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return digest(said)


def stamp_of(row: LedgerEntry) -> PolicyStamp:
    """Return which text decided."""
    return PolicyStamp(
        row.policy_slug,
        row.policy_revision,
        row.policy_sha256,
        row.vocabulary_slug,
        row.vocabulary_revision,
        row.vocabulary_sha256,
    )


def _reversals(session: Session, ids: Iterable[int]) -> dict[int, int]:
    query = select(LedgerEntry.reverses, LedgerEntry.id).where(col(LedgerEntry.reverses).in_(list(ids)))
    return {
        reversed_: id_ for reversed_, id_ in session.exec(query) if reversed_ is not None and id_ is not None
    }


def _entry(row: LedgerEntry, known: dict[str, str], back: dict[int, int]) -> Entry:
    number = cast("int", row.id)
    return Entry(
        id=number,
        key=row.key,
        kind="reversal" if row.kind == "reversal" else "grant",
        basis="exception" if row.basis == "exception" else "policy",
        at=row.at,
        remedy=row.remedy,
        remedy_kind=row.remedy_kind,
        amount=row.amount,
        currency=row.currency,
        complaint=row.complaint,
        word=row.word,
        rules=tuple(json.loads(row.rules)),
        clauses=tuple(json.loads(row.clauses)),
        confirmed=tuple(json.loads(row.confirmed)),
        customer=None if row.customer is None else known.get(row.customer, row.customer),
        order=row.order_ref,
        reference=row.case_ref,
        actor_id=row.actor_id,
        actor=row.actor,
        role=row.role,
        asked_by_id=row.asked_by_id,
        asked_by=row.asked_by,
        request=row.request_id,
        consultation=row.consultation_id,
        reason=row.reason,
        stamp=stamp_of(row),
        reverses=row.reverses,
        reversed_by=back.get(number),
        sha256=row.sha256,
    )
