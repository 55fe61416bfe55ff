"""The nearest rule: which row came closest to giving a remedy, and which of its cells failed by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.reasoning.failing import FailedCell, ShortRole, distance
from policies.reasoning.judge import bits_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policies.policy import Block
    from policies.rule import Rule
    from policies.spans import Value
    from policies.vocabulary import Role

TIES = 64
"""Rows with equally few failing cells that are compared by distance; of more, the first in the table are."""


@dataclass(frozen=True, slots=True)
class Nearest:
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


def count_failing(failing: Sequence[int]) -> list[int]:
    """Add up bit sets: plane i of the answer has bit i of how many of the sets each rule is in."""
    planes: list[int] = []
    for carry in failing:
        for place, plane in enumerate(planes):
            planes[place], carry = plane ^ carry, plane & carry  # noqa: PLW2901 - the carry of a ripple adder
        if carry:
            planes.append(carry)
    return planes


class Search:
    """Finds the nearest rule of a block for one role and one case."""

    def __init__(
        self, known: Mapping[str, Value], role: Role, roles: Sequence[Role], planes: Sequence[int]
    ) -> None:
        self._known = known
        self._role = role
        self._roles = roles
        self._planes = planes

    def nearest(self, block: Block, *, own: bool) -> Nearest | None:
        """Return the `must` or `may` rule with the fewest failing cells; None where there is no such rule.

        A rule above the role's authority counts that as one more failing cell. With `own`, rules within the
        role's authority are preferred to all others: the question is then what it could do by itself. Among
        equals the shortest distance decides, then the place in the table.
        """
        within = block.must | block.may[self._role.rank]
        above = block.may[-1] & ~within
        candidates = within if own and within else within | above
        if not candidates:
            return None
        planes = [(plane >> block.offset) & block.everyone for plane in self._planes]
        for place, plane in enumerate(planes):
            planes[place], above = plane ^ above, plane & above
        planes.append(above)
        for plane in reversed(planes):
            candidates = candidates & ~plane or candidates
        near = [block.rules[bit] for _, bit in zip(range(TIES), bits_of(candidates), strict=False)]
        return self._explain(near[0] if len(near) == 1 else min(near, key=self._distance))

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
            far += (rule.who.rank - self._role.rank) / len(self._roles)
        return far
