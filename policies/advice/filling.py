"""A filled case: values for every fact such that one rule is among those that decide."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from policies.reasoning.decision import decide

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from policies.fact import Fact
    from policies.policy import Policy
    from policies.reasoning.column import Column
    from policies.rule import Rule
    from policies.spans import Value
    from policies.vocabulary import Role

TRIES = 500
"""Complete cases tried for one rule."""

FAR = 10**6
"""How far beyond the last value named one is sought, where a fact has no end: minor units, days, wholes."""


def acting_on(rule: Rule, policy: Policy) -> Role:
    """Return the lowest role for which a rule can decide."""
    return rule.who if rule.effect == "may" else policy.vocabulary.roles[0]


class Filling:
    """The cases in which one rule holds, those first in which the fewest other rules do."""

    def __init__(self, policy: Policy, rule: Rule) -> None:
        self._policy = policy
        self._rule = rule
        self._facts = policy.facts
        self._role = acting_on(rule, policy)
        self._columns = {column.fact.key: column for column in policy.columns}
        self._block = next(block for block in policy.blocks if block.remedy is rule.remedy)
        self._bit = 1 << self._block.rules.index(rule)
        self._accepts = {condition.fact.key: condition.accepts for condition in rule.conditions}

    def case(self, fixed: Mapping[str, Value]) -> tuple[dict[str, Value], bool]:
        """Return values for all facts, `fixed` among them, and whether the rule decides there.

        Where no case was found in which it does, it is one in which the rule holds, if `fixed` allows.
        """
        first: dict[str, Value] | None = None
        for _, known in zip(range(TRIES), self._ways(0, {}, self._block.everyone, fixed), strict=False):
            first = first if first is not None else known
            if self._rule in decide(self._policy, self._role, known).verdict(self._rule.remedy.key).rules:
                return known, True
        return first if first is not None else self._anything(fixed), False

    def _ways(
        self, at: int, known: dict[str, Value], standing: int, fixed: Mapping[str, Value]
    ) -> Iterator[dict[str, Value]]:
        if at == len(self._facts):
            yield known
            return
        fact = self._facts[at]
        left: dict[int, list[Value]] = {}
        for value, mask in self._choices(fact, fixed):
            if standing & mask & self._bit:
                left.setdefault(standing & mask, []).append(value)
        priced = any(fact.key in (rule.limit.facts if rule.limit else ()) for rule in self._block.rules)
        for remaining in sorted(left, key=int.bit_count):
            for value in left[remaining] if priced else left[remaining][:1]:
                yield from self._ways(at + 1, {**known, fact.key: value}, remaining, fixed)

    def _choices(self, fact: Fact, fixed: Mapping[str, Value]) -> Iterator[tuple[Value, int]]:
        column = self._columns.get(fact.key)
        values = [fixed[fact.key]] if fact.key in fixed else typical_values(fact, column)
        for value in values:
            mask = column.at(value) >> self._block.offset if column else self._block.everyone
            yield value, mask & self._block.everyone

    def _anything(self, fixed: Mapping[str, Value]) -> dict[str, Value]:
        """Return a case that meets as many of the rule's conditions as `fixed` leaves it."""
        known: dict[str, Value] = {}
        for fact in self._facts:
            values = [value for value, _ in self._choices(fact, fixed)]
            met = (
                [value for value in values if value in self._accepts[fact.key]]
                if fact.key in self._accepts
                else []
            )
            known[fact.key] = (met or values)[0]
        return known


def typical_values(fact: Fact, column: Column | None) -> Sequence[Value]:
    """Return a round value of every region that the cells tell apart, stretches before single points."""
    if column is None:
        low, high = fact.lowest, fact.highest
        values = (_round_between(fact, low, high), low, high)
        return list(dict.fromkeys(value for value in values if value is not None and value in fact.domain))
    stretches = [region for region in column.inhabited if region % 2 == 0]
    points = [region for region in column.inhabited if region % 2]
    return [
        *(_round_between(fact, *column.ends(region)) for region in stretches),
        *(column.points[region // 2] for region in points),
    ]


def _round_between(fact: Fact, low: Value | None, high: Value | None) -> Value:
    """Return the roundest value near the middle of a stretch, and none of its ends if anything is between."""
    bottom = Decimal(low if low is not None else (high - FAR if high is not None else -FAR))
    top = Decimal(high if high is not None else bottom + 2 * FAR)
    middle = (bottom + top) / 2
    for exponent in range(top.adjusted() + 1, -1 if fact.stepped else -31, -1):
        rounded = middle.scaleb(-exponent).to_integral_value().scaleb(exponent)
        if bottom < rounded < top:
            return int(rounded) if fact.stepped else rounded
    return int(bottom) if fact.stepped else middle
