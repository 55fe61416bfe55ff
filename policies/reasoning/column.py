"""A column compiled: for every region of a fact's line, the set of rules whose cell accepts it, as bits.

The ends that cells name cut the line into points and the open stretches between them; inside one of these
regions no cell changes its mind, so a value is looked up by bisection and a region is as good as any value in
it.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from policies.spans import HIGHEST, LOWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policies.fact import Fact
    from policies.rule import Rule
    from policies.spans import Cut, Value


KEPT = 4096
"""Values of one fact whose rules are kept."""


class Column:
    """One fact's cells over all rules.

    `points` are the values at which some cell begins or ends (and the ends of the domain), ascending; region
    2i+1 is the point i itself, region 2i the stretch below it. `masks` has the accepting rules of each
    region, `uses` the rules with a condition on this fact, and `blank` those without.
    """

    __slots__ = ("blank", "comparable", "fact", "inhabited", "kept", "key", "masks", "points", "uses")

    def __init__(self, fact: Fact, rules: Sequence[Rule]) -> None:
        self.fact = fact
        self.key, self.comparable = fact.key, fact.comparable
        self.kept: dict[Value, int] = {}
        accepted = {
            bit: condition.accepts
            for bit, rule in enumerate(rules)
            for condition in rule.conditions
            if condition.fact is fact
        }
        ends = {value for spans in accepted.values() for value, _ in spans.cuts}
        ends.update(value for value, _ in fact.domain.cuts)
        self.points: list[Value] = sorted(ends - {LOWEST[0], HIGHEST[0]})
        self.uses = sum(1 << bit for bit in accepted)
        everybody = (1 << len(rules)) - 1
        switches: dict[int, int] = {}
        for bit, spans in accepted.items():
            for cut in spans.cuts:
                place = self._place(cut)
                switches[place] = switches.get(place, 0) ^ (1 << bit)
        self.masks: list[int] = []
        self.blank = accepting = everybody & ~self.uses
        for region in range(2 * len(self.points) + 1):
            accepting ^= switches.get(region, 0)
            self.masks.append(accepting)
        self.inhabited = [region for region in range(len(self.masks)) if self._inhabited(region)]

    def at(self, value: Value) -> int:
        """Return the rules whose cell accepts `value`, and keep the answer in `kept`."""
        if len(self.kept) >= KEPT:
            self.kept.clear()
        self.kept[value] = holding = self.masks[self.region(value)]
        return holding

    def region(self, value: Value) -> int:
        """Return the region that `value` lies in."""
        points = self.points
        place = bisect_left(points, value)
        return 2 * place + (place < len(points) and points[place] == value)

    def ends(self, region: int) -> tuple[Value | None, Value | None]:
        """Return the points a region lies between, None where it goes on for ever; a point lies between
        itself."""
        place, is_point = divmod(region, 2)
        if is_point:
            return self.points[place], self.points[place]
        below = self.points[place - 1] if place else None
        return below, self.points[place] if place < len(self.points) else None

    def _place(self, cut: Cut) -> int:
        """Return the first region that begins at a cut."""
        if cut == LOWEST:
            return 0
        if cut == HIGHEST:
            return 2 * len(self.points) + 1
        return 2 * bisect_left(self.points, cut[0]) + 1 + cut[1]

    def _inhabited(self, region: int) -> bool:
        low, high = self.ends(region)
        if low is not None and low == high:
            return low in self.fact.domain
        domain = self.fact.domain
        if self.fact.stepped:
            if low is not None and high is not None and high - low < 2:
                return False
            inner = low + 1 if low is not None else high - 1 if high is not None else 0
            return inner in domain
        cut = (low, 1) if low is not None else LOWEST
        return any(start <= cut < end for start, end in domain.pieces())
