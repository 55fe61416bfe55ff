"""A row's search: is there a case in which one row does what no other that holds does?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.analysis.contest import Contests, Rival
from policies.analysis.grid import meet
from policies.analysis.outside import Outside, nobody
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
    """A way in which a row may matter: in `box`, outside the rows that cover, and beating others by its amount.

    `covers`, `beaten` (rows it must come out higher than) and `tied` (rows it must not come out lower than) are
    rows as bits.
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
            rival = Rival(self._amount(other), bool(question.tied >> other & 1))
            self._meter.spend()
            if self._always(bit, other, rival):
                covers |= 1 << other
            elif not self._never(bit, other, rival):
                contests |= 1 << other
                rivals[other] = rival
                priced |= rival.amount.facts
        if contests:
            priced |= self._amount(bit).facts
        fight = _Fight(self._contests, self._amount(bit), rivals) if contests else nobody
        search = Outside(self._grid, question.box, covers, contests, priced, fight, self._meter)
        return search.case(), search.used

    def _always(self, bit: int, other: int, rival: Rival) -> bool:
        """Whether the rival keeps the row from winning wherever both hold."""
        return self._shared(bit, other, self._amount(bit), rival) is None

    def _never(self, bit: int, other: int, rival: Rival) -> bool:
        """Whether the row wins against the rival wherever both hold."""
        turned = Rival(self._amount(bit), not rival.tie)
        return self._shared(bit, other, rival.amount, turned) is None

    def _shared(self, bit: int, other: int, winner: Amount, rival: Rival) -> Mapping[str, Fraction] | None:
        shared = meet(self._grid.boxes[bit], self._grid.boxes[other])
        if shared is None:
            return None
        keys = winner.facts | rival.amount.facts
        box = {key: spans for key, spans in self._grid.spans(shared).items() if key in keys} if keys else {}
        return self._contests.won(winner, [rival], box)

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
