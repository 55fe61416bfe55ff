"""A contest: rules that hold together and whose amounts differ from case to case.

The verdict depends on nothing but how their amounts are ordered, so it is worded once for every order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from policies.reasoning.judge import Amounts, bits_of, judge
from policies.reasoning.ruling import Priced, Ruling, ruling_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policies.policy import Block
    from policies.spans import Value
    from policies.vocabulary import Vocabulary

    Worded: TypeAlias = tuple[Ruling, tuple[int | None, ...], int | None]

MOST = 256
"""Orders of one contest that are kept."""


class Contest:
    """The rules of one block that hold, for one rank; the facts their amounts need are all known."""

    __slots__ = ("_block", "_live", "_prices", "_rank", "_vocabulary", "_worded")

    def __init__(self, block: Block, live: int, rank: int, vocabulary: Vocabulary) -> None:
        self._block = block
        self._live = live
        self._rank = rank
        self._vocabulary = vocabulary
        giving = live & (block.must | block.may[-1])
        self._prices = tuple(price for bit in bits_of(giving) if (price := block.prices[bit]) is not None)
        self._worded: dict[tuple[int, ...], Worded] = {}

    def ruling(self, known: Mapping[str, Value]) -> Priced:
        """Return the ruling in a case."""
        amounts = [price(known) for price in self._prices]
        order = _order(amounts) if len(amounts) > 1 else ()
        worded, sources, due = self._worded.get(order) or self._word(order, amounts, known)
        return Priced(worded, self._rank, sources, due, amounts)

    def _word(self, order: tuple[int, ...], amounts: list[int], known: Mapping[str, Value]) -> Worded:
        """Word the ruling for one order of the amounts, and say which of them is which limit."""
        outcome = judge(self._block, self._live, self._rank, Amounts(self._block, known))
        ruling = ruling_of(self._block, outcome, self._rank, (), self._vocabulary)
        place: dict[int | None, int | None] = {amount: at for at, amount in enumerate(amounts)}
        place[None] = None
        if len(self._worded) >= MOST:
            self._worded.clear()
        sources = tuple(place[limit] for limit in outcome.limits)
        self._worded[order] = worded = ruling, sources, place[outcome.entitled]
        return worded


def _order(amounts: list[int]) -> tuple[int, ...]:
    """Return the rank of each amount among those that differ."""
    rank = {amount: at for at, amount in enumerate(sorted(set(amounts)))}
    return tuple([rank[amount] for amount in amounts])
