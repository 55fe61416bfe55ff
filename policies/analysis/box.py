"""Boxes merged: the same cases in fewer words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policies.analysis.grid import Box
    from policies.analysis.meter import Meter


def merged(boxes: Iterable[Box], meter: Meter) -> list[Box]:
    """Return disjoint boxes that hold the same cases; two that differ on one axis alone become one.

    The result is in ascending order and does not depend on the order of what comes in.
    """
    found = sorted(boxes)
    while True:
        before = len(found)
        for axis in range(len(found[0]) if found else 0):
            meter.spend(len(found))
            found = _along(found, axis)
        if len(found) == before:
            return sorted(found)


def _along(boxes: list[Box], axis: int) -> list[Box]:
    by_rest: dict[Box, int] = {}
    for box in boxes:
        rest = (*box[:axis], *box[axis + 1 :])
        by_rest[rest] = by_rest.get(rest, 0) | box[axis]
    return [(*rest[:axis], places, *rest[axis:]) for rest, places in by_rest.items()]
