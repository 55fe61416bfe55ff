"""A lane: one remedy's rules in 64-bit words, those that give most first: the lowest bit sets the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from policies.batch.answers import NOTHING
from policies.batch.intake import SAFE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from policies.policy import Block

    Words: TypeAlias = list[NDArray[np.uint64]]
    Bits: TypeAlias = NDArray[np.uint64]

NONE = 64
"""What `lowest` answers for a word without a bit."""


class Lane:
    """One block, its rules reordered: those of a fixed amount first, falling, the lower role first among
    equals.

    `order` are the policy's bits in the lane's order, -1 for padding; the sets are words of that order.
    `priced` are the rules whose amount needs a fact, `huge` those whose amount no 64 bits are trusted with.
    """

    def __init__(self, block: Block) -> None:
        self.block = block
        self.rules = sorted(range(len(block.rules)), key=self._place)
        words = max(1, -(-len(self.rules) // 64))
        self.order = np.full(64 * words, -1, np.int64)
        self.order[: len(self.rules)] = np.array(self.rules, np.int64) + block.offset
        self.must, self.never = self.bits(block.must), self.bits(block.never)
        self.may = self.bits(block.may[-1])
        self.priced = self.bits(block.priced)
        self.huge = self.bits(sum(1 << at for at, much in enumerate(block.fixed) if much and much >= SAFE))
        self.by_rank = [self.bits(self._from(rank)) for rank in range(len(block.may))]
        self.within = [self.bits(may) for may in block.may]
        self.amount = self._table([block.fixed[at] for at in self.rules], words)
        self.who = self._table([block.rules[at].who.rank for at in self.rules], words)

    @property
    def in_money(self) -> bool:
        """Whether the remedy comes in amounts."""
        return self.block.remedy.in_money

    def bits(self, rules: int) -> Bits:
        """Return a set of the block's rules as words of the lane's order."""
        chosen = np.zeros(len(self.order), np.uint8)
        chosen[: len(self.rules)] = [rules >> at & 1 for at in self.rules]
        packed: Bits = np.packbits(chosen, bitorder="little").view(np.uint64)
        return packed

    def _place(self, at: int) -> tuple[bool, int, int]:
        much = self.block.fixed[at]
        return (much is None, -(much or 0), self.block.rules[at].who.rank)

    def _from(self, rank: int) -> int:
        """Return the rules that give something to roles of that rank, as bits of the block."""
        block = self.block
        return sum(
            1 << at
            for at, rule in enumerate(block.rules)
            if (block.must | block.may[-1]) >> at & 1 and rule.who.rank <= rank
        )

    def _table(self, values: Iterable[int | None], words: int) -> NDArray[np.int64]:
        """Return what each bit stands for, a row for a word; nothing after the last bit."""
        table = np.full((words, NONE + 1), NOTHING, np.int64)
        for place, value in enumerate(values):
            table[place // 64, place % 64] = NOTHING if value is None or value >= SAFE else value
        return table


def anywhere(words: Words, chosen: Bits) -> NDArray[np.bool_]:
    """Return, row by row, whether any of the chosen rules is among the words."""
    found: NDArray[np.bool_] | None = None
    for word, bits in zip(words, chosen, strict=True):
        if bits:
            here = (word & bits) != 0
            found = here if found is None else found | here
    return np.zeros(len(words[0]), np.bool_) if found is None else found


def lowest(words: Words, chosen: Bits, table: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return, row by row, what `table` has for the first of the chosen rules, -1 where there is none."""
    found: NDArray[np.int64] | None = None
    for word, bits, values in zip(words, chosen, table, strict=True):
        if bits:
            left = word & bits
            here = values.take(np.bitwise_count(~left & (left - np.uint64(1))), mode="clip")
            found = here if found is None else np.where(found < 0, here, found)
    return np.full(len(words[0]), NOTHING, np.int64) if found is None else found
