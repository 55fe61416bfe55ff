"""A subject: one policy under analysis, and how to speak of cases of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from policies.analysis.finding import Finding, Witness
from policies.analysis.grid import Grid, cells_of
from policies.analysis.meter import Meter
from policies.analysis.sample import decimals_of, plain_value, value_of
from policies.analysis.words import regions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from policies.fact import Fact
    from policies.policy import Policy
    from policies.problem import Severity
    from policies.rule import Rule
    from policies.spans import Spans

BUDGET = 1_500_000
"""Steps for all questions about one policy: a few seconds."""
SHARE = 1_200_000
"""Steps for any one of these questions."""


@dataclass(eq=False)
class Subject:
    """One policy in the words of one vocabulary; `as_of` is a day on which both are in force, None where
    any is."""

    policy: Policy
    as_of: date | None = None

    def __post_init__(self) -> None:
        self._budget = Meter(BUDGET)
        self._grids: dict[tuple[Rule, ...], Grid] = {}

    def meter(self) -> Meter:
        """Return a fresh meter for one question, drawing on what is left for the policy."""
        return Meter(SHARE, self._budget)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts the policy uses, in the vocabulary's order."""
        return self.policy.facts

    @cached_property
    def decimals(self) -> Mapping[str, int]:
        """How many decimals each fact is written in, in its domain and in all cells, by fact key."""
        sets: dict[str, list[Spans]] = {fact.key: [fact.domain] for fact in self.facts}
        for rule in self.policy.rules:
            for condition in rule.conditions:
                sets[condition.fact.key].append(condition.accepts)
        return {fact.key: 0 if fact.stepped else decimals_of(sets[fact.key]) for fact in self.facts}

    def grid(self, rules: tuple[Rule, ...]) -> Grid:
        """Return rules as a grid over the policy's facts."""
        if rules not in self._grids:
            self._budget.spend(len(rules) * len(self.facts) // 2)
            self._grids[rules] = Grid(self.facts, [cells_of(rule) for rule in rules])
        return self._grids[rules]

    def witness(
        self, box: Mapping[str, Spans], rank: int = 0, exactly: Mapping[str, Fraction] | None = None
    ) -> Witness:
        """Return one case of a box: every fact of the policy and every one that is given exactly."""
        exact = exactly or {}
        shown: dict[str, tuple[str, str]] = {}
        for fact in self.policy.vocabulary.facts:
            if fact.key in exact:
                value = value_of(exact[fact.key], stepped=fact.stepped)
            elif fact.key in self.decimals:
                spans = box.get(fact.key, fact.domain)
                value = plain_value(spans, self.decimals[fact.key], stepped=fact.stepped)
            else:
                continue
            shown[fact.key] = (fact.label, fact.show(value))
        words = ", ".join(f"{label} {value}" for label, value in shown.values())
        role = self.policy.vocabulary.roles[rank].key
        facts = {key: value for key, (_, value) in shown.items()}
        return Witness(self.policy.complaint, role, facts, self.as_of, words)

    def finding(  # noqa: PLR0913, PLR0917 - a finding has so many parts
        self,
        code: str,
        severity: Severity,
        line: int,
        message: str,
        boxes: Sequence[Mapping[str, Spans]],
        witness: Witness,
        hint: str = "",
    ) -> Finding:
        """Return a finding on the policy's page."""
        region = regions(self.facts, boxes)
        return Finding(code, severity, self.policy.path, line, message, hint, region=region, witness=witness)
