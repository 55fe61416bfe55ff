"""The nearest rule: which row came closest to giving a remedy, and which of its cells failed by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.reasoning.judge import bits_of
from policies.reasoning.verdict import FailedCell, Nearest
from policies.spans import HIGHEST, LOWEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policies.fact import Fact
    from policies.policy import Block
    from policies.rule import Condition, Rule
    from policies.spans import Cut, Value
    from policies.vocabulary import Role

TIES = 64
"""Rows with equally few failing cells that are compared by distance; of more, the first in the table are."""


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

        A rule above the role's authority counts that as one more failing cell. With `own`, rules within the role's
        authority are preferred to all others: the question is then what it could do by itself.
        """
        within = block.must | block.may[self._role.rank]
        above = block.may[-1] & ~within
        candidates = within if own and within else within | above
        planes = [(plane >> block.offset) & block.everyone for plane in self._planes]
        for place, plane in enumerate((*planes, 0)):
            if place == len(planes):
                planes.append(0)
            planes[place], above = plane ^ above, plane & above
        for plane in reversed(planes):
            candidates = candidates & ~plane or candidates
        best: Nearest | None = None
        shortest = float("inf")
        for _, bit in zip(range(TIES), bits_of(candidates), strict=False):
            found, distance = self._measure(block.rules[bit])
            if distance < shortest:
                best, shortest = found, distance
        return best

    def _measure(self, rule: Rule) -> tuple[Nearest, float]:
        failed: list[FailedCell] = []
        distance = 0.0
        for condition in rule.conditions:
            value = self._known.get(condition.fact.key)
            if value is None or value not in condition.accepts:
                failed.append(_failed(condition, value))
                distance += _distance(condition, value)
        of = len(rule.conditions)
        if rule.effect == "may" and rule.who.rank > self._role.rank:
            words = f"{_lower(rule.who.label)} has this authority, {_lower(self._role.label)} has not"
            failed.append(FailedCell("role", rule.who.label, self._role.key, words))
            distance += (rule.who.rank - self._role.rank) / len(self._roles)
            of += 1
        return Nearest(rule, of - len(failed), of, tuple(failed)), distance


def _failed(condition: Condition, value: Value | None) -> FailedCell:
    fact = condition.fact
    if value is None:
        return FailedCell(fact.key, condition.text, None, f"{_lower(fact.label)} is not known")
    return FailedCell(fact.key, condition.text, fact.show(value), _words(condition, value))


def _words(condition: Condition, value: Value) -> str:
    fact, cuts = condition.fact, condition.accepts.cuts
    name, shown = _lower(fact.label), fact.show(value)
    if fact.comparable:
        if (value, 0) < cuts[0]:
            return f"{name} {shown} is {_short_of(fact, cuts[0])}"
        if (value, 0) >= cuts[-1]:
            return f"{name} {shown} is {_past(fact, cuts[-1])}"
    if fact.type == "yes/no":
        return f"{name} is {shown}"
    return f"{name} is {shown}, not {condition.text}"


def _short_of(fact: Fact, cut: Cut) -> str:
    return f"not above {fact.show(cut[0])}" if cut[1] else f"below {fact.show(cut[0])}"


def _past(fact: Fact, cut: Cut) -> str:
    if fact.stepped:
        return f"above {fact.show(cut[0] - 1)}"
    return f"above {fact.show(cut[0])}" if cut[1] else f"not below {fact.show(cut[0])}"


def _distance(condition: Condition, value: Value | None) -> float:
    """Return how far a value is from being accepted: a share of the fact's range, 1 where there is no measure."""
    fact = condition.fact
    if value is None or not fact.comparable:
        return 1.0
    ends = [cut[0] for cut in condition.accepts.cuts if cut not in (LOWEST, HIGHEST)]
    gap = min(abs(float(value) - float(end)) for end in ends)
    low, high = fact.lowest, fact.highest
    scale = float(high - low) if low is not None and high is not None else max(abs(float(value)), gap)
    return gap / (scale or 1.0)


def _lower(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
