"""Inverted lists in parallel arrays: for each stem the pages, and how often it stands in each field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Postings = tuple[NDArray[np.int32], NDArray[np.uint8]]

TITLE, HEADING, LABEL, BODY = range(4)


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of some stems, one after the other: `which` says whose each row is."""

    pages: NDArray[np.int32]
    counts: NDArray[np.uint8]
    which: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Segment:
    """Compressed rows: the list of stem `t` is `pages[begins[t]:begins[t + 1]]`; `counts` has a column a field."""

    begins: NDArray[np.int32]
    pages: NDArray[np.int32]
    counts: NDArray[np.uint8]

    @classmethod
    def build(cls, rows: Iterable[tuple[int, Postings]]) -> Segment:
        """Invert the stems and counts of each page number."""
        rows = list(rows)
        if not rows:
            nothing = np.zeros(0, dtype=np.int32)
            return cls(np.zeros(1, dtype=np.int32), nothing, np.zeros((0, 4), dtype=np.uint8))
        terms = np.concatenate([row[1][0] for row in rows])
        numbers = np.array([row[0] for row in rows], dtype=np.int32)
        pages = np.repeat(numbers, [len(row[1][0]) for row in rows])
        return cls._sorted(terms, pages, np.concatenate([row[1][1] for row in rows]))

    @classmethod
    def merged(cls, parts: Sequence[Segment], number: NDArray[np.int32]) -> Segment:
        """Join segments, giving page `n` the number `number[n]` and leaving it out where that is negative."""
        terms = np.concatenate([part.terms() for part in parts])
        pages = number[np.concatenate([part.pages for part in parts])]
        kept = pages >= 0
        return cls._sorted(terms[kept], pages[kept], np.concatenate([part.counts for part in parts])[kept])

    @classmethod
    def _sorted(
        cls, terms: NDArray[np.int32], pages: NDArray[np.int32], counts: NDArray[np.uint8]
    ) -> Segment:
        order = np.argsort(terms, kind="stable")
        begins = np.zeros(int(terms.max(initial=-1)) + 2, dtype=np.int32)
        np.cumsum(np.bincount(terms, minlength=len(begins) - 1), out=begins[1:])
        return cls(begins, pages[order], counts[order])

    def terms(self) -> NDArray[np.int32]:
        """Return the stem of each row."""
        return np.repeat(np.arange(len(self.begins) - 1, dtype=np.int32), np.diff(self.begins))

    def lists(self, terms: NDArray[np.int32]) -> Lists | None:
        """Return the lists of these stems, one after the other; None when no page has any."""
        known = len(self.begins) - 1
        if len(terms) == 1:
            term = int(terms[0])
            part = slice(self.begins[term], self.begins[term + 1]) if term < known else slice(0)
            pages = self.pages[part]
            return Lists(pages, self.counts[part], np.zeros(len(pages), np.intp)) if len(pages) else None
        if not known:
            return None
        begins = self.begins[np.minimum(terms, known)]
        lengths = self.begins[np.minimum(terms + 1, known)] - begins
        ends = np.cumsum(lengths)
        if not len(ends) or not ends[-1]:
            return None
        rows = np.arange(ends[-1]) + np.repeat(begins - ends + lengths, lengths)
        return Lists(self.pages[rows], self.counts[rows], np.repeat(np.arange(len(terms)), lengths))
