"""The nearest rule: which row came closest to giving a remedy, and which of its cells failed by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from policies.reasoning.failing import FailedCell, ShortRole, distance
from policies.reasoning.judge import bits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policies.policy import Block
    from policies.reasoning.standing import Standing
    from policies.rule import Rule

TIES = 64
"""Rows with equally few failing cells that are compared by distance; of more, the first in the table are."""


class Nearest(NamedTuple):
    """The rule that comes nearest to giving a remedy: `holds` of its `of` conditions do, `failed` are the
    others."""

    rule: Rule
    holds: int
    of: int
    failed: tuple[FailedCell | ShortRole, ...]

    @property
    def words(self) -> str:
        """Say it: `3 of 4 conditions hold: order value 82.00 is above 75.00`."""
        verb = "condition holds" if self.of == 1 else "conditions hold"
        return f"{self.holds} of {self.of} {verb}: " + "; ".join(cell.words for cell in self.failed)

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        failed = [{"fact": cell.fact, "cell": cell.cell, "value": cell.value} for cell in self.failed]
        return {"rule": self.rule.id, "holds": self.holds, "of": self.of, "failed": failed}


class Search:
    """Finds the nearest rule of any remedy for one role and one case.

    Rules above the role's authority count that as one more cell that fails.
    """

    def __init__(self, standing: Standing) -> None:
        self._policy = standing.policy
        self._role = standing.role
        self._known = standing.known
        self._holding = [*standing.holding, standing.policy.within[standing.role.rank]]
        self._one_failing = self._find_one_failing()
        self._planes: list[int] = []
        self._measured: int | None = None

    def nearest(self, block: Block, *, own: bool) -> Nearest | None:
        """Return the `must` or `may` rule with the fewest failing cells; None where there is no such rule.

        With `own`, rules within the role's authority are preferred to all others: the question is then what
        it could do by itself. Among equals the shortest distance decides, then the place in the table.
        """
        candidates = block.giving & self._holding[-1] if own else 0
        candidates = candidates or block.giving
        if not candidates:
            return None
        if near := candidates & self._one_failing:
            return self._explain(self._closest_by_one(lowest_of(near, TIES)))
        near = lowest_of(self._fewest(candidates), TIES)
        rules = [self._policy.ordered[bit] for bit in bits_of(near)]
        return self._explain(rules[0] if len(rules) == 1 else min(rules, key=self._distance))

    def _find_one_failing(self) -> int:
        """Return the rules of which exactly one cell fails: nearly always there is one for every remedy."""
        all_hold = one_fails_at_most = self._policy.everyone
        for holding in self._holding:
            one_fails_at_most = one_fails_at_most & holding | all_hold
            all_hold &= holding
        return one_fails_at_most & ~all_hold

    def _closest_by_one(self, near: int) -> Rule:
        """Return the closest of rules that fail one cell each.

        Where there is no measure the distance is 1, so that of all those only the first can be the closest.
        """
        measured = near & self._measurably_failing()
        rules = self._policy.ordered
        unmeasured = near & ~measured
        bits = list(bits_of(measured | (unmeasured & -unmeasured)))
        return rules[bits[0]] if len(bits) == 1 else min((rules[bit] for bit in bits), key=self._distance)

    def _measurably_failing(self) -> int:
        """Return the rules a cell of which fails by so and so much, and those above the role's authority."""
        if self._measured is None:
            measured = self._policy.everyone & ~self._holding[-1]
            for column, holding in zip(self._policy.columns, self._holding, strict=False):
                if column.fact.comparable and column.key in self._known:
                    measured |= self._policy.everyone & ~holding
            self._measured = measured
        return self._measured

    def _fewest(self, candidates: int) -> int:
        """Return those of the candidates that have the fewest failing cells."""
        if not self._planes:
            everyone = self._policy.everyone
            self._planes = count_failing([everyone & ~holding for holding in self._holding])
        for plane in reversed(self._planes):
            candidates = candidates & ~plane or candidates
        return candidates

    def _explain(self, rule: Rule) -> Nearest:
        known = self._known
        failed: list[FailedCell | ShortRole] = []
        for condition in rule.conditions:
            value = known.get(condition.fact.key)
            if value is None or value not in condition.accepts:
                failed.append(FailedCell(condition, value))
        of = len(rule.conditions)
        if rule.effect == "may" and rule.who.rank > self._role.rank:
            failed.append(ShortRole(rule.who, self._role))
            of += 1
        return Nearest(rule, of - len(failed), of, tuple(failed))

    def _distance(self, rule: Rule) -> float:
        known = self._known
        far = 0.0
        for condition in rule.conditions:
            value = known.get(condition.fact.key)
            if value is None or value not in condition.accepts:
                far += distance(condition, value)
        if rule.effect == "may" and rule.who.rank > self._role.rank:
            far += (rule.who.rank - self._role.rank) / len(self._policy.vocabulary.roles)
        return far


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
