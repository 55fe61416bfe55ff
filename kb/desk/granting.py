"""Granting: everything that is checked before something is given, and the entry that says it was."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, select

from kb.access import Actor
from kb.audit import Event
from kb.audit.chain import canonical
from kb.desk import accounts, offering, references, spending
from kb.desk.accounts import accounts_of
from kb.desk.consulting import asked_again
from kb.desk.entries import hash_of
from kb.desk.errors import NotGranted
from kb.desk.keys import squeezed
from kb.desk.reckoning import Reckoning, Turn, reckon
from kb.desk.rules import Rules
from kb.desk.seal import digest, new_salt, seal
from kb.desk.views import PolicyStamp
from kb.model import CaseFile, Consultation, LedgerEntry
from policies import Verdict


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody presses *Grant* for: `amount` is minor units, None where not measured in money.

    `asked_by` and `request` name whose request it was, where another approves it.
    """

    consultation: str
    remedy: str
    amount: int | None
    confirmed: tuple[str, ...]
    key: str
    asked_by: Actor | None = None
    request: int | None = None
    earlier: tuple[str, ...] = field(default=())

    def contents(self, actor: Actor, reason: str | None = None) -> str:
        """Return the hash of what was asked for under the key, and by whom; and why, outside policy."""
        outside = {} if reason is None else {"reason": reason}
        return digest(
            {
                **outside,
                "actor": actor.id,
                "consultation": self.consultation,
                "remedy": self.remedy,
                "amount": self.amount or 0,
                "confirmed": sorted(squeezed(each) for each in self.confirmed),
                "request": self.request,
            }
        )


@dataclass(frozen=True, slots=True)
class Outside:
    """Why something is given outside policy, and which policy it is outside of."""

    reason: str
    stamp: PolicyStamp


def already(session: Session, key: str, contents: str) -> LedgerEntry | None:
    """Return the entry that this key made before.

    Raises:
        NotGranted: `key-reused`, the key was used for something else.
    """
    row = session.exec(select(LedgerEntry).where(LedgerEntry.key == key)).first()
    if row is not None and row.contents != contents:
        raise NotGranted("key-reused", f"The key `{key}` was used for something else.", "Use a new one.")
    return row


def refuse_changed(rules: Rules, row: Consultation, at: datetime) -> None:
    """Refuse to act on an answer that another text gave.

    Raises:
        NotGranted: `policy-changed`.
        policies.NoPolicy: no policy is in force for the complaint any more.
    """
    policy = rules.in_force(row.complaint, at.date())
    if (policy.sha256, policy.vocabulary.sha256) != (row.policy_sha256, row.vocabulary_sha256):
        raise NotGranted(
            "policy-changed",
            f"The policy changed after you asked: revision {row.policy_revision} of `{row.policy_slug}`, or"
            " its vocabulary, is no longer in force.",
            "Consult again.",
        )


def give(
    session: Session, rules: Rules, row: Consultation, wish: Wish, turn: Turn
) -> tuple[LedgerEntry, Event]:
    """Grant what is wished, in the caller's transaction, or refuse it; the caller records the event.

    The accounts are locked before anything is counted; then the case is decided anew, for whoever grants, by
    the policy in force and with what stands in the ledger at this moment.

    Raises:
        NotGranted: with the code that says why.
        policies.PolicyError: no policy decides the case any more.
    """
    asked = asked_again(row, rules, turn.at)
    budgets = rules.in_force(row.complaint, turn.at.date()).vocabulary.budgets
    holders = asked.accounts(session, turn.actor.id)
    accounts.take(session, holders, budgets)
    reckoning = reckon(session, rules, asked, turn)
    verdict = next((each for each in reckoning.decision.bare if each.remedy.key == wish.remedy), None)
    if verdict is None:
        raise NotGranted("not-offered", f"There is no remedy `{wish.remedy[:80]}`.")
    amount = offering.amount_of(verdict, wish.amount)
    _refuse(verdict, reckoning, amount, wish)
    for room in reckoning.rooms_of(wish.remedy):
        if not spending.spend(session, room, holders, amount):
            raise offering.over_budget(room, verdict, amount)
    entry = _entry(reckoning, verdict, wish, turn)
    entry.amount, entry.customer, entry.team = amount, holders.customer, holders.team
    _stamp(entry, rules.stamp(reckoning.policy))
    return entry, _write(session, entry, reckoning, turn.at)


def give_outside(
    session: Session, reckoning: Reckoning, wish: Wish, turn: Turn, outside: Outside
) -> tuple[LedgerEntry, Event]:
    """Give what policy does not, in the caller's transaction; who may, and why, was asked before.

    The entry counts towards no budget. The caller holds the accounts and records the event.
    """
    verdict = next(each for each in reckoning.decision.bare if each.remedy.key == wish.remedy)
    entry = _entry(reckoning, verdict, wish, turn)
    holders = accounts_of(
        session, turn.actor.id, wish.consultation, reckoning.inputs.customer, reckoning.inputs.order
    )
    entry.basis, entry.reason = "exception", outside.reason
    entry.contents = wish.contents(turn.actor, outside.reason)
    entry.confirmed = "[]"
    entry.amount, entry.customer, entry.team = wish.amount or 0, holders.customer, holders.team
    _stamp(entry, outside.stamp)
    return entry, _write(session, entry, reckoning, turn.at)


def _refuse(verdict: Verdict, reckoning: Reckoning, amount: int, wish: Wish) -> None:
    given, rooms = reckoning.given_of(verdict.remedy.key), reckoning.rooms_of(verdict.remedy.key)
    refusal = offering.hindrance(verdict, rooms, given)
    if refusal is None and verdict.remedy.in_money:
        refusal = offering.above(verdict, given, amount)
        for room in rooms:
            if refusal is None and amount > (room.left or 0):
                refusal = offering.over_budget(room, verdict, amount)
    refusal = refusal or _unconfirmed(verdict, (*wish.confirmed, *wish.earlier))
    if refusal is not None:
        raise refusal


def _unconfirmed(verdict: Verdict, confirmed: Iterable[str]) -> NotGranted | None:
    said = {squeezed(each) for each in confirmed}
    missing = [each for each in verdict.provided if squeezed(each) not in said]
    if not missing:
        return None
    return NotGranted(
        "unconfirmed",
        f"`{verdict.remedy.label}` comes with an obligation: {'; '.join(missing)}.",
        "Confirm it and grant again.",
    )


def _entry(reckoning: Reckoning, verdict: Verdict, wish: Wish, turn: Turn) -> LedgerEntry:
    inputs = reckoning.inputs
    return LedgerEntry(
        key=wish.key,
        contents=wish.contents(turn.actor),
        kind="grant",
        at=turn.at,
        as_of=inputs.as_of,
        actor_id=turn.actor.id,
        actor=turn.actor.name,
        role=inputs.role,
        asked_by_id=wish.asked_by.id if wish.asked_by else None,
        asked_by=wish.asked_by.name if wish.asked_by else None,
        request_id=wish.request,
        consultation_id=wish.consultation,
        complaint=inputs.complaint,
        remedy=verdict.remedy.key,
        remedy_kind=verdict.remedy.kind,
        amount=0,
        currency=verdict.currency.code,
        word=verdict.word,
        order_ref=inputs.order,
        case_ref=inputs.reference,
        rules=json.dumps([rule.id for rule in verdict.rules], ensure_ascii=False),
        clauses=json.dumps(verdict.because, ensure_ascii=False),
        confirmed=json.dumps(verdict.provided, ensure_ascii=False),
        policy_slug="",
        policy_revision=0,
        policy_sha256="",
        vocabulary_slug="",
        vocabulary_revision=0,
        vocabulary_sha256="",
        seal="",
        sha256="",
    )


def _stamp(entry: LedgerEntry, stamp: PolicyStamp) -> None:
    entry.policy_slug, entry.policy_revision, entry.policy_sha256 = stamp.slug, stamp.revision, stamp.sha256
    entry.vocabulary_slug, entry.vocabulary_revision = stamp.vocabulary_slug, stamp.vocabulary_revision
    entry.vocabulary_sha256 = stamp.vocabulary_sha256


def _write(session: Session, entry: LedgerEntry, reckoning: Reckoning, at: datetime) -> Event:
    inputs, salt = reckoning.inputs, new_salt()
    entry.seal = seal(salt, inputs.as_json())
    entry.sha256 = hash_of(entry)
    session.add(entry)
    session.flush()
    assert entry.id is not None  # noqa: S101 -- it has been flushed
    session.add(CaseFile(entry_id=entry.id, at=at, inputs=canonical(inputs.as_json()), salt=salt))
    if inputs.customer is not None:
        references.remember(session, inputs.customer, at)
    return event_of(entry)


def event_of(entry: LedgerEntry) -> Event:
    """Return what the audit chain says of an entry: of the case's facts nothing but the hashes."""
    detail: dict[str, object] = {
        "remedy": entry.remedy,
        "amount": entry.amount,
        "currency": entry.currency,
        "basis": entry.basis,
        "sha256": entry.sha256,
        "seal": entry.seal,
        "policy": entry.policy_sha256,
        "reverses": entry.reverses,
        "request": entry.request_id,
    }
    said = {name: value for name, value in detail.items() if value is not None}
    return Event("desk", "reverse" if entry.kind == "reversal" else "grant", str(entry.id), said)
