"""Outside: a case of a box that some rows leave open, or the proof that together they cover it.

Facts that only conditions use are asked first: of two ways on, the one that leaves fewer rows standing is
enough. Facts that contested amounts use come last, because there it matters where exactly a case lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.reasoning.judge import bits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from policies.analysis.axis import Branch
    from policies.analysis.grid import Box, Grid
    from policies.analysis.meter import Meter
    from policies.spans import Spans


@dataclass(frozen=True, slots=True)
class Found:
    """A case in the open: any of `box`, with the values of `exactly`."""

    box: Box
    exactly: Mapping[str, Fraction]


class Outside:
    """One search.

    Args:
        grid: the rows and axes.
        box: where to look.
        covers: rows that cover whatever they accept, as bits.
        contests: rows that cover only where they win a contest, as bits.
        priced: the facts that contest is about, by key.
        fight: given a box and contesting rows, the values at which none of them covers, or None.
        meter: counts the branches looked at.

    `used` are rows that closed a branch in the proof: together with the contests, enough to cover the box.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - one search is all these
        self,
        grid: Grid,
        box: Box,
        covers: int,
        contests: int,
        priced: frozenset[str],
        fight: Callable[[Mapping[str, Spans], int], Mapping[str, Fraction] | None],
        meter: Meter,
    ) -> None:
        standing = grid.standing(box)
        self._grid, self._box, self._fight, self._meter = grid, list(box), fight, meter
        self._covers, self._contests = covers & standing, contests & standing
        rows = self._covers | self._contests
        asked = [at for at, axis in enumerate(grid.axes) if axis.uses & rows]
        late = priced if self._contests else frozenset()
        self._order = sorted(
            asked, key=lambda at: (grid.axes[at].fact.key in late, -(grid.axes[at].uses & rows).bit_count())
        )
        self._plain = sum(grid.axes[at].fact.key not in late for at in self._order)
        self._done = grid.done(self._order)
        self._branches: list[tuple[Branch, ...]] = [
            grid.axes[at].narrowed(box[at], rows) for at in self._order
        ]
        meter.spend(sum(len(grid.axes[at].branches) for at in self._order) // 4 + 1)
        self._covered: set[tuple[int, int]] = set()
        self.used = 0

    def case(self) -> Found | None:
        """Return a case in the open, or None if there is none.

        Raises:
            TooComplex: the meter has run out.
        """
        return self._descend(0, self._covers | self._contests)

    def _descend(self, level: int, live: int) -> Found | None:
        closing = live & self._covers & self._done[level]
        if closing:
            self.used |= closing & self.used or closing & -closing
            return None
        if not live:
            return Found(tuple(self._box), {})
        if level == len(self._order):
            exactly = self._fight(self._grid.spans(tuple(self._box)), live)
            if exactly is None:
                self.used |= live
                return None
            return Found(tuple(self._box), exactly)
        if level < self._plain or not live & self._contests:
            return self._plainly(level, live)
        return self._each(level, live)

    def _plainly(self, level: int, live: int) -> Found | None:
        """Go on where values do not matter: only ways that no other way tried leaves less of."""
        if (level, live) in self._covered:
            return None
        lefts: dict[int, int] = {}
        for mask, places in self._branches[level]:
            lefts.setdefault(live & mask, places)
        self._meter.spend(len(self._branches[level]))
        tried: list[int] = []
        for left in sorted(lefts, key=int.bit_count):
            if not any(other & left == other for other in tried):
                tried.append(left)
                if (found := self._try(level, lefts[left], left)) is not None:
                    return found
        self._covered.add((level, live))
        return None

    def _each(self, level: int, live: int) -> Found | None:
        """Go on where a contest depends on the values: every way."""
        lefts: dict[int, int] = {}
        for mask, places in self._branches[level]:
            lefts[live & mask] = lefts.get(live & mask, 0) | places
        self._meter.spend(len(self._branches[level]))
        for left, places in lefts.items():
            if (found := self._try(level, places, left)) is not None:
                return found
        return None

    def _try(self, level: int, places: int, left: int) -> Found | None:
        at = self._order[level]
        before = self._box[at]
        self._box[at] = places
        found = self._descend(level + 1, left)
        self._box[at] = before
        return found


def nobody(_box: Mapping[str, Spans], _rows: int) -> None:
    """Fight no contest: for searches in which every row covers all it accepts."""


def smallest_cover(rows: int, still_covers: Callable[[int], bool]) -> int:
    """Return a part of `rows` that still covers and from which none can be left out; the first rows go
    last."""
    for bit in reversed(tuple(bits_of(rows))):
        if still_covers(rows & ~(1 << bit)):
            rows &= ~(1 << bit)
    return rows
