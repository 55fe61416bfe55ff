"""An axis: one fact's values in classes that no cell tells apart, and each class's rules in words."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from policies.batch.intake import Given
    from policies.reasoning.column import Column

OUTSIDE = 0
"""The class of values that the fact cannot have."""
TABLE = 2**21
"""Whole values looked up in a table rather than searched for, if the domain has no more of them."""


class Axis:
    """One fact's classes; class 0 is of values it cannot have.

    `masks` has, for every word in which the fact matters, the rules that accept each class. `order` says
    which rule each bit stands for, 64 to a word, -1 for none.
    """

    def __init__(self, column: Column, order: NDArray[np.int64]) -> None:
        self.fact = column.fact
        self._column = column
        self._class_of_region, rules = _classes(column)
        words = _words([*rules, (1 << len(order)) - 1], order)
        everyone = words[:, -1:]
        self.classes = len(rules)
        self.masks = [
            (place, masks) for place, masks in enumerate(words) if (masks[1:] != everyone[place]).any()
        ]
        self._points = column.points
        self._above = np.array([_clamped(floor(point) + 1) for point in column.points], np.int64)
        self._reached = np.array([_clamped(ceil(point)) for point in column.points], np.int64)
        self._table, self._first = self._tabulated()

    def classify(self, given: Given, rows: slice) -> NDArray[np.intp]:
        """Return the class of every row's value."""
        if given.floats is not None:
            return self._of_floats(given.floats[rows])
        numbers = given.numbers[rows]
        if given.distinct:
            return self._of_values(given.distinct).take(numbers)
        if self._table is None:
            return self._class_of_region.take(self._regions(numbers))
        places = numbers - self._first
        classes = self._table.take(places, mode="clip").astype(np.intp)
        if places.size and (places.min() < 0 or places.max() >= len(self._table)):
            classes[(places < 0) | (places >= len(self._table))] = OUTSIDE
        return classes

    def _regions(self, numbers: NDArray[np.int64]) -> NDArray[np.intp]:
        """Twice the points below a whole number, and one more if it is a point."""
        below = np.searchsorted(self._above, numbers, "right")
        return below + np.searchsorted(self._reached, numbers, "right")

    def _of_floats(self, floats: NDArray[np.float64]) -> NDArray[np.intp]:
        """A float means its shortest decimal; a point may have the same float and another decimal."""
        points = np.array([float(point) for point in self._points])
        below = np.searchsorted(points, floats, "left")
        classes = self._class_of_region.take(below + np.searchsorted(points, floats, "right"))
        for number in {
            near
            for point, near in zip(self._points, points.tolist(), strict=True)
            if Decimal(repr(near)) != point
        }:
            close = floats == number
            if close.any():
                (exact,) = self._of_values((Decimal(repr(number)),))
                classes[close] = exact
        return classes

    def _of_values(self, values: Sequence[int | Decimal]) -> NDArray[np.intp]:
        regions = [self._column.region(value) for value in values]
        return self._class_of_region.take(np.array(regions, np.intp))

    def _tabulated(self) -> tuple[NDArray[np.uint16] | None, int]:
        low, high = self.fact.lowest, self.fact.highest
        if low is None or high is None or high - low >= TABLE or self.classes > 2**16:
            return None, 0
        first, last = ceil(low), floor(high)
        numbers = np.arange(first, last + 1, dtype=np.int64)
        table = self._class_of_region.take(self._regions(numbers)).astype(np.uint16)
        return (table, first) if len(table) else (None, 0)


def _classes(column: Column) -> tuple[NDArray[np.intp], list[int]]:
    """Return the class of every region, and the rules of every class; regions of equal rules share one."""
    inhabited = set(column.inhabited)
    classes: dict[int, int] = {}
    found = [
        classes.setdefault(mask, len(classes) + 1) if region in inhabited else OUTSIDE
        for region, mask in enumerate(column.masks)
    ]
    return np.array(found, np.intp), [0, *classes]


def _words(rules: list[int], order: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return sets of rules as 64-bit words, their bits put in order."""
    size = -(-len(order) // 8)
    packed = np.empty((len(order) // 64, len(rules)), np.uint64)
    for at, mask in enumerate(rules):
        bits = np.unpackbits(np.frombuffer(mask.to_bytes(size, "little"), np.uint8), bitorder="little")
        chosen = np.where(order < 0, 0, bits[order]).astype(np.uint8)
        packed[:, at] = np.packbits(chosen, bitorder="little").view(np.uint64)
    return packed


def _clamped(number: int) -> int:
    """Return a point that 64 bits can hold: values beyond are never taken in."""
    return max(-(2**62), min(2**62, number))
