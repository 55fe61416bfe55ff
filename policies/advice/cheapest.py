"""The cheapest way to a remedy: a search by cost over what may be changed, assumed or asked of a higher role.

The facts are gone through one by one, the most promising way first: its cost so far, and the moves it cannot
do without. A fact left open may turn out at its worst, so some rule must still stand there; what that rule
lacks is to be paid for, and no way is cheaper. Two ways that leave the same rules standing and the same facts
open are one. So the first way found that allows the remedy for certain is the cheapest of all.
"""

from __future__ import annotations

from fractions import Fraction
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from policies.advice.move import Options

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from policies.advice.move import Move
    from policies.policy import Block, Policy
    from policies.reasoning.column import Column
    from policies.spans import Value
    from policies.vocabulary import Role

BUDGET = 5_000
"""Ways looked at for one remedy before the search is given up: a fifth of a second on a slow machine, over
forty facts and hundreds of rules."""
TURNS = 10_000
"""Ways in which open facts may turn out that are looked at for one remedy; beyond them the answer is `no`,
which suggests less than the truth and never more."""

MUST, MAY, NO = frozenset(["must"]), frozenset(["may"]), frozenset(["no"])

Cost: TypeAlias = "tuple[int, int, int, Fraction]"
"""Facts changed or assumed and rungs climbed; those not merely assumed; rungs; all distances together."""


class Way(NamedTuple):
    """A way so far: `taken` are the rung and, for each fact, the number of its move or 0.

    `expected` is its cost with the moves it cannot do without, `worst` the rules standing should every fact
    left open turn out at its worst, `still_open` those facts as bits.
    """

    expected: Cost
    taken: tuple[int, ...]
    cost: Cost
    standing: int
    worst: int
    still_open: int


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
        self._standing = block.everyone
        self._options: list[Options] = []
        for column in policy.columns:
            if (column.uses >> block.offset) & block.everyone:
                key = column.fact.key
                options = Options(column, block, known.get(key), fixed=key in fixed)
                if options.moves:
                    self._options.append(options)
                else:
                    self._standing &= options.kept.standing
        self._lacking = _lacking(self._options, block.everyone)
        self._known_outcomes: dict[tuple[int, int, int], frozenset[str]] = {}
        self._turns = 0

    @property
    def columns(self) -> tuple[Column, ...]:
        """The conditions on every fact that can be moved."""
        return tuple(options.column for options in self._options)

    def outcomes(self, role: Role, moves: Iterable[Move] = ()) -> frozenset[str]:
        """Return what can come of it for a role once the moves are made: `must`, `may`, or just `no`."""
        made = {move.fact.key: move.after for move in moves}
        standing, still_open = self._standing, 0
        for at, options in enumerate(self._options):
            if options.column.fact.key in made:
                standing &= options.column.at(made[options.column.fact.key]) >> self._block.offset
            else:
                standing &= options.kept.standing
                still_open |= options.is_open << at
        return self._outcomes(standing, role.rank, still_open)

    def cheapest(self) -> tuple[Role, tuple[Move, ...]] | None:
        """Return the role to act and the moves to make; None where no way is found within the budget."""
        waiting: list[Way] = []
        for rung in range(len(self._roles)):
            cost = (rung, rung, rung, Fraction(0))
            self._push(waiting, Way(cost, (rung,), cost, self._standing, self._standing, 0))
        seen: set[tuple[int, int, int, int]] = set()
        for _ in range(BUDGET):
            if not waiting:
                return None
            way = heappop(waiting)
            state = (len(way.taken), way.taken[0], way.standing, way.still_open)
            if state in seen:
                continue
            seen.add(state)
            if len(way.taken) <= len(self._options):
                for further in self._further(way):
                    self._push(waiting, further)
            elif self._outcomes(way.standing, self._roles[way.taken[0]].rank, way.still_open) in (MUST, MAY):
                return self._roles[way.taken[0]], self._moves(way.taken)
        return None

    def _further(self, way: Way) -> Iterator[Way]:
        at = len(way.taken) - 1
        options = self._options[at]
        worst = way.worst & (options.worst if options.is_open else options.kept.standing)
        still_open = way.still_open | options.is_open << at
        standing = way.standing & options.kept.standing
        yield Way(way.cost, (*way.taken, 0), way.cost, standing, worst, still_open)
        for number, option in enumerate(options.moves, start=1):
            if option.move is not None:
                cost = _dearer(way.cost, option.move)
                left, worst = way.standing & option.standing, way.worst & option.standing
                yield Way(cost, (*way.taken, number), cost, left, worst, way.still_open)

    def _push(self, waiting: list[Way], way: Way) -> None:
        """Put a way among those waiting, with the moves it cannot do without; drop one that leads nowhere."""
        giving = way.worst & (self._block.must | self._block.may[self._roles[way.taken[0]].rank])
        for more, rules in enumerate(self._lacking[len(way.taken) - 1]):
            if giving & rules:
                total, done, rungs, far = way.cost
                heappush(waiting, way._replace(expected=(total + more, done, rungs, far)))
                return

    def _moves(self, taken: tuple[int, ...]) -> tuple[Move, ...]:
        chosen = (self._options[at].moves[number - 1].move for at, number in enumerate(taken[1:]) if number)
        return tuple(move for move in chosen if move is not None)

    def _outcomes(self, standing: int, rank: int, still_open: int) -> frozenset[str]:
        """Return what can come of the rules standing as facts turn out: `must`, `may`, or just `no`."""
        block = self._block
        must, may, never = standing & block.must, standing & block.may[rank], standing & block.never
        uncertain = asked = 0
        for at, options in enumerate(self._options):
            if still_open >> at & 1 and options.uses & (must | may | never):
                uncertain |= options.uses
                asked |= 1 << at
        if not must | may or never & ~uncertain:
            return NO
        if not never and must & ~uncertain:
            return MUST
        if not never and not must and may & ~uncertain:
            return MAY
        key = (standing, rank, asked)
        if key not in self._known_outcomes:
            self._known_outcomes[key] = self._turning_out(standing, rank, asked)
        return self._known_outcomes[key]

    def _turning_out(self, standing: int, rank: int, asked: int) -> frozenset[str]:
        at = (asked & -asked).bit_length() - 1
        found: frozenset[str] = frozenset()
        for possible in self._options[at].possible:
            self._turns += 1
            if self._turns > TURNS:
                return NO
            found |= self._outcomes(standing & possible, rank, asked & (asked - 1))
            if "no" in found:
                return NO
        return found


def _lacking(options: Sequence[Options], everyone: int) -> list[list[int]]:
    """Return, for every fact, the rules that lack at most 0, 1, 2, … moves of it and those after it."""
    levels = [[everyone]]
    for each in reversed(options):
        missed = everyone & ~(each.worst if each.is_open else each.kept.standing)
        after = levels[-1]
        most = [*after, everyone]
        levels.append([most[0] & ~missed, *(most[k] & ~missed | most[k - 1] for k in range(1, len(most)))])
    return levels[::-1]


def _dearer(cost: Cost, move: Move) -> Cost:
    total, done, rungs, far = cost
    return total + 1, done + (not move.assumed), rungs, far + move.distance
