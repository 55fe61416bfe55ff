"""A grid: the rows of a table over the axes of all the facts they have conditions on.

A box is a product of sets of values, one for each axis: a tuple of segments as bits, in the order of the
axes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from policies.analysis.axis import Axis
from policies.reasoning.judge import bits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policies.fact import Fact
    from policies.rule import Rule
    from policies.spans import Spans

Box: TypeAlias = tuple[int, ...]


def cells_of(rule: Rule) -> Mapping[str, Spans]:
    """Return a rule as a row: what it accepts of each fact, by key; one it has no condition on is missing."""
    return {condition.fact.key: condition.accepts for condition in rule.conditions}


class Grid:
    """Rows over axes, the axes that most rows use first: what they leave standing soon stands without
    conditions."""

    def __init__(self, facts: Sequence[Fact], rows: Sequence[Mapping[str, Spans]]) -> None:
        self.rows = len(rows)
        self.everyone = (1 << len(rows)) - 1
        accepted: dict[str, dict[int, Spans]] = {}
        for bit, row in enumerate(rows):
            for key, spans in row.items():
                accepted.setdefault(key, {})[bit] = spans
        self.facts = {fact.key: fact for fact in facts}
        axes = [Axis(fact, accepted[fact.key], self.everyone) for fact in facts if fact.key in accepted]
        self.axes = tuple(sorted(axes, key=lambda axis: -axis.uses.bit_count()))
        self.everywhere: Box = tuple(axis.everywhere for axis in self.axes)
        self.boxes = self._boxes()

    def _boxes(self) -> tuple[Box, ...]:
        """Return every row's own box."""
        by_axis = []
        for axis in self.axes:
            places = [0 if axis.uses >> bit & 1 else axis.everywhere for bit in range(self.rows)]
            for place, mask in enumerate(axis.masks):
                for bit in bits_of(mask & axis.uses):
                    places[bit] |= 1 << place
            by_axis.append(places)
        return tuple(zip(*by_axis, strict=True)) if by_axis else ((),) * self.rows

    def standing(self, box: Box) -> int:
        """Return the rows whose box meets this one, as bits."""
        rows = self.everyone
        for axis, places in zip(self.axes, box, strict=True):
            if places != axis.everywhere:
                rows &= union_of(mask for mask, own in axis.branches if own & places)
        return rows

    def done(self, order: Sequence[int]) -> list[int]:
        """Return, for each place in an order of axes and the end, the rows without a condition from
        there on."""
        rows = [self.everyone]
        for at in reversed(order):
            rows.append(rows[-1] & ~self.axes[at].uses)
        return rows[::-1]

    def widened(self, box: Box, rows: int) -> Box:
        """Return a largest box around one that none of `rows` meets: facts that can go free do, the others
        as far as they can.
        """
        meeting = [
            union_of(mask for mask, own in axis.branches if own & places) & rows
            for axis, places in zip(self.axes, box, strict=True)
        ]
        wide = list(box)
        for fully in (True, False):
            for at in reversed(range(len(self.axes))):
                others = rows
                for other, mask in enumerate(meeting):
                    others &= mask if other != at else rows
                free = self.axes[at].away_from(others)
                if free == self.axes[at].everywhere or not fully:
                    wide[at] = free
                    meeting[at] = union_of(mask for mask, own in self.axes[at].branches if own & free) & rows
        return tuple(wide)

    def spans(self, box: Box) -> dict[str, Spans]:
        """Return a box as sets of values by fact key; only the facts it narrows are in it."""
        return {
            axis.fact.key: axis.spans(places)
            for axis, places in zip(self.axes, box, strict=True)
            if places != axis.everywhere
        }


def meet(one: Box, other: Box) -> Box | None:
    """Return what two boxes share, or None where that is nothing."""
    shared = tuple(here & there for here, there in zip(one, other, strict=True))
    return shared if all(shared) else None


def union_of(masks: Iterable[int]) -> int:
    """Return all bits that any mask has."""
    found = 0
    for mask in masks:
        found |= mask
    return found
