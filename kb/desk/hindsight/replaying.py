"""Replaying: the decisions that were made, made again by a draft, with nothing written."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from kb.access import Actor, Gate, use_case
from kb.desk.hindsight import logged
from kb.desk.hindsight.draft_book import DraftRefused, draft_book
from kb.desk.hindsight.logged import Logged, Period
from kb.desk.hindsight.redeciding import Redeciding, differing
from kb.desk.hindsight.replay_report import ReplayReport, Tally
from kb.desk.rulebook import Rulebook
from kb.sources import policy_page, read_page
from kb.storage import Database
from policies import Page

Progress = Callable[[int, int], None]
"""Told how many decisions are done, of how many."""


__all__ = ["DraftRefused", "Progress", "Replays"]


class Replays:
    """A draft held against the log, before it is published."""

    def __init__(self, database: Database, gate: Gate, rulebook: Rulebook) -> None:
        """Read the log in `database`, and replace pages in `rulebook`, for whom `gate` admits."""
        self.gate = gate
        self._database = database
        self._rulebook = rulebook

    @use_case("desk.replay")
    def replay(
        self,
        _actor: Actor,
        path: str,
        text: str,
        since: date | None = None,
        until: date | None = None,
        progress: Progress = lambda _done, _all: None,
    ) -> ReplayReport:
        """Decide again what was decided from `since` to the end of `until`, by the draft `text` of a page.

        `path` names the page in problems, and the page it replaces where its front matter has no slug. What
        the ledger knew then, and the role of whoever asked, stay as they were logged. Memory does not grow
        with the log.

        Raises:
            DraftRefused: the draft cannot be read, is no policy page, or has an error.
        """
        draft = _read(path, text)
        book = draft_book(self._rulebook.rules(), draft, self._rulebook.today())
        period = Period(book.complaints, _start(since), _start(until, days=1))
        currency = book.book.vocabulary(book.as_of).currency
        tally = Tally(currency)
        with self._database.read() as session:
            total = logged.count(session, period)
            progress(0, total)
            again = Redeciding(book)
            for rows in logged.batches(session, period):
                _compare(session, rows, again, tally)
                progress(tally.decisions, total)
            moments = logged.moments_of(session, tally.shown)
        return tally.report(draft.slug, draft.sha256, moments)


def _compare(session: Session, rows: list[Logged], again: Redeciding, tally: Tally) -> None:
    changed = []
    tally.saw(rows)
    for row, after in zip(rows, again.answers(rows), strict=True):
        if isinstance(after, str):
            tally.undecidable(row, after)
            continue
        before = logged.read_answer(row.answer)
        if before != after:
            changed.append((row, sorted(differing(before, after))))
    granted = logged.grants_of(session, [row.id for row, _ in changed])
    for row, changes in changed:
        tally.changed(row, changes, granted)


def _read(path: str, text: str) -> Page:
    page, problems = read_page(path, text.encode("utf-8", "surrogatepass"))
    errors = tuple(problem for problem in problems if problem.severity == "error")
    if page is None or errors:
        raise DraftRefused(f"`{path}` cannot be read", errors)
    if page.kind != "policy":
        raise DraftRefused(f"`{path}` is no policy page, so no decision rests on it")
    return policy_page(page)


def _start(day: date | None, days: int = 0) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days=days), time.min, UTC)
