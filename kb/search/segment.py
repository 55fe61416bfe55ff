"""Inverted lists in parallel arrays: for each stem its pages, how often it is in each field, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from kb.search.ragged import Numbers

TITLE, HEADING, LABEL, BODY = range(4)
_MOVED_AT_ONCE = 1 << 17


class Postings(NamedTuple):
    """One page's stems in order, how often each stands in each field (a row each), and where."""

    terms: NDArray[np.int32]
    counts: NDArray[np.uint8]
    lengths: NDArray[np.int32]
    places: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of some stems, one after the other: `which` says whose each row is, `row` where it lies."""

    segment: Segment
    pages: NDArray[np.intp]
    counts: NDArray[np.uint8]
    which: NDArray[np.intp]
    row: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Segment:
    """Compressed rows: the list of stem `t` is `pages[begins[t]:begins[t + 1]]`.

    `counts` has a row a field; the places of a stem in a page end in `places`
    where `ends` says.
    """

    begins: NDArray[np.int32]
    pages: Numbers
    counts: NDArray[np.uint8]
    ends: NDArray[np.int32]
    places: NDArray[np.uint16]

    @classmethod
    def build(cls, rows: Iterable[tuple[int, Postings]]) -> Segment:
        """Invert what each page number has."""
        rows = list(rows)
        if not rows:
            nothing = np.zeros(0, dtype=np.int32)
            counts = np.zeros((4, 0), dtype=np.uint8)
            return cls(np.zeros(1, np.int32), nothing, counts, nothing, nothing.astype(np.uint16))
        numbers = np.array([row[0] for row in rows], dtype=np.int32)
        return cls._sorted(
            np.concatenate([row[1].terms for row in rows]),
            np.repeat(numbers, [len(row[1].terms) for row in rows]),
            np.concatenate([row[1].counts for row in rows], axis=1),
            np.concatenate([row[1].lengths for row in rows]),
            np.concatenate([row[1].places for row in rows]),
        )

    @classmethod
    def merged(cls, parts: Sequence[Segment], number: NDArray[np.int32]) -> Segment:
        """Join segments, giving page `n` the number `number[n]` and leaving it out where that is negative."""
        terms = np.concatenate([part.terms() for part in parts])
        pages = number[np.concatenate([part.pages for part in parts])]
        lengths = np.concatenate([np.diff(part.ends, prepend=np.int32(0)) for part in parts])
        counts = np.concatenate([part.counts for part in parts], axis=1)
        places = np.concatenate([part.places for part in parts])
        kept = pages >= 0
        if not kept.all():
            places = places[np.repeat(kept, lengths)]
        return cls._sorted(terms[kept], pages[kept], counts[:, kept], lengths[kept], places)

    @classmethod
    def _sorted(
        cls,
        terms: NDArray[np.int32],
        pages: NDArray[np.int32],
        counts: NDArray[np.uint8],
        lengths: NDArray[np.int32],
        places: NDArray[np.uint16],
    ) -> Segment:
        order = np.argsort(terms, kind="stable")
        begins = np.zeros(int(terms.max(initial=-1)) + 2, dtype=np.int32)
        np.cumsum(np.bincount(terms, minlength=len(begins) - 1), out=begins[1:])
        starts = np.cumsum(lengths, dtype=np.int32) - lengths
        moved = np.empty_like(places)
        done = 0
        for at in range(0, len(order), _MOVED_AT_ONCE):  # in parts, as the row numbers take much room
            part = order[at : at + _MOVED_AT_ONCE]
            rows = spread(starts[part], lengths[part])
            moved[done : done + len(rows)] = places[rows]
            done += len(rows)
        ends = np.cumsum(lengths[order], dtype=np.int32)
        narrow = np.uint16 if int(pages.max(initial=0)) <= np.iinfo(np.uint16).max else np.int32
        return cls(begins, pages[order].astype(narrow), counts[:, order], ends, moved)

    def terms(self) -> NDArray[np.int32]:
        """Return the stem of each row."""
        return np.repeat(np.arange(len(self.begins) - 1, dtype=np.int32), np.diff(self.begins))

    def lists(self, terms: NDArray[np.int32]) -> Lists | None:
        """Return the lists of these stems, one after the other; None when no page has any."""
        known = len(self.begins) - 1
        if not known:
            return None
        begins = self.begins[np.minimum(terms, known)]
        lengths = self.begins[np.minimum(terms + 1, known)] - begins
        if not lengths.any():
            return None
        if len(terms) == 1:
            part = slice(int(begins[0]), int(begins[0] + lengths[0]))
            row, which = np.arange(part.start, part.stop), np.zeros(int(lengths[0]), np.intp)
            return Lists(self, self.pages[part].astype(np.intp), self.counts[:, part], which, row)
        row, which = spread(begins, lengths), np.repeat(np.arange(len(terms)), lengths)
        return Lists(self, self.pages[row].astype(np.intp), self.counts[:, row], which, row)

    def where(self, rows: NDArray[np.intp]) -> tuple[NDArray[np.uint16], Numbers]:
        """Return the places of these rows, and how many each has."""
        begins = np.where(rows > 0, self.ends[rows - 1], 0)
        lengths = self.ends[rows] - begins
        return self.places[spread(begins, lengths)], lengths


def spread(begins: Numbers, lengths: Numbers) -> NDArray[np.intp]:
    """Return the numbers of all ranges that begin at `begins`, one range after the other.

    >>> spread(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    rows: NDArray[np.intp] = np.arange(total) + np.repeat(begins - ends + lengths, lengths)
    return rows
