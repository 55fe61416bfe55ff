"""The nearest rule: which row came closest to giving a remedy, and which of its cells failed by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.reasoning.failing import FailedCell, ShortRole, distance, shown
from policies.reasoning.judge import bits_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policies.reasoning.standing import Standing
    from policies.rule import Condition, Rule
    from policies.spans import Value

TIES = 64
"""Rows with equally few failing cells that are compared by distance; of more, the first in the table are."""


class Nearest:
    """The rule nearest to giving a remedy: `holds` of its `of` conditions do, `failed` are the others.

    `conditions` are its cells that fail, `short` that its authority is not the acting role's.
    """

    __slots__ = ("_known", "conditions", "rule", "short")

    def __init__(
        self, rule: Rule, conditions: list[Condition], short: ShortRole | None, known: Mapping[str, Value]
    ) -> None:
        self.rule = rule
        self.conditions = conditions
        self.short = short
        self._known = known

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
        cells = [FailedCell(each, self._known.get(each.fact.key)) for each in self.conditions]
        return (*cells, self.short) if self.short else tuple(cells)

    @property
    def words(self) -> str:
        """Say it: `3 of 4 conditions hold: order value 82.00 is above 75.00`."""
        verb = "condition holds" if self.of == 1 else "conditions hold"
        return f"{self.holds} of {self.of} {verb}: " + "; ".join(cell.words for cell in self.failed)

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        failed = []
        for condition in self.conditions:
            fact = condition.fact
            value = self._known.get(fact.key)
            said = None if value is None else shown(fact, value)
            failed.append({"fact": fact.key, "cell": condition.text, "value": said})
        of = len(self.rule.conditions)
        holds = of - len(failed)
        if self.short:
            of += 1
            failed.append(self.short.as_json())
        return {"rule": self.rule.id, "holds": holds, "of": of, "failed": failed}


class Search:
    """Finds the nearest rule of any remedy for one role and one case.

    Rules above the role's authority count that as one more cell that fails: `_holding` has one column more
    than the policy, that of the role.
    """

    def __init__(self, standing: Standing) -> None:
        self._policy = policy = standing.policy
        self._role = standing.role
        self._known = standing.known
        self._holding = [*standing.holding, policy.within[standing.role.rank]]
        self._planes: list[int] = []
        self._measured: int | None = None
        all_hold, nearly = standing.stands, standing.nearly
        for column in standing.open:
            nearly = nearly & column.blank | all_hold
            all_hold &= column.blank
        within = self._holding[-1]
        self._one_fails = (nearly & within | all_hold) & ~(all_hold & within)

    def nearest(self, candidates: int) -> Nearest:
        """Return the one of some rules with the fewest failing cells.

        Among equals the shortest distance decides, then the place in the table; where a single cell fails,
        one that fails by a measure comes before one that has none.
        """
        near = candidates & self._one_fails
        if not near:
            near = self._fewest(candidates)
        elif near & (near - 1):
            near = near & self._failing_by_a_measure() or near & -near
        if near & (near - 1):
            return self._explain(min(bits_of(lowest_of(near, TIES)), key=self._distance))
        return self._explain(near.bit_length() - 1)

    def _failing_by_a_measure(self) -> int:
        """Return the rules a cell of which fails by so and so much, and those above the role's authority."""
        if self._measured is None:
            policy, holding = self._policy, self._holding[-1]
            for at in policy.comparable:
                if policy.columns[at].key in self._known:
                    holding &= self._holding[at]
            self._measured = policy.everyone ^ holding
        return self._measured

    def _fewest(self, candidates: int) -> int:
        """Return those of the candidates that have the fewest failing cells."""
        if not self._planes:
            everyone = self._policy.everyone
            self._planes = count_failing([everyone ^ holding for holding in self._holding])
        for plane in reversed(self._planes):
            candidates = candidates & ~plane or candidates
        return candidates

    def _failed(self, bit: int) -> list[Condition]:
        rule, holding = 1 << bit, self._holding
        failed = []
        for at, condition in self._policy.cells[bit]:
            if not holding[at] & rule:
                failed.append(condition)
        return failed

    def _explain(self, bit: int) -> Nearest:
        rule = self._policy.ordered[bit]
        short = None if self._holding[-1] >> bit & 1 else ShortRole(rule.who, self._role)
        return Nearest(rule, self._failed(bit), short, self._known)

    def _distance(self, bit: int) -> float:
        far, known = 0.0, self._known
        for condition in self._failed(bit):
            far += distance(condition, known.get(condition.fact.key))
        if not self._holding[-1] >> bit & 1:
            short = self._policy.ordered[bit].who.rank - self._role.rank
            far += short / len(self._policy.vocabulary.roles)
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
