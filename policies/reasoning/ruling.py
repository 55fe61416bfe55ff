"""A ruling: the verdict that follows from the rules that hold, kept so that it is worded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.reasoning.judge import bits_of
from policies.reasoning.verdict import Verdict

if TYPE_CHECKING:
    from policies.fact import Fact
    from policies.policy import Block
    from policies.reasoning.judge import Outcome
    from policies.reasoning.verdict import Said
    from policies.vocabulary import Vocabulary


class Ruling:
    """A bare verdict, without what only the case knows: the nearest rule, and what is left of budgets.

    `has_nearest` tells whether one is to be named: where the remedy is refused for want of a rule. `said` is
    kept for the next time.
    """

    __slots__ = ("block", "has_nearest", "said", "verdict")

    def __init__(self, block: Block, verdict: Verdict) -> None:
        self.block = block
        self.verdict = verdict
        self.said: Said | None = None
        self.has_nearest = verdict.word in ("none", "needs") and not verdict.conflict and bool(block.rules)

    def say(self) -> Said:
        """Return the verdict in plain data."""
        self.said = said = self.verdict.said
        return said

    def giving(self, amount: int) -> Ruling:
        """Return the same ruling for a case in which its one rule gives another amount, in minor units."""
        verdict = self.verdict
        limits = tuple([None if limit is None else amount for limit in verdict.limits])
        other = Ruling.__new__(Ruling)
        other.block, other.has_nearest = self.block, self.has_nearest
        other.verdict = Verdict(
            verdict.remedy,
            verdict.word,
            None if verdict.limit is None else amount,
            limits,
            None if verdict.entitled is None else amount,
            *verdict[5:],
        )
        other.said = (self.said or self.say()).giving(verdict.show(amount))
        return other


def ruling_of(
    block: Block, outcome: Outcome, rank: int, missing: tuple[Fact, ...], vocabulary: Vocabulary
) -> Ruling:
    """Return the ruling that an outcome for the role of that rank comes to."""
    verdict = Verdict(
        remedy=block.remedy,
        word=outcome.word,
        limit=None if outcome.word == "depends" else outcome.limits[rank],
        limits=outcome.limits,
        entitled=outcome.entitled,
        needs_role=None if outcome.needs is None else vocabulary.roles[outcome.needs],
        rules=tuple([block.rules[bit] for bit in bits_of(outcome.deciding)]),
        missing=missing,
        nearest=None,
        budgets=(),
        conflict=outcome.conflict,
        roles=vocabulary.roles,
        currency=vocabulary.currency,
    )
    return Ruling(block, verdict)
