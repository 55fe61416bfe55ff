"""Missing facts: what is certain in every completion of a case, and which of them matter.

A completion gives every missing fact a value of its domain. Completions are explored fact by fact, the rules
not yet refuted carried along: two ways that leave the same rules standing continue as one, and equal
continuations are one node of a decision diagram. A fact matters exactly if the reduced diagram still asks for
it.

Facts that only conditions use are split into the classes of values the open cells tell apart. A fact that an
amount needs is tried at the ends of its stretches and where the amounts' order changes (every value of short
ones), so a fact named missing always has two completions that prove it.

A table that would need more than `BUDGET` steps is answered `depends`, with every open fact missing: narrower
than the truth, never wider.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from policies.reasoning.judge import Amounts, bits_of, judge
from policies.reasoning.sampling import samples

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policies.fact import Fact
    from policies.policy import Block
    from policies.reasoning.column import Column
    from policies.reasoning.judge import Outcome, Word
    from policies.spans import Value

BUDGET = 60_000
"""Steps for one remedy, a tenth of a second or so: one for every branch tried, `JUDGING` for every
outcome."""
JUDGING = 10
FEW = 100
"""Rules of which it is worth knowing which give strictly less than which."""

Branch: TypeAlias = "tuple[int, Value | None]"
Point: TypeAlias = "tuple[tuple[str, Value], ...]"


class TooManySteps(Exception):  # noqa: N818 - it never leaves the package
    """The exploration has used up its budget."""


@dataclass(frozen=True, slots=True)
class Question:
    """A missing fact: the rules each of its branches leaves standing, and whether amounts need its value."""

    fact: Fact
    branches: tuple[Branch, ...]
    priced: int
    """The rules whose amount needs the fact, as bits."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What all completions have in common.

    Where the word is certain, an amount on which all completions agree counts, though a rule's own amount
    cannot be worked out yet; where they differ, only what rests on known facts does.
    """

    words: frozenset[Word]
    limits: tuple[int | None, ...]
    entitled: int | None
    needs: int | None
    deciding: int
    conflict: bool
    missing: frozenset[str]


class Completions:
    """All completions of one case for one remedy and one rank; `summary` explores them."""

    def __init__(
        self,
        block: Block,
        live: int,
        rank: int,
        known: Mapping[str, Value],
        missing: Sequence[tuple[Fact, Column | None]],
    ) -> None:
        self._block = block
        self._live = live
        self._rank = rank
        self._known = known
        self._amounts: dict[Point, Amounts] = {(): Amounts(block, known)}
        self._questions = _questions(block, live, known, missing)
        self._open_after = _open_after(self._questions, live)
        self._outdone = _outdone(block, live, self._amounts[()])
        self._steps = 0
        self._memo: dict[tuple[int, int, Point], int] = {}
        self._nodes: dict[tuple[int, tuple[int, ...]], int] = {}
        self._ends: dict[tuple[Word, tuple[int | None, ...]], int] = {}
        self._deciding = 0
        self._needs: int | None = None
        self._surely: dict[int, Outcome] = {}
        self._limits: set[tuple[int | None, ...]] = set()
        self._entitled: set[int | None] = set()

    def summary(self) -> Summary:
        """Return what holds in every completion.

        Raises:
            TooManySteps: the budget is used up.
        """
        root = self._explore(0, self._live, ())
        first, *others = self._surely.values()
        limits, entitled = first.limits, first.entitled
        for other in others:
            limits = tuple(_less(one, two) for one, two in zip(limits, other.limits, strict=True))
            entitled = _less(entitled, other.entitled)
        words = frozenset(outcome.word for outcome in self._surely.values())
        if len(words) == 1:
            agreed = zip(*self._limits, strict=True)
            limits = tuple(_agreed(set(one), less) for one, less in zip(agreed, limits, strict=True))
            entitled = _agreed(self._entitled, entitled)
        return Summary(
            words=words,
            limits=limits,
            entitled=entitled,
            needs=self._needs,
            deciding=self._deciding & self._live & ~self._open_after[0] or self._deciding,
            conflict=all(outcome.conflict for outcome in self._surely.values()),
            missing=self._asked(root),
        )

    def _explore(self, level: int, live: int, point: Point) -> int:
        live = self._relevant(level, live)
        key = (level, live, point)
        if key not in self._memo:
            last = level == len(self._questions)
            self._steps += JUDGING if last else len(self._questions[level].branches)
            if self._steps > BUDGET:
                raise TooManySteps
            self._memo[key] = self._end(live, point) if last else self._ask(level, live, point)
        return self._memo[key]

    def _relevant(self, level: int, live: int) -> int:
        """Leave out the rules that can neither change nor decide the outcome any more."""
        settled = live & ~self._open_after[level]
        if settled & self._block.never:
            live &= ~self._block.may[-1]
        for bit in bits_of(settled & self._block.everyone if self._outdone else 0):
            live &= ~self._outdone.get(bit, 0)
        return live

    def _ask(self, level: int, live: int, point: Point) -> int:
        question = self._questions[level]
        children = []
        for mask, value in question.branches:
            left = live & mask
            priced = value is not None and left & question.priced
            further = (*point, (question.fact.key, value)) if priced and value is not None else point
            children.append(self._explore(level + 1, left, further))
        if all(child == children[0] for child in children):
            return children[0]
        return self._nodes.setdefault((level, tuple(children)), len(self._nodes))

    def _end(self, holding: int, point: Point) -> int:
        outcome = surely = judge(self._block, holding, self._rank, self._amounts[()])
        if point:
            if point not in self._amounts:
                self._amounts[point] = Amounts(self._block, {**self._known, **dict(point)})
            outcome = judge(self._block, holding, self._rank, self._amounts[point])
        self._surely[holding] = surely
        self._limits.add(outcome.limits)
        self._entitled.add(outcome.entitled)
        self._deciding |= outcome.deciding
        if outcome.needs is not None:
            self._needs = max(outcome.needs, self._needs or 0)
        return self._ends.setdefault((outcome.word, outcome.limits), -1 - len(self._ends))

    def _asked(self, root: int) -> frozenset[str]:
        by_number = {number: node for node, number in self._nodes.items()}
        asked: set[str] = set()
        reached, waiting = {root}, [root]
        while waiting:
            node = waiting.pop()
            if node < 0:
                continue
            level, children = by_number[node]
            asked.add(self._questions[level].fact.key)
            fresh = set(children) - reached
            reached |= fresh
            waiting.extend(fresh)
        return frozenset(asked)


def _agreed(amounts: set[int | None], otherwise: int | None) -> int | None:
    """Return the amount that all completions come to, or else what is sure without it."""
    return next(iter(amounts)) if len(amounts) == 1 else otherwise


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else min(one, other)


def _open_after(questions: Sequence[Question], live: int) -> list[int]:
    """Return, for every level, the rules that some question from there on may still refute."""
    found = [0]
    for question in reversed(questions):
        refuted = 0
        for mask, _ in question.branches:
            refuted |= live & ~mask
        found.append(found[-1] | refuted)
    return found[::-1]


def _outdone(block: Block, live: int, known: Amounts) -> dict[int, int]:
    """Return, for each rule, the `may` rules that give strictly less and to no lower role."""
    giving = live & (block.must | block.may[-1])
    if not block.remedy.in_money or giving.bit_count() > FEW:
        return {}
    amounts = {bit: amount for bit in bits_of(giving) if (amount := known[bit]) is not None}
    ranks = {bit: block.rules[bit].who.rank for bit in amounts}
    return {
        bit: sum(
            1 << other
            for other, less in amounts.items()
            if less < amount and ranks[other] >= ranks[bit] and block.may[-1] >> other & 1
        )
        for bit, amount in amounts.items()
    }


def _questions(
    block: Block, live: int, known: Mapping[str, Value], missing: Sequence[tuple[Fact, Column | None]]
) -> tuple[Question, ...]:
    """Return the missing facts as questions, those that amounts need last, so that most ways have met by
    then."""
    plain, priced = [], []
    for fact, column in missing:
        pricing = sum(1 << bit for bit in bits_of(live) if fact.key in block.needed[bit])
        if pricing:
            branches = samples(fact, column, block, live, known)
            priced.append(Question(fact, branches, pricing))
        elif column is not None:
            masks = dict.fromkeys(
                (column.masks[region] >> block.offset) & live for region in column.inhabited
            )
            plain.append(Question(fact, tuple((mask, None) for mask in masks), 0))
    return (*plain, *priced)
