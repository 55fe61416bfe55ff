"""The budget of an analysis: steps are counted, so the same pages are answered or refused alike on every
machine."""

from __future__ import annotations


class TooComplex(Exception):  # noqa: N818 - it never leaves the package: it becomes a finding by that name
    """An exact answer would take more steps than the budget has."""


class Meter:
    """Counts steps and stops at the budget; one step is about a microsecond or two.

    A meter may draw on another, larger one: then both stop it.
    """

    __slots__ = ("_larger", "left")

    def __init__(self, budget: int, larger: Meter | None = None) -> None:
        self.left = budget
        self._larger = larger

    def spend(self, steps: int = 1) -> None:
        """Take steps from the budget.

        Raises:
            TooComplex: there are not so many left.
        """
        self.left -= steps
        if self.left < 0:
            raise TooComplex
        if self._larger is not None:
            self._larger.spend(steps)
