"""A contest of amounts: a case in which one rule gives more than all its rivals, or the proof that there is
none.

Amounts are rounded half up to whole minor units. `a` gives more than `b` exactly if there is a whole number
t with `a >= t - 1/2` and `b < t - 1/2`; so t is one more unknown, and rounding is part of the inequalities.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import floor, inf
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from policies.analysis.linear import System, inequality
from policies.analysis.pieces import Line, height_of, terms_of
from policies.spans import HIGHEST, LOWEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policies.amount import Amount
    from policies.analysis.linear import Inequality
    from policies.analysis.meter import Meter
    from policies.analysis.pieces import Terms
    from policies.fact import Fact
    from policies.spans import Cut, Spans

    Corner: TypeAlias = Mapping[str, Fraction | float]
    Range: TypeAlias = tuple[Cut, Cut]

HALF = Fraction(1, 2)


class Rival(NamedTuple):
    """An amount to be beaten: it must come out lower, or no higher where a `tie` will do."""

    amount: Amount
    tie: bool = False


class Contests:
    """Contests over the facts of one policy; equal ones are fought once."""

    def __init__(self, facts: Mapping[str, Fact], meter: Meter) -> None:
        self._facts = facts
        self._meter = meter
        self._terms: dict[Amount, Terms] = {}
        self._known: dict[object, Mapping[str, Fraction] | None] = {}

    def won(
        self, winner: Amount, rivals: Sequence[Rival], box: Mapping[str, Spans]
    ) -> Mapping[str, Fraction] | None:
        """Return values of the facts the amounts use, within a box, at which the winner beats all rivals,
        or None.

        Raises:
            TooComplex: the meter has run out.
        """
        rivals = tuple(dict.fromkeys(rivals))
        keys = sorted(frozenset(winner.facts).union(*(rival.amount.facts for rival in rivals)))
        sets = tuple(box.get(key, self._facts[key].domain) for key in keys)
        known = (winner, rivals, sets)
        if known not in self._known:
            self._known[known] = self._fight(winner, rivals, dict(zip(keys, sets, strict=True)))
        return self._known[known]

    def _fight(
        self, winner: Amount, rivals: Sequence[Rival], box: Mapping[str, Spans]
    ) -> Mapping[str, Fraction] | None:
        terms = self._of(winner)
        for ranges in product(*(spans.pieces() for spans in box.values())):
            self._meter.spend(30 + 30 * len(rivals))
            within = dict(zip(box, ranges, strict=True))
            low, high = self._corners(within)
            least, most = rounded(height_of(terms, low)), rounded(height_of(terms, high))
            open_ = []
            for rival in rivals:
                others = self._of(rival.amount)
                if rounded(height_of(others, low)) >= most + rival.tie:
                    break
                if rounded(height_of(others, high)) >= least + rival.tie:
                    open_.append((others, rival.tie))
            else:
                found = _Fight(terms, open_, within, self._facts, self._meter).result()
                if found is not None:
                    return found
        return None

    def _of(self, amount: Amount) -> Terms:
        if amount not in self._terms:
            self._terms[amount] = terms_of(amount)
        return self._terms[amount]

    def _corners(self, within: Mapping[str, Range]) -> tuple[Corner, Corner]:
        """Return the lowest and the highest point of a box, whether or not they belong to it."""
        low: dict[str, Fraction | float] = {}
        high: dict[str, Fraction | float] = {}
        for key, (start, end) in within.items():
            low[key] = -inf if start == LOWEST else Fraction(start[0])
            last = end[0] - 1 if self._facts[key].stepped and end != HIGHEST else end[0]
            high[key] = inf if end == HIGHEST else Fraction(last)
        return low, high


class _Fight:
    """One contest within one range of every fact."""

    def __init__(
        self,
        winner: Terms,
        rivals: Sequence[tuple[Terms, bool]],
        within: Mapping[str, Range],
        facts: Mapping[str, Fact],
        meter: Meter,
    ) -> None:
        self._winner = winner
        self._meter = meter
        self._keys = sorted(within, key=lambda key: (not facts[key].stepped, key))
        self._whole = 1 + sum(facts[key].stepped for key in self._keys)
        self._ends = [
            each for key in self._keys for each in self._range(key, *within[key], facts[key].stepped)
        ]
        self._strict = any(not tie for _, tie in rivals)
        self._clauses = [(term, tie) for terms, tie in rivals for term in terms]

    def result(self) -> Mapping[str, Fraction] | None:
        """Return the point found, or None."""
        if not self._strict:
            # Less than nothing is paid as nothing, so at nothing the winner need not reach anything.
            zero = Line(Fraction(0))
            nothing = [self._unequal(zero, 1, 0), self._unequal(zero, -1, 0)]
            found = self._choose([*self._ends, *nothing], self._clauses)
            if found is not None:
                return found
        at_least_one = self._unequal(Line(Fraction(1)), -1, 0)
        for term in self._winner:
            above = [self._unequal(line, 1, HALF) for line in term]
            found = self._choose([*self._ends, at_least_one, *above], self._clauses)
            if found is not None:
                return found
        return None

    def _choose(
        self, system: list[Inequality], clauses: Sequence[tuple[tuple[Line, ...], bool]]
    ) -> Mapping[str, Fraction] | None:
        """Return a solution of the system in which every rival's term has a line low enough."""
        solver = System(system, 1 + len(self._keys), self._whole, self._meter)
        if not solver.possible:
            return None
        if not clauses:
            solution = solver.solution()
            return None if solution is None else dict(zip(self._keys, solution[1:], strict=True))
        (term, tie), *others = clauses
        for line in term:
            below = self._unequal(line, -1, HALF if tie else -HALF, strict=True)
            if (found := self._choose([*system, below], others)) is not None:
                return found
        return None

    def _unequal(self, line: Line, sign: int, more: Fraction | int, *, strict: bool = False) -> Inequality:
        """Return `line - t + more >= 0` for sign 1, `t - line + more >= 0` for sign -1."""
        rates = dict(line.rates)
        coefficients = [Fraction(-sign), *(sign * rates.get(key, Fraction(0)) for key in self._keys)]
        return inequality(coefficients, sign * line.height + more, strict=strict)

    def _range(self, key: str, low: Cut, high: Cut, stepped: bool) -> Iterable[Inequality]:  # noqa: FBT001
        unit = [Fraction(0), *(Fraction(other == key) for other in self._keys)]
        if low != LOWEST:
            yield inequality(unit, -Fraction(low[0]), strict=bool(low[1]))
        if high != HIGHEST:
            end = Fraction(high[0] - 1 if stepped else high[0])
            yield inequality([-each for each in unit], end, strict=not stepped and not high[1])


def rounded(height: Fraction | float) -> Fraction | float:
    """Return an exact amount rounded half up, and never below nothing."""
    if isinstance(height, float):
        return max(height, 0.0)
    return Fraction(max(0, floor(height + HALF)))
