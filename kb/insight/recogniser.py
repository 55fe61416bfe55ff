"""The recogniser: which complaint type a customer's words are, learnt from our pages and confirmed cases."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from kb.access import Actor, Gate, use_case
from kb.audit import Event, record
from kb.insight.cleaning import cleaned
from kb.model import ConfirmedWords
from kb.model.confirmed_words import LONGEST_SAID
from kb.search import Synonyms
from kb.search.complaints import ComplaintModel, Example, Guess, confirmed_case
from policies import UnknownComplaint

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kb.finder import Finder
    from kb.insight.said import Said
    from kb.storage import Database

_MOST_CONFIRMED = 3000
_SECONDS_BETWEEN_LOOKS = 1.0
_AT_ONCE = 0.5  # seconds of training for which a guess may wait


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Words that agents confirmed as a complaint type, and how often."""

    id: int
    words: str
    complaint: str
    times: int
    at: datetime


@dataclass(frozen=True, slots=True)
class _Learnt:
    """A model, and what it was made of: when that is no longer so, the next is trained."""

    model: ComplaintModel
    of: tuple[object, ...]
    seconds: float


class Recogniser:
    """Guesses complaint types, and learns from being told. Any number of threads may ask."""

    def __init__(  # noqa: PLR0913, PLR0917 - the composition root names each
        self,
        database: Database,
        gate: Gate,
        said: Said,
        finder: Finder,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Learn from what is `said` on the pages, the words `finder` knows and what `database` remembers."""
        self.gate = gate
        self._database = database
        self._said = said
        self._finder = finder
        self._clock = clock
        self._monotonic = monotonic
        self._training = threading.Lock()
        self._learnt: _Learnt | None = None
        self._feed: tuple[int, int, int] = (0, 0, 0)
        self._looked: float | None = None

    @use_case("desk.consult")
    def guess(self, _actor: Actor, words: str) -> Guess:
        """Say which complaint types these words may be, likeliest first; unsure, it offers three.

        What was confirmed a second ago, here or on another server, counts. Nothing is stored.
        """
        return self._model().guess(words)

    @use_case("complaint.confirm")
    def confirm(self, _actor: Actor, words: str, complaint: str) -> bool:
        """Remember that these words were this complaint, cleaned of whose they are; say if any were left.

        Raises:
            policies.UnknownComplaint: there is no such complaint type.
        """
        if complaint not in self._complaints():
            raise UnknownComplaint(f"no complaint type `{complaint[:60]}`")
        kept = cleaned(words, LONGEST_SAID, self._finder.knows)
        if len(kept.replace("#", "").split()) < 1:
            return False
        with self._database.write() as session:
            _count(session, kept, complaint, self._clock())
        self._looked = None
        return True

    @use_case("complaint.manage")
    def confirmed(self, _actor: Actor, limit: int = 200) -> tuple[Confirmed, ...]:
        """Return what was confirmed, newest first."""
        with self._database.read() as session:
            order = (col(ConfirmedWords.at).desc(), col(ConfirmedWords.id).desc())
            rows = session.exec(select(ConfirmedWords).order_by(*order).limit(max(0, limit))).all()
            return tuple(Confirmed(r.id or 0, r.words, r.complaint, r.times, r.at) for r in rows)

    @use_case("complaint.manage")
    def forget(self, actor: Actor, confirmed_id: int) -> bool:
        """Delete confirmed words for good; say whether they were there."""
        with self._database.write() as session:
            row = session.get(ConfirmedWords, confirmed_id)
            if row is None:
                return False
            session.delete(row)
            record(session, actor, self._clock(), Event("operations", "complaint.forget", str(confirmed_id)))
        self._looked = None
        return True

    def _complaints(self) -> frozenset[str]:
        return frozenset(each.complaint for each in self._said.examples())

    def _model(self) -> ComplaintModel:
        """Return the model of what is known now; while a long training lasts, the one before it."""
        made_of = (self._said.examples(), self._finder.synonyms, self._newest())
        learnt = self._learnt
        if learnt is not None and learnt.of == made_of:
            return learnt.model
        if learnt is None or learnt.seconds < _AT_ONCE:
            with self._training:
                if self._learnt is learnt:
                    self._learnt = self._train(made_of)
                assert self._learnt is not None  # noqa: S101 -- it has just been trained, here or elsewhere
                return self._learnt.model
        if self._training.acquire(blocking=False):
            threading.Thread(target=self._train_aside, args=(made_of,), daemon=True).start()
        return learnt.model

    def _train_aside(self, made_of: tuple[object, ...]) -> None:
        try:
            self._learnt = self._train(made_of)
        finally:
            self._training.release()

    def _train(self, made_of: tuple[object, ...]) -> _Learnt:
        said, synonyms, _ = made_of
        assert isinstance(said, tuple)  # noqa: S101 -- it is put together above
        assert isinstance(synonyms, Synonyms)  # noqa: S101
        begun = self._monotonic()
        known = frozenset(each.complaint for each in said)
        with self._database.read() as session:
            confirmed = [each for each in _examples(session) if each.complaint in known]
        model = ComplaintModel((*said, *confirmed), synonyms, self._finder.knows)
        return _Learnt(model, made_of, self._monotonic() - begun)

    def _newest(self) -> tuple[int, int, int]:
        """Return what changes whenever words are confirmed or forgotten, at most a second old."""
        now = self._monotonic()
        if self._looked is None or now - self._looked >= _SECONDS_BETWEEN_LOOKS:
            self._looked = now
            with self._database.read() as session:
                number, times = col(ConfirmedWords.id), col(ConfirmedWords.times)
                found = session.exec(select(func.max(number), func.count(number), func.sum(times))).one()
            self._feed = (found[0] or 0, found[1], found[2] or 0)
        return self._feed


def _count(session: Session, words: str, complaint: str, at: datetime) -> None:
    """Add one to how often this was confirmed, whoever else does so at the same moment."""
    wanted = (col(ConfirmedWords.complaint) == complaint, col(ConfirmedWords.words) == words)
    counted = update(ConfirmedWords).where(*wanted).values(times=col(ConfirmedWords.times) + 1, at=at)
    more = counted.returning(col(ConfirmedWords.id))
    if session.execute(more).first() is not None:
        return
    try:
        with session.begin_nested():
            session.add(ConfirmedWords(complaint=complaint, words=words, at=at))
    except IntegrityError:  # another server was quicker
        session.execute(more)


def _examples(session: Session) -> list[Example]:
    newest = select(ConfirmedWords).order_by(col(ConfirmedWords.at).desc(), col(ConfirmedWords.id).desc())
    rows = session.exec(newest.limit(_MOST_CONFIRMED)).all()
    return [confirmed_case(row.words, row.complaint, row.times) for row in rows]
