"""An axis: one fact's line cut into segments inside which no row changes its mind.

The cuts are those that some cell or the fact's domain makes. Segments are the bits of a number, lowest
first, and so are rows: `masks` has the rows that accept each segment, a `Branch` the segments that the same
rows accept.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from policies.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policies.fact import Fact
    from policies.spans import Cut


class Branch(NamedTuple):
    """Segments of an axis, as bits, that exactly the rows of `mask` accept."""

    mask: int
    places: int


class Axis:
    """One fact's cells over all rows.

    Args:
        fact: whose line it is; only its domain is cut up.
        accepted: what each row with a condition on the fact accepts, by the row's bit.
        everyone: all rows, as bits.
    """

    __slots__ = ("branches", "everywhere", "fact", "masks", "segments", "uses")

    def __init__(self, fact: Fact, accepted: Mapping[int, Spans], everyone: int) -> None:
        self.fact = fact
        self.uses = sum(1 << bit for bit in accepted)
        switches: dict[Cut, int] = dict.fromkeys(fact.domain.cuts, 0)
        for bit, spans in accepted.items():
            for cut in spans.cuts:
                switches[cut] = switches.get(cut, 0) ^ (1 << bit)
        cuts = sorted(switches)
        inside = set(fact.domain.cuts)
        self.segments: list[tuple[Cut, Cut]] = []
        self.masks: list[int] = []
        accepting, within = everyone & ~self.uses, False
        for low, high in pairwise(cuts):
            accepting ^= switches[low]
            within ^= low in inside
            if within:
                self.segments.append((low, high))
                self.masks.append(accepting)
        self.everywhere = (1 << len(self.segments)) - 1
        self.branches = _branches(self.masks, self.everywhere)

    def spans(self, places: int) -> Spans:
        """Return segments as a set of values."""
        cuts: list[Cut] = []
        for place, (low, high) in enumerate(self.segments):
            if places >> place & 1:
                if cuts and cuts[-1] == low:
                    cuts.pop()
                else:
                    cuts.append(low)
                cuts.append(high)
        return Spans(tuple(cuts))

    def away_from(self, rows: int) -> int:
        """Return the segments that none of some rows accepts."""
        return sum(places for mask, places in self.branches if not mask & rows)

    def narrowed(self, places: int, rows: int) -> tuple[Branch, ...]:
        """Return the branches within some segments, told apart by some rows only."""
        found: dict[int, int] = {}
        for mask, own in self.branches:
            if own & places:
                key = mask & rows
                found[key] = found.get(key, 0) | (own & places)
        return tuple(Branch(mask, own) for mask, own in found.items())


def _branches(masks: list[int], everywhere: int) -> tuple[Branch, ...]:
    found: dict[int, int] = {}
    for place, mask in enumerate(masks):
        found[mask] = found.get(mask, 0) | (1 << place)
    assert sum(found.values()) == everywhere, "every segment is in one branch"  # noqa: S101 - an invariant
    return tuple(Branch(mask, places) for mask, places in found.items())
