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

    `seeks` are the rules, as bits of the policy, of which the nearest is to be named: none, unless the remedy
    is refused for want of a rule. `said` is kept for the next time.
    """

    __slots__ = ("_amount", "_verdict", "block", "said", "seeks")

    def __init__(
        self,
        block: Block,
        verdict: Verdict,
        seeks: int,
        *,
        amount: int | None = None,
        said: Said | None = None,
    ) -> None:
        self.block = block
        self._verdict = verdict
        self._amount = amount
        self.seeks = seeks
        self.said = said

    def say(self) -> Said:
        """Return the verdict in plain data."""
        self.said = said = self.verdict.said
        return said

    def giving(self, amount: int) -> Ruling:
        """Return the same ruling for a case in which its one rule gives another amount, in minor units."""
        said = (self.said or self.say()).giving(self._verdict.show(amount))
        return Ruling(self.block, self._verdict, self.seeks, amount=amount, said=said)

    @property
    def verdict(self) -> Verdict:
        """The verdict; where `giving` has given another amount, with that one wherever there is an amount."""
        verdict, amount = self._verdict, self._amount
        if amount is None:
            return verdict
        return verdict._replace(
            limit=None if verdict.limit is None else amount,
            limits=tuple([None if limit is None else amount for limit in verdict.limits]),
            entitled=None if verdict.entitled is None else amount,
        )


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
    return Ruling(block, verdict, _sought(block, outcome, rank))


def _sought(block: Block, outcome: Outcome, rank: int) -> int:
    """Return the rules of which the nearest is named.

    Where a higher role is needed, those within the role's authority: the question is what it could do by
    itself.
    """
    if outcome.word == "none" or (outcome.word == "needs" and not outcome.conflict):
        own = (block.must | block.may[rank]) << block.offset if outcome.word == "needs" else 0
        return own or block.giving
    return 0
