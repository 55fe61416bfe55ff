"""The log of consultations as it streams by: plain rows, a batch at a time, memory bounded by the batch."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from kb.desk.spending import standing
from kb.model import Consultation, LedgerEntry

BATCH = 20_000
_IDS_AT_ONCE = 500

Answer = tuple[str, int | None, int | None, str | None]
"""Word, limit, entitled and needed role of one remedy, amounts in minor units."""
NOTHING: Answer = ("none", None, None, None)


class Logged(NamedTuple):
    """One decision of the log; `facts` and `answer` are JSON as they were stored."""

    id: str
    as_of: date
    actor: str
    role: str
    complaint: str
    facts: str
    answer: str


@dataclass(frozen=True, slots=True)
class Period:
    """Which decisions: of these complaint types, from `since` (included) to `until` (not), None is open."""

    complaints: tuple[str, ...]
    since: datetime | None
    until: datetime | None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the period as the database understands it; practice is left out."""
        found: list[ColumnElement[bool]] = [
            col(Consultation.practice).is_(other=False),
            col(Consultation.complaint).in_(self.complaints),
        ]
        if self.since is not None:
            found.append(col(Consultation.at) >= self.since)
        if self.until is not None:
            found.append(col(Consultation.at) < self.until)
        return found


def count(session: Session, period: Period) -> int:
    """Return how many decisions there are."""
    return session.exec(select(func.count()).select_from(Consultation).where(*period.conditions())).one()


def batches(session: Session, period: Period) -> Iterator[list[Logged]]:
    """Yield the decisions, a batch at a time, in the order in which they were made."""
    wanted = [getattr(Consultation, name) for name in Logged._fields]
    query = (
        sqlalchemy.select(*wanted)
        .where(*period.conditions())
        .order_by(col(Consultation.at), col(Consultation.id))
        .execution_options(stream_results=True, yield_per=BATCH)
    )
    for rows in session.connection().execute(query).partitions(BATCH):
        yield [Logged._make(row) for row in rows]


def grants_of(session: Session, ids: Sequence[str]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return how often, and how much in minor units, stands by policy, by consultation and remedy."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    many, much = func.count(col(LedgerEntry.id)), func.sum(LedgerEntry.amount)
    for start in range(0, len(ids), _IDS_AT_ONCE):
        some = col(LedgerEntry.consultation_id).in_(ids[start : start + _IDS_AT_ONCE])
        by = (col(LedgerEntry.consultation_id), col(LedgerEntry.remedy))
        query = select(*by, many, much).where(some, standing(), col(LedgerEntry.basis) == "policy")
        for consultation, remedy, times, amount in session.exec(query.group_by(*by)):
            found[consultation, remedy] = (times, int(amount or 0))
    return found


def moments_of(session: Session, ids: Sequence[str]) -> dict[str, datetime]:
    """Return when a few decisions were made; to read it for all of them would take a fifth of the time."""
    return dict(
        session.exec(select(Consultation.id, Consultation.at).where(col(Consultation.id).in_(ids))).all()
    )


@lru_cache(maxsize=20_000)
def read_answer(stored: str) -> dict[str, Answer]:
    """Return what was answered, by remedy key; a remedy that is missing was not offered."""
    return {
        remedy: (word, limit, entitled, needs)
        for remedy, (word, limit, entitled, needs, *_rules) in json.loads(stored).items()
    }
