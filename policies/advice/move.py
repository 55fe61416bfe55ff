"""A move: one fact with another value than it has; and the options there are for one fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.advice.steps import distance, nearest_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from policies.fact import Fact
    from policies.policy import Block
    from policies.reasoning.column import Column
    from policies.spans import Value


@dataclass(frozen=True, slots=True)
class Move:
    """One fact with another value: changed from `before`, or `assumed` to have had it where it is unknown.

    `cell` is that of the rule it leads to, where every value the cell accepts would do as well as `after`.
    """

    fact: Fact
    before: Value | None
    after: Value
    assumed: bool
    cell: str = ""

    @property
    def distance(self) -> Fraction:
        """How far it moves, as a share of the fact's range; 1 where that cannot be told."""
        return distance(self.fact, self.before, self.after)


@dataclass(frozen=True, slots=True)
class Option:
    """What can be done about one fact: the rules of a block it leaves standing, the move it takes if any."""

    standing: int
    move: Move | None


class Options:
    """All that can be done about one fact: `kept` does nothing, `moves` give it other values.

    `uses` are the rules with a condition on the fact. Left unknown the fact leaves all rules standing;
    `worst` are those that stand at its least promising value, with which a way that leaves it open must
    reckon.
    """

    def __init__(self, column: Column, block: Block, value: Value | None, *, fixed: bool) -> None:
        fact = column.fact
        self.column = column
        self.is_open = value is None
        self.uses = (column.uses >> block.offset) & block.everyone
        kept = block.everyone if value is None else (column.at(value) >> block.offset) & block.everyone
        self.kept = Option(kept, None)
        self.moves: tuple[Option, ...] = ()
        if value is None or (fact.changeable and not fixed):
            assumed = fixed or not fact.changeable
            self.moves = tuple(_moves(column, block, value, kept, assumed=assumed))
        giving = block.must | block.may[-1]
        everything = [option.standing for option in self.moves] if value is None else [kept]
        self.worst = min(everything, key=lambda standing: (standing & giving).bit_count())
        self.possible = tuple(sorted(everything, key=lambda standing: (standing & giving).bit_count()))


def _moves(
    column: Column, block: Block, value: Value | None, kept: int, *, assumed: bool
) -> Iterator[Option]:
    """Yield the move to the nearest value of every class of values that leaves other rules standing."""
    fact = column.fact
    nearest: dict[int, Value] = {}
    for region in column.inhabited:
        standing = (column.masks[region] >> block.offset) & block.everyone
        found = nearest_in(column, region, value)
        best = nearest.get(standing)
        if best is None or distance(fact, value, found) < distance(fact, value, best):
            nearest[standing] = found
    for standing, found in nearest.items():
        if value is None or standing != kept:
            yield Option(standing, Move(fact, value, found, assumed=assumed))
