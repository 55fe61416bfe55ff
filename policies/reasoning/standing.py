"""A case set against a policy: the rules that stand, the facts still open, and the ruling on each remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.currency import half_up
from policies.reasoning.completion import Completions, TooManySteps
from policies.reasoning.judge import Amounts, Outcome, bits_of, judge
from policies.reasoning.ruling import ruling_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policies.fact import Fact
    from policies.policy import Block, Policy
    from policies.reasoning.column import Column
    from policies.reasoning.ruling import Ruling
    from policies.spans import Value
    from policies.vocabulary import Role

KEPT = 4096
"""Rulings kept for one remedy and one role."""


class Standing:
    """What the known facts leave of a policy's rules.

    `holding` are, column by column, the rules whose cell holds or is blank; a missing fact's cells do not
    hold, and yet the rules with them stand until it is known. `stands` are the rules that do, `nearly` those
    and the ones of which one known cell fails; `open` are the columns of the missing facts.
    """

    __slots__ = ("holding", "known", "nearly", "open", "policy", "role", "stands", "unsure")

    def __init__(self, policy: Policy, role: Role, known: Mapping[str, Value]) -> None:
        self.policy = policy
        self.role = role
        self.known = known
        self.unsure = not known.keys() >= policy.fact_keys
        self.holding: list[int] = []
        self.open: list[Column] = []
        stands = nearly = policy.everyone
        for column in policy.columns:
            value = known.get(column.key)
            if value is None:
                self.open.append(column)
                self.holding.append(column.blank)
            else:
                holding = column.kept.get(value)
                if holding is None:
                    holding = column.at(value)
                nearly = nearly & holding | stands
                stands &= holding
                self.holding.append(holding)
        self.stands, self.nearly = stands, nearly

    def rulings(self) -> tuple[Ruling, ...]:
        """Return the ruling on every remedy, in the vocabulary's order."""
        rulings, rank = [], self.role.rank
        stands = self.stands
        for block in self.policy.blocks:
            live = (stands >> block.offset) & block.everyone
            ruling = None if live and (self.unsure or live & block.priced) else block.rulings[rank].get(live)
            rulings.append(ruling or self._ruling(block, live))
        return tuple(rulings)

    def _ruling(self, block: Block, live: int) -> Ruling:
        if self.unsure and live and (missing := self._missing(block, live)):
            return self._unsettled(block, live, missing)
        if not live & block.priced:
            return self._kept(block, live)
        if live & (live - 1):
            return self._settled(block, live)
        # Of a single rule only the amount differs from case to case; all else has been said before.
        limit = block.rules[live.bit_length() - 1].limit
        return self._kept(block, live).giving(half_up(limit.of(self.known)) if limit else 0)

    def _kept(self, block: Block, live: int) -> Ruling:
        kept = block.rulings[self.role.rank]
        ruling = kept.get(live)
        if ruling is None:
            if len(kept) >= KEPT:
                kept.clear()
            ruling = kept[live] = self._settled(block, live)
        return ruling

    def _settled(self, block: Block, live: int) -> Ruling:
        rank = self.role.rank
        outcome = judge(block, live, rank, Amounts(block, self.known))
        return ruling_of(block, outcome, rank, (), self.policy.vocabulary)

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
