"""Better gets less: a higher value of an ordered choice fares worse than a lower one, all else equal.

A row gives something at the lower value, and at the next one above nothing that holds gives as much, or a
`never` stands in the way. Where a higher role may give more than the row does, it is no fall to have to ask
it: that is how a matrix escalates. Neighbours are enough: whoever falls over several steps falls at one of
them. Cases in which a remedy is both due and forbidden are left to the collisions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.analysis.grid import Grid, cells_of, meet
from policies.analysis.row_search import Question, RowSearch
from policies.reasoning.case import read_case
from policies.reasoning.decision import decide
from policies.reasoning.judge import bits_of
from policies.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policies.analysis.finding import Finding, Witness
    from policies.analysis.outside import Found
    from policies.analysis.subject import Subject
    from policies.fact import Fact
    from policies.policy import Block


def find_better_gets_less(subject: Subject, block: Block) -> Iterator[Finding]:
    """Yield a warning for every step up of an ordered choice at which some role may give less, or a word is
    worse.

    Its region holds the witness; where amounts are formulas, not every case of it need show the fall.

    Raises:
        TooComplex: the proof takes too many steps.
    """
    used = {condition.fact.key for rule in block.rules for condition in rule.conditions}
    for fact in subject.facts:
        if fact.type == "choice" and fact.ordered and fact.key in used:
            steps = _Steps(subject, block, fact)
            for lower in range(len(fact.choices) - 1):
                fall = next(steps.falls(lower), None)
                if fall is not None:
                    yield steps.finding(lower, *fall)


class _Steps:
    """The steps of one ordered choice, for one remedy: its rules over all other facts."""

    def __init__(self, subject: Subject, block: Block, fact: Fact) -> None:
        self._subject, self._block, self._fact = subject, block, fact
        cells = [cells_of(rule) for rule in block.rules]
        meter = subject.meter()
        meter.spend(len(cells) * len(subject.facts) // 2)
        others = [{key: row[key] for key in row if key != fact.key} for row in cells]
        self._grid = Grid(subject.facts, others)
        self._at = [
            sum(1 << bit for bit, row in enumerate(cells) if value in row.get(fact.key, fact.domain))
            for value in range(len(fact.choices))
        ]
        self._search = RowSearch(self._grid, block.rules, subject, meter)

    def falls(self, lower: int) -> Iterator[tuple[int, Found, int]]:
        """Yield a row that falls, a case in which it does, and the rows that case lies outside."""
        block = self._block
        below, above = self._at[lower], self._at[lower + 1]
        if below == above:
            return
        for bit in bits_of((below | above) & self._concerned(lower)):
            for question in self._questions(bit, below, above):
                found, _ = self._search.answer(bit, question)
                if found is not None:
                    yield block.rules[bit].who.rank, found, question.covers

    def _concerned(self, lower: int) -> int:
        """Return the rows that can fall between two values, as bits."""
        below, above = self._at[lower], self._at[lower + 1]
        return (
            (below & ~above)
            | (above & ~below & self._block.never)
            | (below if above & ~below & self._block.never else 0)
        )

    def _questions(self, bit: int, below: int, above: int) -> Iterator[Question]:
        block, own = self._block, 1 << bit
        box = self._grid.boxes[bit]
        never, must, may = block.never & below, block.must & above, block.may[-1] & above
        up_to = self._search.up_to[block.rules[bit].who.rank]
        if block.never & own:
            if above & own and not below & own:
                yield Question(box, never | must)
            return
        if not above & own:
            if block.remedy.in_money:
                yield Question(box, never, beaten=(must | may) & up_to, tied=(must | may) & ~up_to)
                if block.must & own:
                    yield Question(box, never, beaten=must)
            else:
                yield Question(box, never | must | (0 if block.must & own else may & up_to))
        for other in bits_of(block.never & above & ~below):
            if (shared := meet(box, self._grid.boxes[other])) is not None:
                yield Question(shared, never)

    def finding(self, lower: int, rank: int, found: Found, covers: int) -> Finding:
        """Return a fall as a finding, with what the witness gets on either side of the step."""
        fact, block, subject = self._fact, self._block, self._subject
        box = self._grid.spans(self._grid.widened(found.box, covers))
        at = [
            {**self._grid.spans(found.box), fact.key: Spans(((place, 0), (place + 1, 0)))}
            for place in (lower, lower + 1)
        ]
        before, after = (subject.witness(spans, rank, found.exactly) for spans in at)
        worse, better = fact.choices[lower], fact.choices[lower + 1]
        message = (
            f"`{block.remedy.label}` is {self._said(before)} for `{worse}` and only {self._said(after)} "
            f"for `{better}`, all else equal"
        )
        concerned = self._at[lower] ^ self._at[lower + 1]
        line = min(block.rules[bit].line for bit in bits_of(concerned))
        hint = f"give `{better}` at least what `{worse}` gets"
        return subject.finding("better-gets-less", "warning", line, message, [box], after, hint)

    def _said(self, witness: Witness) -> str:
        policy = self._subject.policy
        vocabulary = policy.vocabulary
        known = read_case(witness.facts, vocabulary)
        verdict = decide(policy, vocabulary.role_at[witness.role], known).verdict(self._block.remedy.key)
        word = "not offered" if verdict.word == "none" else verdict.word
        asked = f" {verdict.needs_role.label}" if verdict.needs_role else ""
        limit = f" {verdict.show(verdict.limit)}" if verdict.limit is not None else ""
        return f"`{word}{asked}{limit}`"
