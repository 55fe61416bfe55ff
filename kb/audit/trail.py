"""Reading the chain: what was done, and whether the record of it is whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from kb.access import Actor, Gate, use_case
from kb.audit.chain import hash_of
from kb.model import AuditEvent, AuditHead
from kb.storage import Database

_AT_A_TIME = 2_000
_MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One event as it is shown; `detail` is JSON."""

    seq: int
    at: datetime
    actor: str
    topic: str
    action: str
    thing: str
    detail: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """How many events were found, the hash at the end, and each place where the chain is broken."""

    events: int
    head: str
    problems: tuple[str, ...]


class AuditTrail:
    """The chain, for those who answer for it."""

    def __init__(self, database: Database, gate: Gate) -> None:
        """Read the chain in `database`, for whom `gate` admits."""
        self.gate = gate
        self._database = database

    @use_case("audit.read")
    def verify(self, _actor: Actor, head: str | None = None) -> AuditReport:
        """Recompute every hash; say where an event was changed, deleted or moved.

        `head` is a hash noted down earlier: somebody who can rewrite the whole database can rewrite the whole
        chain, but not so that it still passes through a hash kept elsewhere.
        """
        with self._database.read() as session:
            return _verify(session, head)

    @use_case("audit.read")
    def events(
        self, _actor: Actor, thing: str | None = None, topic: str | None = None, limit: int = 100
    ) -> tuple[AuditEntry, ...]:
        """Return the newest events, newest first; of one thing or topic where one is named."""
        query = select(AuditEvent).order_by(col(AuditEvent.seq).desc()).limit(max(0, limit))
        if thing is not None:
            query = query.where(col(AuditEvent.thing) == thing)
        if topic is not None:
            query = query.where(col(AuditEvent.topic) == topic)
        with self._database.read() as session:
            return tuple(_entry(event) for event in session.exec(query))


def _verify(session: Session, noted: str | None) -> AuditReport:
    problems: list[str] = []
    seq, prev, met = 0, "", noted in (None, "")
    for event in _all(session):
        number = event.seq or 0
        if number != seq + 1:
            problems.append(f"event {seq + 1} is missing: after {seq} comes {number}")
        elif event.prev != prev:
            problems.append(f"event {number} does not follow the event before it")
        if hash_of(event) != event.hash:
            problems.append(f"event {number} was changed")
        seq, prev, met = number, event.hash, met or event.hash == noted
        if len(problems) >= _MOST_PROBLEMS:
            problems.append("and perhaps more")
            return AuditReport(seq, prev, tuple(problems))
    head = session.exec(select(AuditHead)).first()
    if head is None:
        problems.append("the end of the chain is not recorded")
    elif (head.seq, head.hash) != (seq, prev):
        problems.append(f"the chain ends at event {seq}, but its end was recorded at event {head.seq}")
    if not met:
        problems.append("the chain does not pass through the hash that was noted down")
    return AuditReport(seq, prev, tuple(problems))


def _all(session: Session) -> Iterator[AuditEvent]:
    after = 0
    while True:
        query = select(AuditEvent).where(col(AuditEvent.seq) > after).order_by(col(AuditEvent.seq))
        batch = session.exec(query.limit(_AT_A_TIME)).all()
        if not batch:
            return
        yield from batch
        after = batch[-1].seq or 0
        session.expunge_all()


def _entry(event: AuditEvent) -> AuditEntry:
    return AuditEntry(
        event.seq or 0,
        event.at,
        event.actor,
        event.topic,
        event.action,
        event.thing,
        event.detail,
        event.hash,
    )
