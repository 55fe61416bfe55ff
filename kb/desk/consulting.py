"""Consulting: a case decided and written down, a row a case however many steps it was asked in."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row as RowOf
from sqlalchemy import Table, bindparam
from sqlalchemy import select as select_core
from sqlmodel import Session, col, or_, select

from kb.audit.chain import canonical
from kb.desk import ledger_facts
from kb.desk.case import Case
from kb.desk.errors import NotThere
from kb.desk.reckoning import Asked, Reckoning, Turn, asked_of, reckon
from kb.desk.rules import Rules
from kb.desk.seal import new_salt, seal
from kb.model import ApprovalRequest, LedgerEntry
from kb.model import Consultation as Row
from policies import Decision

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_TABLE: Table = Row.__table__  # type: ignore[attr-defined]
# Built once, and without the mapper: every case is written down, so writing must cost next to nothing.
_READ = select_core(_TABLE).where(_TABLE.c.id == bindparam("id"))
_INSERT = _TABLE.insert()
_UPDATE = _TABLE.update().where(_TABLE.c.id == bindparam("known_id")).values(steps=_TABLE.c.steps + 1)
_BEST = ("must", "may", "needs", "depends", "never", "none")


@dataclass(frozen=True, slots=True)
class Answered:
    """What a consultation came to, and the id it was logged under."""

    id: str
    reckoning: Reckoning


def consult(session: Session, rules: Rules, case: Case, turn: Turn, ids: tuple[str | None, str]) -> Answered:
    """Decide a case and write it down, in the caller's transaction.

    `ids` are the one the caller goes on with, or None, and a fresh one. A row that something was granted or
    asked on is left as it is: where something else is asked now, or the row is another's, the answer has the
    fresh id.

    Raises:
        BadCase, policies.PolicyError: it cannot be decided; nothing is written.
    """
    policy = rules.in_force(case.complaint, turn.at.date())
    wanted, fresh = ids
    known = session.connection().execute(_READ, {"id": wanted}).first() if wanted is not None else None
    theirs = known is not None and known.actor_id != turn.actor.id
    id_ = wanted if wanted is not None and _ID.fullmatch(wanted) and not theirs else fresh
    known = None if theirs else known
    asked = asked_of(case, id_, policy.vocabulary)
    reckoning = reckon(session, rules, asked, turn)
    values = _values(rules, reckoning, turn)
    if known is not None and not _differs(known, values):
        return Answered(id_, reckoning)
    if known is not None and _used(session, id_):
        if _only_the_ledger_moved(known, values, reckoning.read):
            return Answered(id_, reckoning)
        id_ = fresh
        reckoning = reckon(session, rules, asked_of(case, id_, policy.vocabulary), turn)
        known = None
    salt = new_salt()
    values |= {"at": turn.at, "salt": salt, "seal": seal(salt, reckoning.inputs.as_json())}
    if known is None:
        session.connection().execute(_INSERT, {"id": id_, "steps": 1, **values})
    else:
        session.connection().execute(_UPDATE, {"known_id": id_, **values})
    return Answered(id_, reckoning)


def consulted(session: Session, consultation: str) -> Row:
    """Return what was logged.

    Raises:
        NotThere: there is no such consultation, or it was deleted.
    """
    row = session.get(Row, consultation, populate_existing=True)
    if row is None:
        raise NotThere("unknown-consultation", f"There is no consultation `{consultation[:64]}`.")
    return row


def asked_again(row: Row, rules: Rules, at: datetime) -> Asked:
    """Return a logged case as it can be decided anew: its facts without those that the ledger gave then."""
    fact_at = rules.in_force(row.complaint, at.date()).vocabulary.fact_at
    facts = {
        key: value
        for key, value in json.loads(row.facts).items()
        if key not in fact_at or not ledger_facts.is_read(fact_at[key])
    }
    return Asked(row.id, row.complaint, facts, row.customer, row.order_ref, row.case_ref)


def answer_of(decision: Decision) -> dict[str, list[object]]:
    """Return a decision compactly: word, limit, entitled, needed role and rules, by remedy key."""
    return {
        verdict.remedy.key: [
            verdict.word,
            verdict.limit,
            verdict.entitled,
            verdict.needs_role.key if verdict.needs_role else None,
            [rule.id for rule in verdict.rules],
        ]
        for verdict in decision.bare
        if verdict.word != "none"
    }


def _values(rules: Rules, reckoning: Reckoning, turn: Turn) -> dict[str, Any]:
    decision, inputs = reckoning.decision, reckoning.inputs
    stamp = rules.stamp(decision.policy)
    words = {verdict.word for verdict in decision.bare}
    return {
        "as_of": inputs.as_of,
        "actor_id": turn.actor.id,
        "actor": turn.actor.name,
        "role": inputs.role,
        "practice": turn.actor.authority is None,
        "complaint": inputs.complaint,
        "facts": canonical(inputs.facts),
        "customer": inputs.customer,
        "order_ref": inputs.order,
        "case_ref": inputs.reference,
        "answer": canonical(answer_of(decision)),
        "best": next((word for word in _BEST if word in words), "none"),
        "policy_slug": stamp.slug,
        "policy_revision": stamp.revision,
        "policy_sha256": stamp.sha256,
        "vocabulary_sha256": stamp.vocabulary_sha256,
    }


def _differs(row: RowOf[Any], values: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _only_the_ledger_moved(row: RowOf[Any], values: dict[str, Any], read: Mapping[str, str | None]) -> bool:
    """Whether the same was asked as before, and only what the ledger says of it has changed since."""

    def asked(facts: str) -> dict[str, Any]:
        return {key: value for key, value in json.loads(facts).items() if key not in read}

    moved = {"facts", "answer", "best", "as_of"}
    rest = {name: value for name, value in values.items() if name not in moved}
    return not _differs(row, rest) and asked(row.facts) == asked(values["facts"])


def _used(session: Session, consultation: str) -> bool:
    granted = select(LedgerEntry.id).where(col(LedgerEntry.consultation_id) == consultation).exists()
    asked = select(ApprovalRequest.id).where(col(ApprovalRequest.consultation_id) == consultation).exists()
    return session.exec(select(Row.id).where(Row.id == consultation, or_(granted, asked))).first() is not None
