"""The nearest rule: which row came closest to giving a remedy, and which of its cells failed by how much."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from policies.reasoning.failing import FailedCell, ShortRole, distance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policies.reasoning.standing import Standing
    from policies.rule import Condition, Rule

TIES = 64
"""Rows with equally few failing cells that are compared by distance; of more, the first in the table are."""
FEW = 8
"""Rows among which it is not worth cutting everything down to the part of the table they are in."""


class Nearest:
    """The rule nearest to giving a remedy: `holds` of its `of` conditions do, `failed` are the others."""

    __slots__ = ("_bit", "_search")

    def __init__(self, search: Search, bit: int) -> None:
        self._search = search
        self._bit = bit

    @property
    def rule(self) -> Rule:
        """The rule."""
        return self._search.rule(self._bit)

    @property
    def conditions(self) -> list[Condition]:
        """Its cells that fail."""
        return self._search.failing(self._bit)

    @property
    def short(self) -> ShortRole | None:
        """That its authority is not the acting role's, where it is not."""
        return self._search.short(self._bit)

    @property
    def of(self) -> int:
        """How many conditions it has, that of the role included where it fails."""
        return len(self.rule.conditions) + (self.short is not None)

    @property
    def holds(self) -> int:
        """How many of them hold."""
        return len(self.rule.conditions) - len(self.conditions)

    @property
    def failed(self) -> tuple[FailedCell | ShortRole, ...]:
        """The others."""
        known, short = self._search.known, self.short
        cells = [FailedCell(each, known.get(each.fact.key)) for each in self.conditions]
        return (*cells, short) if short else tuple(cells)

    @property
    def words(self) -> str:
        """Say it: `3 of 4 conditions hold: order value 82.00 is above 75.00`."""
        verb = "condition holds" if self.of == 1 else "conditions hold"
        return f"{self.holds} of {self.of} {verb}: " + "; ".join(cell.words for cell in self.failed)

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        failed = [cell.as_json() for cell in self.failed]
        return {"rule": self.rule.id, "holds": self.holds, "of": self.of, "failed": failed}


class Search:
    """Finds the nearest rule of any remedy for one role and one case; a rule is given as its bit.

    Rules above the role's authority count that as one more cell that fails: `_holding` has one column more
    than the policy, that of the role. Of the rules that a single cell keeps from holding, `_measured` fail by
    so and so much, or for the role; `_unmeasured` do not.
    """

    __slots__ = ("_holding", "_measured", "_planes", "_policy", "_role", "_unmeasured", "known")

    def __init__(self, standing: Standing) -> None:
        self._policy = policy = standing.policy
        self._role = role = standing.role
        self.known = known = standing.known
        self._holding = holding = (*standing.holding, policy.within[role.rank])
        self._planes: list[int] = []
        others = nearly_others = policy.everyone
        for at in policy.incomparable:
            nearly_others = nearly_others & holding[at] | others
            others &= holding[at]
        by_measure, nearly_by_measure = holding[-1], policy.everyone
        for at, key in policy.comparable:
            if key in known:
                nearly_by_measure = nearly_by_measure & holding[at] | by_measure
                by_measure &= holding[at]
            else:
                nearly_others = nearly_others & holding[at] | others
                others &= holding[at]
        self._measured = others & (nearly_by_measure ^ by_measure)
        self._unmeasured = by_measure & (nearly_others ^ others)

    def nearest(self, candidates: int) -> int:
        """Return the one of some rules with the fewest failing cells.

        Among equals the shortest distance decides, then the place in the table; where a single cell fails,
        one that fails by a measure comes before one that has none.
        """
        near = candidates & self._measured
        if near:
            return self._closest(near) if near & (near - 1) else near
        near = candidates & self._unmeasured
        return near & -near or self._closest(self._fewest(candidates))

    def tell(self, candidates: int) -> dict[str, object]:
        """Return the nearest of some rules in plain data, as `Nearest` does.

        Of all that is said of a case this takes longest, and mostly a single cell fails.
        """
        near = candidates & self._measured or candidates & self._unmeasured
        if not near:
            return Nearest(self, self.nearest(candidates)).as_json()
        rule, holding = near & -near, self._holding
        if rule != near and near & self._measured:
            rule = self._closest(near)
        name, of, cells = self._policy.told[rule.bit_length() - 1]
        for at, key, text, shown in cells:
            if not holding[at] & rule:
                value = self.known.get(key)
                said = None if value is None else shown[value]
                return {
                    "rule": name,
                    "holds": of - 1,
                    "of": of,
                    "failed": [{"fact": key, "cell": text, "value": said}],
                }
        role = ShortRole(self.rule(rule).who, self._role).as_json()
        return {"rule": name, "holds": of, "of": of + 1, "failed": [role]}

    def rule(self, bit: int) -> Rule:
        """Return the rule that a bit stands for."""
        return self._policy.ordered[bit.bit_length() - 1]

    def failing(self, bit: int) -> list[Condition]:
        """Return a rule's cells that fail."""
        cells, holding = self._policy.cells[bit.bit_length() - 1], self._holding
        return [condition for at, condition in cells if not holding[at] & bit]

    def short(self, bit: int) -> ShortRole | None:
        """Return that a rule's authority is not the acting role's, where it is not."""
        return None if self._holding[-1] & bit else ShortRole(self.rule(bit).who, self._role)

    def _fewest(self, candidates: int) -> int:
        """Return those of the candidates that have the fewest failing cells."""
        if not self._planes:
            everyone = self._policy.everyone
            self._planes = count_failing([everyone ^ holding for holding in self._holding])
        for plane in reversed(self._planes):
            candidates = candidates & ~plane or candidates
        return candidates

    def _closest(self, near: int) -> int:
        """Return the closest of some rules that have equally many failing cells, the first among equals."""
        near, start, holding = lowest_of(near, TIES), 0, self._holding
        if near.bit_count() > FEW:
            start = (near & -near).bit_length() - 1
            near >>= start
            window = (1 << near.bit_length()) - 1
            holding = tuple([each >> start & window for each in holding])
        closest, least = 0, inf
        while near:
            bit = near & -near
            near ^= bit
            away = self._distance(start + bit.bit_length() - 1, bit, holding)
            if away < least:
                closest, least = bit, away
        return closest << start

    def _distance(self, place: int, bit: int, holding: Sequence[int]) -> float:
        away, policy, known = 0.0, self._policy, self.known
        for at, condition in policy.cells[place]:
            if not holding[at] & bit:
                away += distance(condition, known.get(condition.fact.key))
        if not holding[-1] & bit:
            away += (policy.ordered[place].who.rank - self._role.rank) / len(policy.vocabulary.roles)
        return away


def lowest_of(bits: int, count: int) -> int:
    """Return the lowest so many of the bits that are set."""
    if bits.bit_count() <= count:
        return bits
    enough, too_many = 0, bits.bit_length()
    while too_many - enough > 1:
        width = (enough + too_many) // 2
        if (bits & (1 << width) - 1).bit_count() <= count:
            enough = width
        else:
            too_many = width
    return bits & (1 << enough) - 1


def count_failing(failing: Sequence[int]) -> list[int]:
    """Add up bit sets: plane i of the answer has bit i of how many of the sets each rule is in."""
    planes: list[int] = []
    for carry in failing:
        for place, plane in enumerate(planes):
            planes[place], carry = plane ^ carry, plane & carry  # noqa: PLW2901 - the carry of a ripple adder
        if carry:
            planes.append(carry)
    return planes
