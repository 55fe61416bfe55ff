"""An explanation: every verdict of a decision with what it rests on, and what would have been enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.advice.enough import cheapest_change

if TYPE_CHECKING:
    from policies.advice.change import Change
    from policies.advice.question import Question
    from policies.reasoning.decision import Decision
    from policies.reasoning.nearest import Nearest
    from policies.reasoning.verdict import Verdict
    from policies.rule import Clause, Rule

MOST_MISSING = 5
"""Missing facts with which a change is still worked out."""


@dataclass(frozen=True, slots=True)
class Met:
    """A condition of a rule that decided, and the value that met it: None where that is not known."""

    fact: str
    label: str
    cell: str
    value: str | None

    @property
    def words(self) -> str:
        """Say it: `Days since delivery: 3 (<= 30)`."""
        return f"{self.label}: {'not known' if self.value is None else self.value} ({self.cell})"

    def as_json(self) -> dict[str, object]:
        """Return the condition as plain data."""
        return {"fact": self.fact, "cell": self.cell, "value": self.value}


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule that decided, and what met each of its conditions."""

    rule: Rule
    met: tuple[Met, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """What the rule rests on."""
        return self.rule.because

    def as_json(self) -> dict[str, object]:
        """Return the rule as plain data."""
        rule = self.rule
        return {
            "rule": rule.id,
            "line": rule.line,
            "effect": rule.effect,
            "who": None if rule.effect == "never" else rule.who.key,
            "up_to": rule.limit_text or None,
            "conditions": [met.as_json() for met in self.met],
            "because": [{"text": clause.text, "href": clause.href or None} for clause in rule.because],
            "provided": rule.provided or None,
        }


@dataclass(frozen=True, slots=True)
class Account:
    """One remedy accounted for: the verdict, the rules it rests on, the cheapest change if any would do."""

    verdict: Verdict
    grounds: tuple[Ground, ...]
    change: Change | None

    @property
    def nearest(self) -> Nearest | None:
        """The rule that came nearest to giving the remedy: how many conditions hold, and how others fail."""
        return self.verdict.nearest

    def as_json(self) -> dict[str, object]:
        """Return the account as plain data, amounts as decimal strings."""
        verdict, nearest = self.verdict, self.verdict.nearest
        return {
            "remedy": verdict.remedy.key,
            "verdict": verdict.word,
            "limit": verdict.show(verdict.limit),
            "entitled": verdict.show(verdict.entitled),
            "needs_role": verdict.needs_role.key if verdict.needs_role else None,
            "conflict": verdict.conflict,
            "missing": [fact.key for fact in verdict.missing],
            "grounds": [ground.as_json() for ground in self.grounds],
            "provided": list(verdict.provided),
            "nearest": nearest.as_json() | {"words": nearest.words} if nearest else None,
            "change": self.change.as_json() if self.change else None,
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision explained, remedy by remedy in the vocabulary's order, and what to ask next."""

    decision: Decision
    accounts: tuple[Account, ...]

    @property
    def next_question(self) -> Question | None:
        """The fact to ask for next; None where no answer could change a verdict."""
        return self.decision.next_question

    def account(self, remedy: str) -> Account:
        """Return the account of the remedy of that key; raise KeyError if there is none."""
        for account in self.accounts:
            if account.verdict.remedy.key == remedy:
                return account
        raise KeyError(remedy)

    def as_json(self) -> dict[str, object]:
        """Return the decision as plain data, with its facts, and an account for every remedy."""
        decision = self.decision
        fact_at = decision.policy.vocabulary.fact_at
        question = self.next_question
        return decision.as_json() | {
            "facts": {key: fact_at[key].show(value) for key, value in decision.known.items()},
            "remedies": [account.as_json() for account in self.accounts],
            "next_question": question.as_json() if question else None,
        }


def explain(decision: Decision) -> Explanation:
    """Say of every remedy why its verdict is what it is, and what would have been enough.

    The cheapest change is worked out for each remedy that is not allowed, so this takes milliseconds where
    the decision took microseconds; not where so many facts are missing that it pays to ask for them first.
    """
    return Explanation(decision, tuple(_account(decision, verdict) for verdict in decision.verdicts))


def _account(decision: Decision, verdict: Verdict) -> Account:
    grounds = tuple(Ground(rule, _met(rule, decision)) for rule in verdict.rules)
    change = None
    if len(verdict.missing) <= MOST_MISSING:
        change = cheapest_change(decision.policy, decision.role, decision.known, verdict.remedy.key)
    return Account(verdict, grounds, change)


def _met(rule: Rule, decision: Decision) -> tuple[Met, ...]:
    known = decision.known
    return tuple(
        Met(
            condition.fact.key,
            condition.fact.label,
            condition.text,
            condition.fact.show(known[condition.fact.key]) if condition.fact.key in known else None,
        )
        for condition in rule.conditions
    )
