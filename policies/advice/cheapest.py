"""The cheapest way to a remedy: a search by cost over what may be changed, assumed or asked of a higher role.

The facts are gone through one by one; two ways that leave the same rules standing and the same facts open are
one, and the cheaper is kept. So the first way found to allow the remedy for certain is the cheapest of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from typing import TYPE_CHECKING, TypeAlias

from policies.advice.steps import distance, nearest_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from policies.fact import Fact
    from policies.policy import Block, Policy
    from policies.reasoning.column import Column
    from policies.spans import Value
    from policies.vocabulary import Role

BUDGET = 50_000
"""Ways looked at before the search is given up: about a second."""

MUST, MAY, NO = frozenset(["must"]), frozenset(["may"]), frozenset(["no"])


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


@dataclass(frozen=True, slots=True)
class Option:
    """What can be done about one fact: the rules it leaves standing, and the move it takes, if any."""

    standing: int
    move: Move | None
    left_open: bool = False


Cost: TypeAlias = "tuple[int, int, int, Fraction]"
"""Facts changed or assumed and rungs climbed; those not merely assumed; rungs; all distances together."""

Way: TypeAlias = "tuple[Cost, tuple[int, ...], int]"
"""What it costs, which option was taken for the rank and for each fact, and the rules left standing."""


class Search:
    """The ways in which one remedy could be allowed in one case.

    `fixed` are the keys of changeable facts that must stay as they are.
    """

    def __init__(
        self,
        policy: Policy,
        block: Block,
        role: Role,
        known: Mapping[str, Value],
        fixed: Collection[str] = (),
    ) -> None:
        self._block = block
        self._roles = policy.vocabulary.roles[role.rank :]
        self._columns = [
            column for column in policy.columns if (column.uses >> block.offset) & block.everyone
        ]
        self._options = [
            tuple(_options(column, block, known.get(column.fact.key), fixed=column.fact.key in fixed))
            for column in self._columns
        ]
        self._known_outcomes: dict[tuple[int, int, frozenset[int]], frozenset[str]] = {}

    def is_allowed_anyway(self) -> bool:
        """Return whether the remedy is allowed as things are, however the facts not known turn out."""
        standing = self._block.everyone
        for options in self._options:
            standing &= options[0].standing
        still_open = frozenset(at for at, options in enumerate(self._options) if options[0].left_open)
        return "no" not in self._outcomes(standing, self._roles[0].rank, still_open)

    def cheapest(self) -> tuple[Role, tuple[Move, ...]] | None:
        """Return the role to act and the moves to make; None where no way is found within the budget."""
        waiting: list[Way] = []
        for rung in range(len(self._roles)):
            heappush(waiting, ((rung, rung, rung, Fraction(0)), (rung,), self._block.everyone))
        seen: set[tuple[int, int, int, frozenset[int]]] = set()
        for _ in range(BUDGET):
            if not waiting:
                return None
            cost, taken, standing = heappop(waiting)
            state = (len(taken), taken[0], standing, self._open(taken))
            if state in seen:
                continue
            seen.add(state)
            if len(taken) > len(self._options):
                if self._outcomes(standing, self._roles[taken[0]].rank, state[3]) in (MUST, MAY):
                    return self._roles[taken[0]], self._moves(taken)
                continue
            for way in self._onward(cost, taken, standing):
                heappush(waiting, way)
        return None

    def _onward(self, cost: Cost, taken: tuple[int, ...], standing: int) -> Iterator[Way]:
        block = self._block
        allowing = block.must | block.may[self._roles[taken[0]].rank]
        for place, option in enumerate(self._options[len(taken) - 1]):
            left = standing & option.standing
            if left & allowing:
                yield _dearer(cost, option.move), (*taken, place), left

    def _open(self, taken: tuple[int, ...]) -> frozenset[int]:
        return frozenset(at for at, place in enumerate(taken[1:]) if self._options[at][place].left_open)

    def _moves(self, taken: tuple[int, ...]) -> tuple[Move, ...]:
        chosen = (self._options[at][place].move for at, place in enumerate(taken[1:]))
        return tuple(move for move in chosen if move is not None)

    def _outcomes(self, standing: int, rank: int, still_open: frozenset[int]) -> frozenset[str]:
        """Return what can come of the rules standing: `must`, `may` or `no`, whatever the open facts are."""
        block = self._block
        must, may, never = standing & block.must, standing & block.may[rank], standing & block.never
        uses = {at: (self._columns[at].uses >> block.offset) & (must | may | never) for at in still_open}
        still_open = frozenset(at for at, used in uses.items() if used)
        uncertain = 0
        for used in uses.values():
            uncertain |= used
        if not must | may or never & ~uncertain:
            return NO
        if not never and must & ~uncertain:
            return MUST
        if not never and not must and may & ~uncertain:
            return MAY
        key = (standing, rank, still_open)
        if key not in self._known_outcomes:
            at = min(still_open)
            masks = {option.standing & standing for option in self._options[at] if not option.left_open}
            further = (self._outcomes(mask, rank, still_open - {at}) for mask in masks)
            self._known_outcomes[key] = frozenset[str]().union(*further)
        return self._known_outcomes[key]


def _options(column: Column, block: Block, value: Value | None, *, fixed: bool) -> Iterator[Option]:
    """Yield what can be done about a fact: nothing, or the nearest value of each class that differs."""
    fact = column.fact
    kept = block.everyone if value is None else (column.at(value) >> block.offset) & block.everyone
    yield Option(kept, None, left_open=value is None)
    if value is not None and (fixed or not fact.changeable):
        return
    nearest: dict[int, Value] = {}
    for region in column.inhabited:
        standing = (column.masks[region] >> block.offset) & block.everyone
        found = nearest_in(column, region, value)
        best = nearest.get(standing)
        if best is None or distance(fact, value, found) < distance(fact, value, best):
            nearest[standing] = found
    for standing, found in nearest.items():
        if value is None or standing != kept:
            yield Option(standing, Move(fact, value, found, assumed=fixed or not fact.changeable))


def _dearer(cost: Cost, move: Move | None) -> Cost:
    if move is None:
        return cost
    total, done, rungs, far = cost
    return total + 1, done + (not move.assumed), rungs, far + distance(move.fact, move.before, move.after)
