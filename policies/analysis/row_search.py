"""A row's search: is there a case in which one row does what no other that holds does?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.analysis.contest import Contests, Rival
from policies.analysis.outside import Outside, nobody
from policies.price import constant
from policies.reasoning.judge import bits_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from policies.amount import Amount
    from policies.analysis.grid import Box, Grid
    from policies.analysis.meter import Meter
    from policies.analysis.outside import Found
    from policies.analysis.subject import Subject
    from policies.rule import Rule
    from policies.spans import Spans


@dataclass(frozen=True, slots=True)
class Question:
    """A way in which a row may matter: in `box`, outside the rows that cover, and beating others by its
    amount.

    `covers`, `beaten` (rows it must come out higher than) and `tied` (rows it must not come out lower than)
    are rows as bits.
    """

    box: Box
    covers: int
    beaten: int = 0
    tied: int = 0


class RowSearch:
    """Answers questions about the rows of one remedy; `up_to[rank]` are the rows a role of that rank may use.

    Args:
        grid: the rows.
        rules: the rules, in the order of the rows.
        subject: the policy they are of.
        meter: counts the steps.
    """

    def __init__(self, grid: Grid, rules: Sequence[Rule], subject: Subject, meter: Meter) -> None:
        self._grid, self._rules, self._meter = grid, rules, meter
        self._contests = Contests({fact.key: fact for fact in subject.facts}, meter)
        self._fixed = [
            None if rule.limit is None or rule.limit.facts else constant(rule.limit) for rule in rules
        ]
        self._won: dict[object, bool] = {}
        self.up_to = [
            sum(1 << bit for bit, rule in enumerate(rules) if rule.who.rank <= role.rank)
            for role in subject.policy.vocabulary.roles
        ]

    def answer(self, bit: int, question: Question) -> tuple[Found | None, int]:
        """Return a case in which the row matters, or None and the rows that see to it that there is none.

        Raises:
            TooComplex: the proof takes too many steps.
        """
        covers, contests = question.covers, 0
        priced: frozenset[str] = frozenset()
        rivals: dict[int, Rival] = {}
        for other in bits_of(question.beaten | question.tied):
            tie = bool(question.tied >> other & 1)
            self._meter.spend(2)
            if self._always(bit, other, tie):
                covers |= 1 << other
            elif not self._never(bit, other, tie):
                contests |= 1 << other
                rivals[other] = Rival(self._amount(other), tie)
                priced |= self._amount(other).facts
        if contests:
            priced |= self._amount(bit).facts
        fight = _Fight(self._contests, self._amount(bit), rivals) if contests else nobody
        search = Outside(self._grid, question.box, covers, contests, priced, fight, self._meter)
        return search.case(), search.used

    def _always(self, bit: int, other: int, tie: bool) -> bool:  # noqa: FBT001
        """Whether the rival keeps the row from winning wherever both hold."""
        return not self._can_win(bit, other, tie)

    def _never(self, bit: int, other: int, tie: bool) -> bool:  # noqa: FBT001
        """Whether the row wins against the rival wherever both hold."""
        return not self._can_win(other, bit, not tie)

    def _can_win(self, bit: int, other: int, tie: bool) -> bool:  # noqa: FBT001
        """Whether one row's amount is more than another's (or as much, for a tie) in some case where
        both hold."""
        one, two = self._fixed[bit], self._fixed[other]
        if one is not None and two is not None:
            return one >= two if tie else one > two
        if self._rules[bit].limit_text == self._rules[other].limit_text:
            return tie
        keys = self._amount(bit).facts | self._amount(other).facts
        here, there = self._grid.boxes[bit], self._grid.boxes[other]
        shared = tuple(
            (axis, one & two)
            for axis, one, two in zip(self._grid.axes, here, there, strict=True)
            if axis.fact.key in keys and one & two != axis.everywhere
        )
        texts = self._rules[bit].limit_text, self._rules[other].limit_text
        known = (*texts, tie, *((axis.fact.key, places) for axis, places in shared))
        if known not in self._won:
            box = {axis.fact.key: axis.spans(places) for axis, places in shared}
            won = self._contests.won(self._amount(bit), [Rival(self._amount(other), tie)], box)
            self._won[known] = won is not None
        return self._won[known]

    def _amount(self, bit: int) -> Amount:
        limit = self._rules[bit].limit
        assert limit is not None, "a rule about money has a limit, or its page is refused"  # noqa: S101
        return limit


@dataclass(frozen=True, slots=True)
class _Fight:
    """The contests of one row, to be fought in a box."""

    contests: Contests
    winner: Amount
    rivals: Mapping[int, Rival]

    def __call__(self, box: Mapping[str, Spans], rows: int) -> Mapping[str, Fraction] | None:
        return self.contests.won(self.winner, [self.rivals[bit] for bit in bits_of(rows)], box)
