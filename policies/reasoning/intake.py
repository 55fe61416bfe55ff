"""Intake: facts as they are given, in one pass to canonical values and the rules whose cells hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from policies.reasoning.case import KEPT, by_key, read_given
from policies.reasoning.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policies.fact import Fact
    from policies.policy import Policy
    from policies.reasoning.column import Column
    from policies.spans import Value
    from policies.vocabulary import Role

    Reading: TypeAlias = tuple[Value | None, int]

MOST = 8192
"""Readings of one fact that are kept."""


class Readings:
    """What values given for one fact mean: the canonical value, None if blank, and the rules that accept it.

    Texts and whole numbers are `kept`, because the same ones come again and again; what is refused, as
    endless ones are, is not. `unknown` is what no value means.
    """

    __slots__ = ("_column", "_fact", "kept", "unknown")

    def __init__(self, fact: Fact, column: Column | None) -> None:
        self._fact = fact
        self._column = column
        self.kept: dict[object, Reading] = {}
        self.unknown: Reading = (None, column.blank if column else 0)

    def read(self, given: object) -> Reading:
        """Read a value."""
        value, column = read_given(given, self._fact), self._column
        if value is None:
            return self.unknown
        return value, (column.masks[column.region(value)] if column else 0)

    def keep(self, given: object) -> Reading:
        """Read a value and keep what it means."""
        reading = self.read(given)
        if len(self.kept) >= MOST:
            self.kept.clear()
        self.kept[given] = reading
        return reading


def take_in(policy: Policy, role: Role, facts: Mapping[str, object]) -> Standing:
    """Read facts as `read_case` does, and set them against a policy's cells; raises as it does."""
    known: dict[str, Value] = {}
    holding: list[int] = []
    stands = policy.everyone
    for key, asked, readings, kept in policy.intake:
        fact = facts.get(key)
        if type(fact) in KEPT:
            value, accepting = kept.get(fact) or readings.keep(fact)
        else:
            value, accepting = readings.unknown if fact is None else readings.read(fact)
        if value is not None:
            known[key] = value
            if asked:
                stands &= accepting
                holding.append(accepting)
        elif asked:
            holding.append(accepting)
    if len(known) != len(facts) and not facts.keys() <= policy.vocabulary.fact_at.keys():
        return take_in(policy, role, by_key(facts, policy.vocabulary))
    if len(known) == len(policy.intake):
        return Standing(policy, role, known, holding, (), stands)
    return _partly(policy, role, known, holding, stands)


def take_known(policy: Policy, role: Role, known: Mapping[str, Value]) -> Standing:
    """Set canonical values against a policy's cells."""
    holding = []
    for column in policy.columns:
        value = known.get(column.key)
        if value is None:
            holding.append(column.blank)
        else:
            accepting = column.kept.get(value)
            holding.append(column.at(value) if accepting is None else accepting)
    stands = policy.everyone
    for column, accepting in zip(policy.columns, holding, strict=True):
        if column.key in known:
            stands &= accepting
    return _partly(policy, role, known, holding, stands)


def _partly(
    policy: Policy, role: Role, known: Mapping[str, Value], holding: list[int], stands: int
) -> Standing:
    """Return what a case leaves when facts may be missing."""
    still_open = [column for column in policy.columns if column.key not in known]
    unsure = not known.keys() >= policy.fact_keys
    return Standing(policy, role, known, holding, still_open, stands, unsure)
