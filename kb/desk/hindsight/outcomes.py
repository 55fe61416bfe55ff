"""Outcomes: after the call, was it put right; and whom an agent should ask today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from kb import audit
from kb.access import Actor, Gate, use_case
from kb.audit import Event
from kb.desk.errors import BadCase, NotThere
from kb.desk.spending import standing
from kb.model import Consultation, LedgerEntry, Outcome
from kb.storage import Database

ASK_AFTER = timedelta(days=3)
"""How long after something was given an agent is reminded to ask, where they did not say when."""
_FORGOTTEN_AFTER = timedelta(days=60)
_FURTHEST = timedelta(days=366)
_LONGEST = 1000
_OVERSEERS = frozenset({"lead", "manager"})

Clean = Callable[[str, int], str]
"""Takes words and a length, and leaves out what tells which customer they are about."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Somebody to ask whether it was put right: `reference` is the ticket, `remedies` what they got."""

    consultation: str
    complaint: str
    due_on: date
    customer: str | None
    order: str | None
    reference: str | None
    remedies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How well complaints of one type were put right: `scores` counts each score from 1 to 5."""

    complaint: str
    answered: int
    average: float
    scores: tuple[int, int, int, int, int]


class Outcomes:
    """What became of consultations. An agent sees and answers their own; leads and managers all."""

    def __init__(self, database: Database, gate: Gate, clock: Callable[[], datetime], clean: Clean) -> None:
        """Keep outcomes in `database`, with words as `clean` leaves them, for whom `gate` admits."""
        self.gate = gate
        self._database = database
        self._clock = clock
        self._clean = clean

    @use_case("desk.follow")
    def plan(self, actor: Actor, consultation: str, due_on: date) -> None:
        """Say when to ask the customer; saying it again moves the day.

        Raises:
            NotThere: there is no such consultation, or it is somebody else's.
            BadCase: `bad-day`, a day that has passed or is more than a year away.
        """
        now = self._now()
        if not now.date() <= due_on <= now.date() + _FURTHEST:
            raise BadCase("bad-day", f"{due_on} is no day to ask on.", "Take one from today to a year on.")
        with self._database.write() as session:
            row = self._row(session, actor, consultation, now)
            row.due_on = due_on
            session.add(row)
            said = Event("desk", "outcome.plan", consultation, {"due_on": due_on.isoformat()})
            audit.record(session, actor, now, said)

    @use_case("desk.follow")
    def score(self, actor: Actor, consultation: str, score: int, words: str = "") -> None:
        """Keep whether it was put right, from 1 (not at all) to 5 (wholly); a later answer replaces it.

        Raises:
            NotThere: there is no such consultation, or it is somebody else's.
            BadCase: `bad-score`.
        """
        if isinstance(score, bool) or not isinstance(score, int) or not 1 <= score <= 5:
            raise BadCase("bad-score", "A score is a whole number from 1 to 5.")
        now = self._now()
        with self._database.write() as session:
            row = self._row(session, actor, consultation, now)
            row.score, row.scored_at, row.words = score, now, self._clean(words, _LONGEST)
            session.add(row)
            said = Event("desk", "outcome.score", consultation, {"score": score})
            audit.record(session, actor, now, said)

    @use_case("desk.follow")
    def due(self, actor: Actor, today: date | None = None) -> tuple[FollowUp, ...]:
        """Return whom this person should ask by now, the longest due first.

        Those are the cases they said so of, and those in which they gave something some days ago.
        """
        day = today or self._now().date()
        with self._database.read() as session:
            planned = self._planned(session, actor, day)
            given = self._given(session, actor, day)
            found = {**given, **planned}
            remedies = _remedies(session, list(found))
        ups = [
            FollowUp(
                row.id,
                row.complaint,
                due,
                row.customer,
                row.order_ref,
                row.case_ref,
                remedies.get(row.id, ()),
            )
            for row, due in found.values()
        ]
        return tuple(sorted(ups, key=lambda up: (up.due_on, up.consultation)))

    @use_case("desk.oversee")
    def scores(
        self, _actor: Actor, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[Score, ...]:
        """Return how well each type of complaint was put right, the worst first."""
        query = select(Outcome.complaint, Outcome.score, func.count(col(Outcome.id))).where(
            col(Outcome.score).is_not(None)
        )
        if since is not None:
            query = query.where(col(Outcome.scored_at) >= since)
        if until is not None:
            query = query.where(col(Outcome.scored_at) < until)
        counts: dict[str, list[int]] = {}
        with self._database.read() as session:
            for complaint, score, many in session.exec(query.group_by(Outcome.complaint, col(Outcome.score))):
                counts.setdefault(complaint, [0] * 5)[(score or 1) - 1] += many
        found = [_score(complaint, each) for complaint, each in counts.items()]
        return tuple(sorted(found, key=lambda each: (each.average, each.complaint)))

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)

    def _row(self, session: Session, actor: Actor, consultation: str, now: datetime) -> Outcome:
        case = session.get(Consultation, consultation)
        if case is None or (case.actor_id != actor.id and actor.role not in _OVERSEERS):
            raise NotThere("unknown-consultation", f"There is no consultation `{consultation[:64]}`.")
        row = session.exec(select(Outcome).where(Outcome.consultation_id == consultation)).first()
        return row or Outcome(
            consultation_id=consultation,
            complaint=case.complaint,
            actor_id=case.actor_id,
            actor=case.actor,
            made_at=now,
        )

    def _planned(self, session: Session, actor: Actor, day: date) -> dict[str, tuple[Consultation, date]]:
        query = (
            select(Consultation, col(Outcome.due_on))
            .join(Outcome, col(Outcome.consultation_id) == Consultation.id)
            .where(Outcome.actor_id == actor.id, col(Outcome.score).is_(None), col(Outcome.due_on) <= day)
        )
        return {row.id: (row, due) for row, due in session.exec(query) if due is not None}

    def _given(self, session: Session, actor: Actor, day: date) -> dict[str, tuple[Consultation, date]]:
        spoken = select(Outcome.id).where(col(Outcome.consultation_id) == Consultation.id).exists()
        first = func.min(LedgerEntry.at)
        query: Any = (
            select(Consultation, first)
            .join(LedgerEntry, col(LedgerEntry.consultation_id) == Consultation.id)
            .where(Consultation.actor_id == actor.id, standing(), ~spoken)
            .group_by(*Consultation.__table__.columns)  # type: ignore[attr-defined]
        )
        found = {}
        for row, at in session.exec(query):
            due = at.replace(tzinfo=at.tzinfo or UTC).date() + ASK_AFTER
            if due <= day <= due + _FORGOTTEN_AFTER:
                found[row.id] = (row, due)
        return found


def _remedies(session: Session, ids: list[str]) -> dict[str, tuple[str, ...]]:
    query = select(LedgerEntry.consultation_id, LedgerEntry.remedy).where(
        standing(), col(LedgerEntry.consultation_id).in_(ids)
    )
    found: dict[str, list[str]] = {}
    for consultation, remedy in session.exec(query.order_by(col(LedgerEntry.id))):
        found.setdefault(consultation, []).append(remedy)
    return {consultation: tuple(dict.fromkeys(each)) for consultation, each in found.items()}


def _score(complaint: str, counts: list[int]) -> Score:
    answered = sum(counts)
    average = sum(score * many for score, many in enumerate(counts, 1)) / answered
    one, two, three, four, five = counts
    return Score(complaint, answered, average, (one, two, three, four, five))
