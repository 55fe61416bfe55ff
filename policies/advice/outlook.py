"""What would still be open: a quick look at the facts that the rules left standing can go on asking for.

It reads bits only and tries no completions, so it may name a fact that turns out not to matter; it is what
questions are weighed by, never what decides whether one may be asked.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from policies.reasoning.judge import bits_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policies.fact import Fact
    from policies.policy import Block, Policy
    from policies.spans import Value
    from policies.vocabulary import Role


MOST_RULES = 1000
"""Rules weighed for the likelihood that a fact is needed; of more, the first."""
MOST_ANSWERS = 64
"""Classes of answers weighed for one fact; of more, so many spread evenly over them."""


class Outlook:
    """The rules that still stand in a case, and the facts not yet known.

    `conditioned` and `priced` have, for every unknown fact, the rules whose conditions and whose amounts need
    it; rules are bits in the order of the policy's blocks.
    """

    def __init__(self, policy: Policy, role: Role, known: Mapping[str, Value]) -> None:
        self._blocks = policy.blocks
        self._rank = role.rank
        self._columns = {column.fact.key: column for column in policy.columns}
        self.standing = policy.everyone
        for key, column in self._columns.items():
            if key in known:
                self.standing &= column.at(known[key])
        unknown = [fact.key for fact in policy.facts if fact.key not in known]
        self.conditioned = {key: self._columns[key].uses if key in self._columns else 0 for key in unknown}
        self.priced = dict.fromkeys(unknown, 0)
        for block in policy.blocks:
            for bit in bits_of(block.priced):
                limit = block.rules[bit].limit
                for key in limit.facts if limit else ():
                    if key in self.priced:
                        self.priced[key] |= 1 << bit + block.offset

    def likelihood(self) -> dict[str, float]:
        """Return how likely each unknown fact is to be needed in the end, were the answers to come up evenly.

        A fact is needed as often as the rule that needs it and is likeliest to get so far: one whose other
        open conditions all hold.
        """
        conditions, amounts = self._wanted(self.standing, self._uncertain(""))
        shares: dict[str, Sequence[int]] = {
            key: self.answers(column.fact) for key, column in self._columns.items() if key in self.conditioned
        }
        likely = dict.fromkeys(self.conditioned, 0.0)
        for _, bit in zip(range(MOST_RULES), bits_of(conditions | amounts), strict=False):
            asking = [key for key, rules in self.conditioned.items() if rules >> bit & 1]
            chances = {
                key: sum(answer >> bit & 1 for answer in shares[key]) / len(shares[key]) for key in asking
            }
            for key in self.conditioned:
                if key in chances and conditions >> bit & 1:
                    others = prod(chance for other, chance in chances.items() if other != key)
                    likely[key] = max(likely[key], others)
                elif amounts & self.priced[key] & (1 << bit):
                    likely[key] = max(likely[key], prod(chances.values()))
        return likely

    def answers(self, fact: Fact) -> Sequence[int]:
        """Return, for every class of answers that the standing rules tell apart, those it leaves standing."""
        column = self._columns.get(fact.key)
        if column is None:
            return (self.standing,)
        classes = tuple(dict.fromkeys(column.masks[region] & self.standing for region in column.inhabited))
        return classes[:: -(-len(classes) // MOST_ANSWERS)]

    def still_open(self, standing: int, answered: str) -> int:
        """Return how many facts the rules left standing could go on asking for, once `answered` is known."""
        conditions, amounts = self._wanted(standing, self._uncertain(answered))
        return sum(
            bool(rules & conditions or self.priced[key] & amounts)
            for key, rules in self.conditioned.items()
            if key != answered
        )

    def _uncertain(self, answered: str) -> int:
        """Return the rules that have a condition on a fact still unknown once `answered` is known."""
        uncertain = 0
        for key, rules in self.conditioned.items():
            if key != answered:
                uncertain |= rules
        return uncertain

    def _wanted(self, standing: int, uncertain: int) -> tuple[int, int]:
        conditions = amounts = 0
        for block in self._blocks:
            live = (standing >> block.offset) & block.everyone
            if live:
                certain = live & ~(uncertain >> block.offset)
                worded, given = wanted(block, live, certain, self._rank)
                conditions |= worded << block.offset
                amounts |= given << block.offset
        return conditions, amounts


def wanted(block: Block, live: int, certain: int, rank: int) -> tuple[int, int]:
    """Return the rules whose conditions may still change the verdict, and those whose amounts may.

    `certain` are the rules of which no condition is open, `live` all that are not refuted.
    """
    must, never = live & block.must, live & block.never
    if certain & never:
        return (0 if certain & must else must), 0
    if never or block.remedy.in_money:
        return live, live & block.priced
    return (0 if certain & must else _still_wording(block, live, certain, rank)), 0


def _still_wording(block: Block, live: int, certain: int, rank: int) -> int:
    """Return the rules that may still change the word, where no `never` stands and nothing is measured."""
    if certain & block.may[rank]:
        return live & block.must
    if certain & block.may[-1]:
        return live & (block.must | block.may[rank])
    return live
