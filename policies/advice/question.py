"""The next question: of the facts that can still change a verdict, the one that leaves the fewest to ask."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from policies.advice.outlook import Outlook
from policies.label import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policies.fact import Fact
    from policies.policy import Policy
    from policies.reasoning.verdict import Verdict
    from policies.spans import Value
    from policies.vocabulary import Remedy, Role

LOOKED_UP = frozenset(["order", "ledger", "desk"])
"""Where a fact can be found without asking the customer, by the key of its `From`."""


@dataclass(frozen=True, slots=True)
class Question:
    """A fact worth asking for, and the remedies whose verdicts wait for it."""

    fact: Fact
    settles: tuple[Remedy, ...]

    @property
    def ask(self) -> str:
        """The question in words: the vocabulary's own, or the fact's label where it has none."""
        return self.fact.ask or f"{self.fact.label}?"

    @property
    def looked_up(self) -> bool:
        """Whether the answer can be looked up, so that the customer need not be asked."""
        return key_of(self.fact.source) in LOOKED_UP

    def as_json(self) -> dict[str, object]:
        """Return the question as plain data, keys for labels."""
        return {
            "fact": self.fact.key,
            "ask": self.ask,
            "type": self.fact.type,
            "values": list(self.fact.values),
            "settles": [remedy.key for remedy in self.settles],
        }


def question_for(
    policy: Policy, role: Role, known: Mapping[str, Value], verdicts: Sequence[Verdict]
) -> Question | None:
    """Return what to ask next after these verdicts on a case, or None where nothing can change any of them.

    Only a fact that some verdict names as missing is ever asked: first those that can settle what may be
    given, then those that only settle how much. Of these it is the one after whose answer the rules left
    standing can ask for the fewest others, on average over its classes of answers; at equal worth the one
    likeliest to be needed anyway, then one that can be looked up, then the first in the vocabulary.
    """
    waiting: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        for fact in verdict.missing:
            waiting.setdefault(fact.key, []).append(verdict)
    if not waiting:
        return None
    outlook = Outlook(policy, role, known)
    likely = outlook.likelihood()

    def worth(question: Question) -> tuple[bool, Fraction, float, bool]:
        key = question.fact.key
        words = outlook.conditioned[key] and any(verdict.word == "depends" for verdict in waiting[key])
        return not words, _still_to_ask(question.fact, outlook), -likely[key], not question.looked_up

    return min(
        (
            Question(fact, tuple(verdict.remedy for verdict in waiting[fact.key]))
            for fact in policy.facts
            if fact.key in waiting
        ),
        key=worth,
    )


def _still_to_ask(fact: Fact, outlook: Outlook) -> Fraction:
    answers = outlook.answers(fact)
    return Fraction(sum(outlook.still_open(standing, fact.key) for standing in answers), len(answers))
