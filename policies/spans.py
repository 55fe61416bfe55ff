"""Sets of values as sorted cuts: what a condition cell accepts, exactly.

Every type of fact is put on a line: numbers as decimals, money in minor units, dates as ordinals, choices and
yes/no by their place. A cut stands just before (side 0) or just after (side 1) a value; a set is an even
number of cuts in ascending order, and holds what lies between the first and the second, the third and the
fourth, …

    < 30, 40   ->   (-inf,0) (30,0)   (40,0) (40,1)

On a stepped line (everything but numbers) `after 40` is `before 41`, so equal sets have equal cuts.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Value: TypeAlias = int | Decimal
Cut: TypeAlias = tuple[Value, int]

LOWEST: Cut = (Decimal("-Infinity"), 0)
HIGHEST: Cut = (Decimal("Infinity"), 1)


@dataclass(frozen=True, slots=True)
class Spans:
    """An immutable set of values; `cuts` is its one canonical form."""

    cuts: tuple[Cut, ...] = ()

    def __contains__(self, value: Value) -> bool:
        return bisect_right(self.cuts, (value, 0)) % 2 == 1

    def __bool__(self) -> bool:
        return bool(self.cuts)

    def __and__(self, other: Spans) -> Spans:
        return _sweep((self, other), need=2)

    def __or__(self, other: Spans) -> Spans:
        return _sweep((self, other), need=1)

    def __sub__(self, other: Spans) -> Spans:
        return self & ~other

    def __invert__(self) -> Spans:
        """Everything else on the whole line."""
        cuts = list(self.cuts)
        for end in (LOWEST, HIGHEST):
            if end in cuts:
                cuts.remove(end)
            else:
                cuts.append(end)
        return Spans(tuple(sorted(cuts)))

    def pieces(self) -> tuple[tuple[Cut, Cut], ...]:
        """Return the spans one by one, lowest first."""
        return tuple(zip(self.cuts[::2], self.cuts[1::2], strict=True))


EVERYTHING = Spans((LOWEST, HIGHEST))


def union(sets: Iterable[Spans]) -> Spans:
    """Return what any of the sets holds."""
    return _sweep(tuple(sets), need=1)


def between(low: Cut, high: Cut, *, stepped: bool) -> Spans:
    """Return the span from one cut to another, empty where they are reversed."""
    if stepped:
        low, high = _step(low), _step(high)
    return Spans((low, high)) if low < high else Spans()


def _step(cut: Cut) -> Cut:
    value, side = cut
    return (value + 1, 0) if side and cut != HIGHEST else cut


def _sweep(sets: tuple[Spans, ...], need: int) -> Spans:
    events = sorted((cut, 1 - 2 * (place % 2)) for spans in sets for place, cut in enumerate(spans.cuts))
    cuts: list[Cut] = []
    depth = 0
    for cut, change in events:
        before, depth = depth, depth + change
        if (before >= need) != (depth >= need):
            if cuts and cuts[-1] == cut:
                cuts.pop()
            else:
                cuts.append(cut)
    return Spans(tuple(cuts))
