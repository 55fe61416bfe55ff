"""A case set against a policy: the rules that stand, the facts still open, and the ruling on each remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.reasoning.completion import Completions, TooManySteps
from policies.reasoning.contest import Contest
from policies.reasoning.judge import Amounts, Outcome, bits_of, judge
from policies.reasoning.ruling import ruling_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policies.fact import Fact
    from policies.policy import Block, Policy
    from policies.reasoning.column import Column
    from policies.reasoning.ruling import Priced, Ruling
    from policies.spans import Value
    from policies.vocabulary import Role

KEPT = 4096
"""Rulings and contests kept for one remedy and one role."""


@dataclass(slots=True, eq=False)
class Standing:
    """What a case leaves of a policy's rules, for one role.

    `known` are the canonical values, in the vocabulary's order. `holding` are, column by column, the rules
    whose cell holds or is blank; a missing fact's cells do not hold, and yet the rules with them stand until
    it is known: `stands` are the rules that do, `open` the columns of the missing facts. `unsure` says that a
    fact the policy uses is not known.
    """

    policy: Policy
    role: Role
    known: Mapping[str, Value]
    holding: Sequence[int]
    open: Sequence[Column]
    stands: int
    unsure: bool = False

    def rulings(self) -> tuple[Ruling | Priced, ...]:
        """Return the ruling on every remedy, in the vocabulary's order."""
        stands = self.stands
        if self.unsure:
            return tuple([self._unsure(block, block.among(stands)) for block in self.policy.blocks])
        rulings: list[Ruling | Priced] = []
        for block, offset, everyone, priced, settled, contests in self.policy.slices[self.role.rank]:
            live = stands >> offset & everyone
            if live & priced:
                contest = contests.get(live) or self._contest(block, live)
                rulings.append(contest.ruling(self.known))
            else:
                rulings.append(settled.get(live) or self._settled(block, live))
        return tuple(rulings)

    def _unsure(self, block: Block, live: int) -> Ruling | Priced:
        if live and (missing := self._missing(block, live)):
            return self._unsettled(block, live, missing)
        if live & block.priced:
            return self._contest(block, live).ruling(self.known)
        return block.rulings[self.role.rank].get(live) or self._settled(block, live)

    def _contest(self, block: Block, live: int) -> Contest:
        kept, rank = block.contests[self.role.rank], self.role.rank
        contest = kept.get(live)
        if contest is None:
            if len(kept) >= KEPT:
                kept.clear()
            contest = kept[live] = Contest(block, live, rank, self.policy.vocabulary)
        return contest

    def _settled(self, block: Block, live: int) -> Ruling:
        kept, rank = block.rulings[self.role.rank], self.role.rank
        if len(kept) >= KEPT:
            kept.clear()
        outcome = judge(block, live, rank, Amounts(block, self.known))
        kept[live] = ruling = ruling_of(block, outcome, rank, (), self.policy.vocabulary)
        return ruling

    def _unsettled(self, block: Block, live: int, missing: list[tuple[Fact, Column | None]]) -> Ruling:
        facts = tuple(fact for fact, _ in missing)
        try:
            summary = Completions(block, live, self.role.rank, self.known, missing).summary()
        except TooManySteps:
            return self._worded(block, Outcome("depends", block.nothing), facts)
        mattering = tuple(fact for fact in facts if fact.key in summary.missing)
        if len(summary.words) > 1:
            return self._worded(block, Outcome("depends", summary.limits), mattering)
        (word,) = summary.words
        entitled, needs = (summary.entitled if word == "must" else None), summary.needs
        outcome = Outcome(word, summary.limits, entitled, needs, summary.deciding, summary.conflict)
        return self._worded(block, outcome, mattering)

    def _worded(self, block: Block, outcome: Outcome, missing: tuple[Fact, ...]) -> Ruling:
        return ruling_of(block, outcome, self.role.rank, missing, self.policy.vocabulary)

    def _missing(self, block: Block, live: int) -> list[tuple[Fact, Column | None]]:
        """Return the unknown facts that a rule still standing asks for, in the vocabulary's order."""
        columns = {column.key: column for column in self.open if (column.uses >> block.offset) & live}
        wanted = set(columns)
        for bit in bits_of(live & block.priced):
            wanted.update(block.needed[bit] - self.known.keys())
        if not wanted:
            return []
        return [(fact, columns.get(fact.key)) for fact in self.policy.facts if fact.key in wanted]
