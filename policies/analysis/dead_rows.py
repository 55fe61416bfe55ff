"""Dead rows: rules whose removal changes no verdict, no limit and nothing a customer must get, in any case.

A row is alive in a case where it holds and nothing else that holds does its work. What does it depends on
the effect:

    never   another `never`
    may     a `never`; a `must` (where nothing is measured); another row of the same or a lower role that
            gives as much
    must    another `must` that gives as much to the same or a lower role; where a `never` holds too, any
            other `must`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.analysis.grid import meet
from policies.analysis.outside import smallest_cover
from policies.analysis.row_search import Question, RowSearch
from policies.reasoning.judge import bits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from policies.analysis.finding import Finding
    from policies.analysis.grid import Box
    from policies.analysis.meter import Meter
    from policies.analysis.subject import Subject
    from policies.policy import Block
    from policies.spans import Spans

MOST_TRIED = 12
"""Covering rows that are tried one by one, to name as few as will do."""


def find_dead_rows(subject: Subject, block: Block) -> Iterator[Finding]:
    """Yield a warning for every rule of one remedy that never decides; all of them can go together.

    Of rows that are dead because of each other the later ones are reported.

    Raises:
        TooComplex: the proof takes too many steps.
    """
    rows = _Rows(subject, block, subject.meter())
    standing = block.everyone
    dead: dict[int, int] = {}
    for bit in reversed(range(len(block.rules))):
        cover = rows.cover(bit, standing & ~(1 << bit))
        if cover is not None:
            standing &= ~(1 << bit)
            dead[bit] = cover
    for bit in sorted(dead):
        cover = rows.named_cover(bit, standing)
        yield _finding(subject, block, bit, cover, rows.grid.spans(rows.grid.boxes[bit]))


def _finding(subject: Subject, block: Block, bit: int, cover: int, box: Mapping[str, Spans]) -> Finding:
    rule = block.rules[bit]
    others = [block.rules[other] for other in bits_of(cover)]
    names = ", ".join(f"`{other.id}`" for other in others[:MOST_TRIED])
    if len(others) > MOST_TRIED:
        names += f" and {len(others) - MOST_TRIED} more"
    forbids = all(other.effect == "never" for other in others) and rule.effect != "never"
    does = "forbid" if forbids else "decide"
    verb = does if len(others) > 1 else f"{does}s"
    message = f"`{rule.id}` never decides anything: {names} already {verb} wherever it holds"
    hint = "delete it, or change its cells or its limit"
    witness = subject.witness(box, rule.who.rank)
    return subject.finding("dead-row", "warning", rule.line, message, [box], witness, hint)


class _Rows:
    """The rules of one remedy, and what covers each of them."""

    def __init__(self, subject: Subject, block: Block, meter: Meter) -> None:
        self.block = block
        self.meter = meter
        self.grid = subject.grid(block.rules)
        self.search = RowSearch(self.grid, block.rules, subject, meter)

    def cover(self, bit: int, others: int) -> int | None:
        """Return rows among `others` that leave the row nothing to decide, or None if it decides
        something."""
        box = self.grid.boxes[bit]
        self.meter.spend(1 + len(self.block.rules) // 16)
        near = others & self.grid.standing(box)
        used = 0
        for question in self._questions(bit, box, near):
            found, closing = self.search.answer(bit, question)
            if found is not None:
                return None
            used |= closing
        return used

    def named_cover(self, bit: int, others: int) -> int:
        """Return as few of `others` as will do, found one by one."""
        cover = self.cover(bit, others)
        assert cover is not None, "what is dead among more rows is dead among those that stay"  # noqa: S101
        if cover.bit_count() > MOST_TRIED:
            return cover
        return smallest_cover(cover, lambda fewer: self.cover(bit, fewer) is not None)

    def _questions(self, bit: int, box: Box, near: int) -> Iterator[Question]:
        block = self.block
        own = 1 << bit
        never, must, may = block.never & near, block.must & near, block.may[-1] & near
        if block.never & own:
            yield Question(box, never)
            return
        up_to = self.search.up_to[block.rules[bit].who.rank]
        if block.remedy.in_money:
            yield Question(box, never, beaten=(must | may) & up_to)
        elif block.may[-1] & own:
            yield Question(box, never | must | (may & up_to))
        if block.must & own:
            if block.remedy.in_money:
                yield Question(box, never, beaten=must & up_to, tied=must & ~up_to)
            else:
                yield Question(box, never | (must & up_to))
            for other in bits_of(never):
                if (shared := meet(box, self.grid.boxes[other])) is not None:
                    yield Question(shared, must)
