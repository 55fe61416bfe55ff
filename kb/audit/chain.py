"""Writing to the chain: an event's hash covers all it says and the hash of the event before."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from sqlmodel import Session, col, func, select, update

from kb.access import Actor
from kb.model import AuditEvent, AuditHead

Topic = Literal["library", "desk", "people", "operations"]
_LONGEST_THING = 200


@dataclass(frozen=True, slots=True)
class Event:
    """What was done to what; `detail` must be JSON and never holds what may have to be forgotten."""

    topic: Topic
    action: str
    thing: str
    detail: Mapping[str, object] = field(default_factory=dict)


def record(session: Session, actor: Actor, at: datetime, *events: Event) -> None:
    """Add `events` to the chain, in the caller's transaction: they stand or fall with what they tell of.

    Call it last in a transaction: it takes the lock on the chain's end, which every writer needs, and
    holds it until the commit.
    """
    if not events:
        return
    session.flush()
    # The update takes the lock; on PostgreSQL it waits for whoever else is writing, then sees their head.
    session.exec(update(AuditHead).values(seq=AuditHead.seq + len(events)))
    head = session.exec(select(AuditHead).execution_options(populate_existing=True)).one()
    seq, prev = head.seq - len(events), head.hash
    for event in events:
        seq += 1
        row = AuditEvent(
            seq=seq,
            at=at.astimezone(UTC),
            actor_id=actor.id,
            actor=actor.name,
            topic=event.topic,
            action=event.action,
            thing=event.thing[:_LONGEST_THING],
            detail=canonical(event.detail),
            prev=prev,
            hash="",
        )
        row.hash = prev = hash_of(row)
        session.add(row)
        session.flush()  # one by one: the triggers look at the event before
    head.hash = prev
    session.add(head)
    session.flush()


def feed(session: Session, topic: Topic) -> int:
    """Return the number of the newest event of `topic`, 0 where there is none; it only ever grows."""
    return (
        session.exec(select(func.max(col(AuditEvent.seq))).where(col(AuditEvent.topic) == topic)).one() or 0
    )


def canonical(detail: Mapping[str, object]) -> str:
    """Write `detail` as JSON that is the same on every machine."""
    return json.dumps(detail, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def hash_of(event: AuditEvent) -> str:
    """Return the hex SHA-256 over all that the event says and the hash before it."""
    said = [
        event.seq,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_id,
        event.actor,
        event.topic,
        event.action,
        event.thing,
        event.detail,
        event.prev,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
