"""The writer's side: pages in, snapshots out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kb.search.entry import Entry, analyse, postings
from kb.search.lexicon import Lexicon, Numbering
from kb.search.segment import Segment
from kb.search.snapshot import Snapshot
from kb.search.titles import Titles
from kb.search.tokens import title_key
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
        self._base_pages = 0
        self._base_words = 0

    def filled_with(self, pages: Iterable[SearchPage]) -> Snapshot:
        """Return the first snapshot, of `pages`."""
        numberings: dict[str, Numbering] = {}
        entries: dict[str, Entry] = {}
        for page in pages:
            entries[page.slug] = analyse(page, self._lexicon, numberings)
        return self.compacted(list(entries.values()))

    def compacted(self, entries: list[Entry] | None = None) -> Snapshot:
        """Lay all lists out anew, for these pages."""
        entries = entries or []
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
            vocabulary=Vocabulary(
                Shelf.arrange(self._lexicon, 0, self._base_words),
                Shelf.arrange(self._lexicon, self._base_words, self._base_words),
            ),
            entries=entries,
            alive=np.ones(len(entries), dtype=np.bool_),
            base=base,
            overlay=Segment.build([]),
            pages_with_term=with_term,
            pages_with_word=with_word,
            titles_with_word=in_title,
            titles=Titles.of((title_key(entry.title), number) for number, entry in enumerate(entries)),
            standing=_standing(entries),
            count=len(entries),
        )

    def with_page(self, last: Snapshot, page: SearchPage) -> Snapshot:
        """Return `last` with this page in it, in the place of one with the same slug."""
        last = self.without(last, page.slug)
        entry = analyse(page, self._lexicon, {})
        if len(last.entries) - self._base_pages >= MOST_CHANGED:
            return self.compacted([*self._living(last), entry])
        number = len(last.entries)
        entries = [*last.entries, entry]
        self._numbers[page.slug] = number
        alive = np.append(last.alive, np.True_)
        known = len(self._lexicon.words)
        return replace(
            last,
            vocabulary=Vocabulary(
                last.vocabulary.base, Shelf.arrange(self._lexicon, self._base_words, known)
            ),
            entries=entries,
            alive=alive,
            overlay=self._overlay(entries, alive),
            pages_with_term=self._counted(
                last.pages_with_term, self._terms(entry), 1, len(self._lexicon.terms)
            ),
            pages_with_word=self._counted(last.pages_with_word, np.unique(entry.tokens), 1, known),
            titles_with_word=self._counted(last.titles_with_word, _title_words(entry), 1, known),
            titles=last.titles.added(title_key(entry.title), number),
            standing=np.append(last.standing, _standing([entry])),
            count=last.count + 1,
        )

    def without(self, last: Snapshot, slug: str) -> Snapshot:
        """Return `last` without the page of this slug."""
        number = self._numbers.pop(slug, None)
        if number is None:
            return last
        entry = last.entries[number]
        alive = last.alive.copy()
        alive[number] = False
        return replace(
            last,
            alive=alive,
            pages_with_term=self._counted(last.pages_with_term, self._terms(entry), -1),
            pages_with_word=self._counted(last.pages_with_word, np.unique(entry.tokens), -1),
            titles_with_word=self._counted(last.titles_with_word, _title_words(entry), -1),
            titles=last.titles.removed(title_key(entry.title), number),
            count=last.count - 1,
        )

    def _overlay(self, entries: list[Entry], alive: NDArray[np.bool_]) -> Segment:
        terms = self._lexicon.term_of.view()
        changed = range(self._base_pages, len(entries))
        return Segment.build([(n, postings(entries[n], terms, FIELDS)) for n in changed if alive[n]])

    def _terms(self, entry: Entry) -> NDArray[np.int32]:
        return np.unique(self._lexicon.term_of.view()[entry.tokens])

    @staticmethod
    def _living(snapshot: Snapshot) -> list[Entry]:
        return [entry for entry, lives in zip(snapshot.entries, snapshot.alive, strict=True) if lives]

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
