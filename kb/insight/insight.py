"""Insight's use cases: searches are noted, gaps reported, listed, drafted for and closed."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from sqlmodel import Session, col, delete, select

from kb.access import OPERATOR, Actor, Gate, use_case
from kb.audit import Event, record
from kb.insight.cleaning import cleaned, key_words
from kb.insight.draft import draft_of
from kb.insight.gap import Gap, NoSuchGap, NothingToReport, as_gap
from kb.insight.gap_rows import Miss, add_miss, is_telling
from kb.insight.journal import Asked, Journal
from kb.model import SearchGap, SearchLog
from kb.model.search_log import LONGEST_WORDS
from kb.search.wording import share_said, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from kb.finder import Finder
    from kb.library import Shelves
    from kb.library.shelves import Change
    from kb.storage import Database

_State = Literal["open", "closed", "dismissed"]
_NEEDED_AGAIN = 2  # searching again once may be a second thought; twice it is a gap
_FIRST = 3  # hits among which a new page must be, to have closed a gap
_SAID = 0.75
_MOST_CHECKED = 300
_PURGE_EVERY = timedelta(hours=1)


class Insight:
    """What searches teach. Safe to share between threads; a search never waits for it."""

    def __init__(  # noqa: PLR0913, PLR0917 - the composition root names each
        self,
        database: Database,
        gate: Gate,
        finder: Finder,
        shelves: Shelves,
        clock: Callable[[], datetime],
        keep: timedelta = timedelta(days=90),
    ) -> None:
        """Keep the log in `database` for as long as `keep`; nothing of it when that is no time at all."""
        self.gate = gate
        self._database = database
        self._finder = finder
        self._shelves = shelves
        self._clock = clock
        self._keep = keep
        self._journal = Journal(self._store, clock)
        self._closing = threading.Lock()
        self._purged: datetime | None = None
        shelves.follow(self._follow)
        self._to_check = True

    @use_case("insight.log")
    def searched(self, actor: Actor, words: str, slugs: Sequence[str], session: str = "") -> None:
        """Note that this person, in this browser session, is shown these pages for these words.

        Call it for every answer that is shown; what was only typing on the way does not count.
        """
        if self._keep > timedelta(0):
            self._journal.start()
            self._journal.searched(f"{actor.id} {session}", words, slugs)

    @use_case("insight.log")
    def opened(self, actor: Actor, slug: str, session: str = "") -> None:
        """Note that a page was opened; if it came of a search in that session, the search has found it."""
        self._journal.opened(f"{actor.id} {session}", slug)

    @use_case("insight.report")
    def report_gap(self, _actor: Actor, words: str, note: str = "") -> Gap:
        """Say that something is missing; it becomes a task for managers at once.

        Raises:
            NothingToReport: nothing is left of the words once a customer's data is taken out.
        """
        kept = self._cleaned(words)
        if not is_telling(key_words(kept)):
            raise NothingToReport("Say in a few words what is missing, without the customer's data.")
        miss = Miss(key_words(kept), self._clock(), reported=1, note=cleaned(note, 500, self._finder.knows))
        with self._database.write() as session:
            return as_gap(add_miss(session, miss))

    @use_case("insight.manage")
    def gaps(self, _actor: Actor, state: _State = "open", limit: int = 200) -> tuple[Gap, ...]:
        """Return the gaps in this state, most missed first, after closing what a page fills."""
        self._journal.settle()
        self._journal.write()
        self._close_found()
        with self._database.read() as session:
            rows = session.exec(select(SearchGap).where(SearchGap.state == state)).all()
            found = [as_gap(row) for row in rows if _is_gap(row)]
        found.sort(key=lambda gap: (-gap.reported * 2 - gap.times, -gap.last_at.timestamp(), gap.id))
        return tuple(found[: max(0, limit)])

    @use_case("insight.manage")
    def prepare_draft(self, _actor: Actor, gap_id: int) -> str:
        """Return Markdown to begin the missing page with.

        Raises:
            NoSuchGap: there is none of that number.
        """
        with self._database.read() as session:
            gap = as_gap(_row(session, gap_id))
        near = self._finder.search(OPERATOR, gap.words, limit=3).hits
        return draft_of(gap, near)

    @use_case("insight.manage")
    def close_gap(self, actor: Actor, gap_id: int, slug: str | None = None) -> Gap:
        """Say that a page now answers it; it opens again by itself if people go on missing it.

        Raises:
            NoSuchGap: there is none of that number.
        """
        return self._end(actor, gap_id, "closed", slug)

    @use_case("insight.manage")
    def dismiss_gap(self, actor: Actor, gap_id: int) -> Gap:
        """Say that no page is wanted for it; only a new report opens it again.

        Raises:
            NoSuchGap: there is none of that number.
        """
        return self._end(actor, gap_id, "dismissed", None)

    def _end(self, actor: Actor, gap_id: int, state: _State, slug: str | None) -> Gap:
        with self._database.write() as session:
            row = _row(session, gap_id)
            row.state, row.ended_at, row.slug = state, self._clock(), slug
            detail = {"slug": slug} if slug else {}
            record(session, actor, self._clock(), Event("operations", f"gap.{state}", str(gap_id), detail))
            session.flush()
            return as_gap(row)

    @property
    def shut(self) -> Callable[[], None]:
        """Writes down what is still in hand, and stops noting."""
        return self._journal.close

    def _follow(self, _change: Change) -> None:
        self._to_check = True

    def _cleaned(self, words: str) -> str:
        return cleaned(words, LONGEST_WORDS, self._finder.knows)

    def _store(self, batch: Sequence[Asked]) -> None:
        rows = list(self._rows(batch))
        now = self._clock()
        with self._database.write() as session:
            for row, miss in rows:
                session.add(row)
                if miss is not None:
                    add_miss(session, miss)
            if self._purged is None or now - self._purged >= _PURGE_EVERY:
                session.exec(delete(SearchLog).where(col(SearchLog.at) < now - self._keep))
                self._purged = now

    def _rows(self, batch: Sequence[Asked]) -> Iterator[tuple[SearchLog, Miss | None]]:
        for asked in batch:
            words = self._cleaned(asked.words)
            if not any(char.isalpha() for char in words):
                continue
            row = SearchLog(
                at=asked.at,
                words=words,
                key=wording(words)[:LONGEST_WORDS],
                hits=asked.hits,
                opened=asked.opened[:120] if asked.opened else None,
                rank=asked.rank,
                again=asked.again,
            )
            in_vain = not asked.hits and asked.opened is None
            telling = is_telling(key_words(words)) and (in_vain or asked.again)
            miss = Miss(key_words(words), asked.at, int(in_vain), int(asked.again and not in_vain))
            yield row, miss if telling else None

    def _close_found(self) -> None:
        """Close the gaps whose words now find a page that is newer than the last search in vain."""
        with self._closing:
            catalogue = self._shelves.catalogue()
            if not self._to_check:
                return
            self._to_check = False
            with self._database.read() as session:
                newest = (
                    select(SearchGap).where(SearchGap.state == "open").order_by(col(SearchGap.last_at).desc())
                )
                open_gaps = [(r.key, as_gap(r)) for r in session.exec(newest.limit(_MOST_CHECKED)).all()]
            found = {}
            for key, gap in open_gaps:
                for hit in self._finder.search(OPERATOR, gap.words, limit=_FIRST).hits:
                    entry = catalogue.entries.get(hit.slug)
                    if entry and entry.card.published_at >= gap.last_at and self._says(hit.slug, key):
                        found[gap.id] = hit.slug
                        break
            if found:
                with self._database.write() as session:
                    for gap_id, slug in found.items():
                        row = session.get(SearchGap, gap_id)
                        if row is not None and row.state == "open":
                            row.state, row.ended_at, row.slug = "closed", self._clock(), slug

    def _says(self, slug: str, key: str) -> bool:
        read = self._shelves.read(slug)
        if read is None:
            return False
        page, _ = read
        names = (page.source.title, *page.source.aliases, *page.source.tags)
        text = " ".join((*names, *(f"{part.heading} {part.text}" for part in page.sections)))
        return share_said(key, text) >= _SAID


def _is_gap(row: SearchGap) -> bool:
    return bool(row.in_vain or row.reported or row.again >= _NEEDED_AGAIN)


def _row(session: Session, gap_id: int) -> SearchGap:
    row = session.get(SearchGap, gap_id)
    if row is None:
        raise NoSuchGap(f"There is no gap number {gap_id}.")
    return row
