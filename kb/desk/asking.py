"""Asking: a request to a higher role, its states, and the sweep that ends those that have run out."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlmodel import Session, col, select, update

from kb.access import OPERATOR, Actor
from kb.audit import Event
from kb.desk import offering
from kb.desk.consulting import asked_again
from kb.desk.errors import NotAnswered, NotGranted, NotThere
from kb.desk.granting import refuse_changed
from kb.desk.keys import squeezed
from kb.desk.reckoning import Reckoning, Turn, reckon
from kb.desk.rules import Rules
from kb.desk.seal import digest
from kb.desk.views import Request, State
from kb.model import ApprovalRequest, Consultation
from policies import Role, Verdict


@dataclass(frozen=True, slots=True)
class Plea:
    """What somebody asks of a higher role; `amount` is minor units, None where not in money."""

    consultation: str
    remedy: str
    amount: int | None
    confirmed: tuple[str, ...]
    note: str
    key: str
    lasts: timedelta

    def contents(self, actor: Actor) -> str:
        """Return the hash of what was asked under the key, and by whom."""
        return digest(
            {
                "actor": actor.id,
                "consultation": self.consultation,
                "remedy": self.remedy,
                "amount": self.amount or 0,
                "confirmed": sorted(squeezed(each) for each in self.confirmed),
                "note": self.note,
            }
        )


def ask(
    session: Session, rules: Rules, row: Consultation, plea: Plea, turn: Turn
) -> tuple[ApprovalRequest, Event]:
    """Write a request down, in the caller's transaction, for the lowest role that may approve it.

    Raises:
        NotAnswered: `not-needed` or `nobody-may`.
        NotGranted: nobody may grant it at all, or a budget that is not the asker's own is used up.
    """
    refuse_changed(rules, row, turn.at)
    reckoning = reckon(session, rules, asked_again(row, rules, turn.at), turn)
    verdict = next((each for each in reckoning.decision.bare if each.remedy.key == plea.remedy), None)
    if verdict is None:
        raise NotGranted("not-offered", f"There is no remedy `{plea.remedy[:80]}`.")
    amount = offering.amount_of(verdict, plea.amount)
    needed = _needed(reckoning, verdict, amount)
    request = ApprovalRequest(
        key=plea.key,
        contents=plea.contents(turn.actor),
        consultation_id=row.id,
        complaint=reckoning.inputs.complaint,
        remedy=verdict.remedy.key,
        amount=amount,
        currency=verdict.currency.code,
        confirmed=json.dumps(list(plea.confirmed), ensure_ascii=False),
        note=plea.note,
        needed=needed.key,
        asked_at=turn.at,
        expires_at=turn.at + plea.lasts,
        asked_by_id=turn.actor.id,
        asked_by=turn.actor.name,
    )
    session.add(request)
    session.flush()
    return request, event_of(request, "request")


def found(session: Session, request: int) -> ApprovalRequest:
    """Return a request, held until the transaction ends.

    Raises:
        NotThere: there is none.
    """
    query = select(ApprovalRequest).where(ApprovalRequest.id == request).with_for_update()
    row = session.exec(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise NotThere("unknown-request", f"There is no request {request}.")
    return row


def closed(row: ApprovalRequest, now: datetime) -> NotAnswered | None:
    """Return why a request can no longer be answered, or None while it is open."""
    state = state_of(row, now)
    if state == "open":
        return None
    if state == "expired":
        return NotAnswered("expired", f"Request {row.id} ran out on {row.expires_at:%d %b at %H:%M} UTC.")
    return NotAnswered("already-answered", f"Request {row.id} was {state} already, by {row.answered_by}.")


def close(session: Session, row: ApprovalRequest, state: State, turn: Turn, **said: object) -> Event:
    """Answer a request, once: whoever comes second writes nothing.

    Raises:
        NotAnswered: `already-answered`.
    """
    answered = {
        "state": state,
        "answered_at": turn.at,
        "answered_by_id": turn.actor.id,
        "answered_by": turn.actor.name,
        **said,
    }
    open_ = (col(ApprovalRequest.id) == row.id, col(ApprovalRequest.state) == "open")
    written = session.exec(update(ApprovalRequest).where(*open_).values(**answered))
    if written.rowcount != 1:
        raise NotAnswered("already-answered", f"Request {row.id} was answered already.")
    session.refresh(row)
    return event_of(row, state)


def sweep(session: Session, now: datetime) -> list[Event]:
    """End the requests whose time is over, and say so."""
    over = (col(ApprovalRequest.state) == "open", col(ApprovalRequest.expires_at) <= now)
    rows = session.exec(select(ApprovalRequest).where(*over).order_by(col(ApprovalRequest.id))).all()
    turn = Turn(OPERATOR, now)
    events = []
    for row in rows:
        try:
            events.append(close(session, row, "expired", turn))
        except NotAnswered:  # answered at this very moment
            continue
    return events


def state_of(row: ApprovalRequest, now: datetime) -> State:
    """Return the state of a request at a moment, also where nobody has yet written that its time is over."""
    return "expired" if row.state == "open" and row.expires_at <= now else cast("State", row.state)


def event_of(row: ApprovalRequest, action: str) -> Event:
    """Return what the audit chain says of a request: of words that can be forgotten, the hash."""
    detail: dict[str, object] = {
        "remedy": row.remedy,
        "amount": row.amount,
        "currency": row.currency,
        "needed": row.needed,
        "contents": row.contents,
        "grant": row.entry_id,
        "granted": row.granted,
    }
    said = {name: value for name, value in detail.items() if value is not None}
    return Event("desk", action, f"request {row.id}", said)


def request_of(row: ApprovalRequest, actor: Actor, rank: dict[str, int], now: datetime) -> Request:
    """Return a request as `actor` sees it; `rank` is the ladder of authority."""
    mine, state = row.asked_by_id == actor.id, state_of(row, now)
    return Request(
        id=cast("int", row.id),
        key=row.key,
        consultation=row.consultation_id,
        complaint=row.complaint,
        remedy=row.remedy,
        amount=row.amount,
        currency=row.currency,
        confirmed=tuple(json.loads(row.confirmed)),
        note=row.note,
        needed=row.needed,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        asked_by_id=row.asked_by_id,
        asked_by=row.asked_by,
        state=state,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        granted=row.granted,
        reason=row.reason,
        entry=row.entry_id,
        mine=mine,
        answerable=state == "open" and not mine and reaches(actor, row.needed, rank),
    )


def reaches(actor: Actor, needed: str, rank: dict[str, int]) -> bool:
    """Whether somebody's authority is as high as is needed; a role that is no longer known, the top has."""
    own = rank.get(actor.authority or "")
    return own is not None and own >= rank.get(needed, len(rank) - 1)


def _needed(reckoning: Reckoning, verdict: Verdict, amount: int) -> Role:
    """Return the lowest role above the asker's that may grant the amount."""
    given, rooms = reckoning.given_of(verdict.remedy.key), reckoning.rooms_of(verdict.remedy.key)
    barred = offering.hindrance(verdict, rooms, given)
    once = not verdict.remedy.in_money and barred is not None and barred.code == "already-granted"
    if barred is not None and (once or barred.code in ("never", "not-offered", "depends")):
        raise barred
    tight = [room for room in rooms if room.left is None or amount > room.left]
    for room in tight:
        if room.left is None:
            raise offering.uncounted(room)
        if room.budget.per.strip().lower() not in ("agent", "team"):
            raise offering.over_budget(room, verdict, amount)
    own = reckoning.decision.role
    lowest = offering.lowest_for(verdict, amount + given[1])
    if lowest is None:
        raise NotAnswered(
            "nobody-may", "No role may grant this by policy.", "A manager may grant outside policy."
        )
    if lowest.rank > own.rank:
        return lowest
    if not tight:
        raise NotAnswered("not-needed", "You may grant this yourself.")
    if own.rank + 1 >= len(verdict.roles):
        raise offering.over_budget(tight[0], verdict, amount)
    return verdict.roles[own.rank + 1]
