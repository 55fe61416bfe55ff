"""The writer's side: pages in, snapshots out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kb.search.entry import Entry, analyse, postings
from kb.search.lexicon import Lexicon, Numbering
from kb.search.segment import Postings, Segment
from kb.search.snapshot import Snapshot
from kb.search.titles import Titles
from kb.search.vocabulary import Shelf, Vocabulary
from kb.search.weights import FIELDS, STANDING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from kb.search.page import SearchPage

# Changed pages are kept apart until there are this many; then all lists are laid out anew.
MOST_CHANGED = 256


class Library:
    """Makes each snapshot from the last. Only the writer holds it, and only one at a time."""

    def __init__(self) -> None:
        self._lexicon = Lexicon()
        self._numbers: dict[str, int] = {}
        self._recent: dict[int, Postings] = {}  # of the changed pages, so that each is counted once
        self._base_pages = 0
        self._base_words = 0

    def filled_with(self, pages: Iterable[SearchPage]) -> Snapshot:
        """Return the first snapshot, of `pages`."""
        numberings: dict[str, Numbering] = {}
        entries: dict[str, Entry] = {}
        for page in pages:
            entries[page.slug] = analyse(page, self._lexicon, numberings)
        return self.laid_out(list(entries.values()))

    def laid_out(self, entries: list[Entry]) -> Snapshot:
        """Lay all lists out for these pages."""
        self._numbers = {entry.slug: number for number, entry in enumerate(entries)}
        self._base_pages = len(entries)
        self._base_words = len(self._lexicon.words)
        terms = self._lexicon.term_of.view()
        base = Segment.build([(n, postings(entry, terms, FIELDS)) for n, entry in enumerate(entries)])
        with_term = np.zeros(len(self._lexicon.terms), dtype=np.int32)
        with_term[base.terms] = np.diff(base.begins)
        with_word = np.zeros(self._base_words, dtype=np.int32)
        for entry in entries:
            with_word[np.unique(entry.tokens)] += 1
        in_title = np.zeros(self._base_words, dtype=np.int32)
        for entry in entries:
            in_title[_title_words(entry)] += 1
        return Snapshot(
            lexicon=self._lexicon,
            vocabulary=self._arranged(),
            entries=entries,
            alive=np.ones(len(entries), dtype=np.bool_),
            base=base,
            overlay=Segment.build([]),
            pages_with_term=with_term,
            pages_with_word=with_word,
            titles_with_word=in_title,
            titles=Titles.of((entry.folded_title, number) for number, entry in enumerate(entries)),
            standing=_standing(entries),
            count=len(entries),
        )

    def with_page(self, last: Snapshot, page: SearchPage) -> Snapshot:
        """Return `last` with this page in it, in the place of one with the same slug."""
        last = self.without(last, page.slug)
        entry = analyse(page, self._lexicon, {})
        if len(last.entries) - self._base_pages >= MOST_CHANGED:
            last = self._merged(last)
        number = len(last.entries)
        entries = [*last.entries, entry]
        self._numbers[page.slug] = number
        self._recent[number] = postings(entry, self._lexicon.term_of.view(), FIELDS)
        known = len(self._lexicon.words)
        return replace(
            last,
            vocabulary=Vocabulary(
                last.vocabulary.base, Shelf.arrange(self._lexicon, self._base_words, known)
            ),
            entries=entries,
            alive=np.append(last.alive, np.True_),
            overlay=Segment.build(list(self._recent.items())),
            pages_with_term=self._counted(
                last.pages_with_term, self._terms(entry), 1, len(self._lexicon.terms)
            ),
            pages_with_word=self._counted(last.pages_with_word, np.unique(entry.tokens), 1, known),
            titles_with_word=self._counted(last.titles_with_word, _title_words(entry), 1, known),
            titles=last.titles.added(entry.folded_title, number),
            standing=np.append(last.standing, _standing([entry])),
            count=last.count + 1,
        )

    def without(self, last: Snapshot, slug: str) -> Snapshot:
        """Return `last` without the page of this slug."""
        number = self._numbers.pop(slug, None)
        if number is None:
            return last
        self._recent.pop(number, None)
        entry = last.entries[number]
        alive = last.alive.copy()
        alive[number] = False
        return replace(
            last,
            alive=alive,
            pages_with_term=self._counted(last.pages_with_term, self._terms(entry), -1),
            pages_with_word=self._counted(last.pages_with_word, np.unique(entry.tokens), -1),
            titles_with_word=self._counted(last.titles_with_word, _title_words(entry), -1),
            titles=last.titles.removed(entry.folded_title, number),
            count=last.count - 1,
        )

    def _merged(self, last: Snapshot) -> Snapshot:
        """Return the same library with no page set apart, and those gone left out."""
        alive = last.alive
        number = np.where(alive, np.cumsum(alive) - 1, -1).astype(np.int32)
        entries = [entry for entry, lives in zip(last.entries, alive, strict=True) if lives]
        self._numbers = {slug: int(number[old]) for slug, old in self._numbers.items()}
        self._recent = {}
        self._base_pages = len(entries)
        self._base_words = len(self._lexicon.words)
        return replace(
            last,
            vocabulary=self._arranged(),
            entries=entries,
            alive=np.ones(len(entries), dtype=np.bool_),
            base=Segment.merged((last.base, last.overlay), number),
            overlay=Segment.build([]),
            titles=Titles.of((title, int(number[old])) for title, old in last.titles.order),
            standing=last.standing[alive],
        )

    def _arranged(self) -> Vocabulary:
        known = len(self._lexicon.words)
        return Vocabulary(
            Shelf.arrange(self._lexicon, 0, self._base_words),
            Shelf.arrange(self._lexicon, self._base_words, known),
        )

    def _terms(self, entry: Entry) -> NDArray[np.int32]:
        return np.unique(self._lexicon.term_of.view()[entry.tokens])

    @staticmethod
    def _counted(
        counts: NDArray[np.int32], numbers: NDArray[np.int32], change: int, size: int | None = None
    ) -> NDArray[np.int32]:
        new = np.zeros(size or len(counts), dtype=np.int32)
        new[: len(counts)] = counts
        new[numbers] += change
        return new


def _title_words(entry: Entry) -> NDArray[np.int32]:
    return np.unique(entry.tokens[: entry.title_end])


def _standing(entries: Iterable[Entry]) -> NDArray[np.float32]:
    return np.array([STANDING.get(entry.kind or "", 1.0) for entry in entries], dtype=np.float32)
