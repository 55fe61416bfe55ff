"""Inverted lists in three parallel arrays: for each stem the pages, the impacts, the fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Postings = tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class Segment:
    """Compressed rows: the list of `terms[i]` is `pages[begins[i]:begins[i + 1]]`."""

    terms: NDArray[np.int32]
    begins: NDArray[np.int64]
    pages: NDArray[np.int32]
    impacts: NDArray[np.float32]
    fields: NDArray[np.uint8]

    @classmethod
    def build(cls, rows: Sequence[tuple[int, Postings]]) -> Segment:
        """Invert what `postings` gave for each page number."""
        if not rows:
            nothing = np.zeros(0, dtype=np.int32)
            return cls(
                nothing, np.zeros(1, np.int64), nothing, nothing.astype(np.float32), nothing.astype(np.uint8)
            )
        terms = np.concatenate([row[1][0] for row in rows])
        pages = np.repeat(
            np.array([row[0] for row in rows], dtype=np.int32), [len(row[1][0]) for row in rows]
        )
        impacts = np.concatenate([row[1][1] for row in rows])
        return cls._sorted(terms, pages, impacts, np.concatenate([row[1][2] for row in rows]))

    @classmethod
    def merged(cls, parts: Sequence[Segment], number: NDArray[np.int32]) -> Segment:
        """Join segments, giving page `n` the number `number[n]` and leaving it out where that is negative."""
        terms = np.concatenate([np.repeat(part.terms, np.diff(part.begins)) for part in parts])
        pages = number[np.concatenate([part.pages for part in parts])]
        kept = pages >= 0
        impacts = np.concatenate([part.impacts for part in parts])[kept]
        return cls._sorted(terms[kept], pages[kept], impacts, np.concatenate([p.fields for p in parts])[kept])

    @classmethod
    def _sorted(
        cls,
        terms: NDArray[np.int32],
        pages: NDArray[np.int32],
        impacts: NDArray[np.float32],
        fields: NDArray[np.uint8],
    ) -> Segment:
        order = np.argsort(terms, kind="stable")
        distinct, first = np.unique(terms[order], return_index=True)
        begins = np.append(first, len(terms)).astype(np.int64)
        return cls(distinct, begins, pages[order], impacts[order], fields[order])

    def postings(self, term: int) -> Postings | None:
        """Return the pages, impacts and fields of a stem; None when no page has it."""
        at = int(self.terms.searchsorted(term))
        if at == len(self.terms) or self.terms[at] != term:
            return None
        part = slice(self.begins[at], self.begins[at + 1])
        return self.pages[part], self.impacts[part], self.fields[part]
