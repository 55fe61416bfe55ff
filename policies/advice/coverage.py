"""Coverage: which rules the worked examples of a policy exercise, and which they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.advice.filling import Filling, acting_on
from policies.problem import Problem
from policies.reasoning.decision import decide

if TYPE_CHECKING:
    from policies.language.example_table import Example
    from policies.policy import Policy
    from policies.rule import Rule

MOST_HINTS = 50
"""Rows for which a case is worked out; of a page with more rows without an example, the first have one."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """A rule, and the examples in which it is among the rules that decide."""

    rule: Rule
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every rule of a policy in the table's order, with the examples that exercise it."""

    policy: Policy
    exercises: tuple[Exercise, ...]

    @property
    def covered(self) -> tuple[Rule, ...]:
        """The rules that at least one example exercises."""
        return tuple(exercise.rule for exercise in self.exercises if exercise.examples)

    @property
    def uncovered(self) -> tuple[Rule, ...]:
        """The rules that no example exercises."""
        return tuple(exercise.rule for exercise in self.exercises if not exercise.examples)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """A warning for every rule that no example exercises, with a case in which it would decide."""
        return tuple(
            Problem(
                "uncovered-row",
                "warning",
                self.policy.path,
                rule.line,
                f"no worked example exercises `{rule.id}`",
                _hint(rule, self.policy) if at < MOST_HINTS else "add an example in which it decides",
                blocks=False,
            )
            for at, rule in enumerate(self.uncovered)
        )

    def as_json(self) -> dict[str, object]:
        """Return the coverage as plain data."""
        return {
            "complaint": self.policy.complaint,
            "rules": [
                {
                    "rule": exercise.rule.id,
                    "line": exercise.rule.line,
                    "examples": [
                        {"name": example.name, "line": example.line} for example in exercise.examples
                    ],
                }
                for exercise in self.exercises
            ],
            "covered": len(self.covered),
            "of": len(self.exercises),
        }


def coverage(policy: Policy) -> Coverage:
    """Say which rules the worked examples exercise: a rule is exercised where it is among those that decide.

    Whether an example comes out as it expects does not matter here; an example that fails is an error of its
    own.
    """
    examples: dict[str, list[Example]] = {rule.id: [] for rule in policy.rules}
    for example in policy.examples:
        for rule in decide(policy, example.role, example.known).verdict(example.remedy.key).rules:
            examples[rule.id].append(example)
    return Coverage(policy, tuple(Exercise(rule, tuple(examples[rule.id])) for rule in policy.rules))


def _hint(rule: Rule, policy: Policy) -> str:
    """Return a case in which the rule decides, in words."""
    known, decides = Filling(policy, rule).case({})
    if not decides:
        return "no case was found in which it decides; see whether other rows cover it"
    used = {condition.fact.key for condition in rule.conditions} | (rule.limit.facts if rule.limit else set())
    values = [f"{fact.label} {fact.show(known[fact.key])}" for fact in policy.facts if fact.key in used]
    return f"it decides for {acting_on(rule, policy).label} at " + (", ".join(values) or "any case")
