"""Missing facts: what is certain in every completion of a case, and which of them matter.

A completion gives every missing fact a value of its domain. Completions are explored fact by fact, the rules not yet
refuted carried along: two ways that leave the same rules standing continue as one, and equal continuations are one
node of a decision diagram. A fact matters exactly if the reduced diagram still asks for it.

Facts that only conditions use are split into the classes of values the open cells tell apart. A fact that an amount
needs is tried at the ends of its stretches and where the amounts' order changes (every value of short ones), so a
fact named missing always has two completions that prove it.

A table that would need more than `BUDGET` steps is answered `depends`, with every open fact missing: narrower than
the truth, never wider.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from policies.reasoning.judge import bits_of, judge
from policies.reasoning.sampling import samples

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policies.fact import Fact
    from policies.policy import Block
    from policies.reasoning.column import Column
    from policies.reasoning.judge import Outcome, Word
    from policies.spans import Value

BUDGET = 200_000
"""Steps for one remedy: some tenths of a second."""

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
    """What all completions have in common."""

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
        self._questions = _questions(block, live, known, missing)
        self._steps = 0
        self._memo: dict[tuple[int, int, Point], int] = {}
        self._nodes: dict[tuple[int, tuple[int, ...]], int] = {}
        self._ends: dict[tuple[Word, tuple[int | None, ...]], int] = {}
        self._certain = live
        self._deciding = 0
        self._needs: int | None = None
        self._surely: list[Outcome] = []
        self._seen: set[int] = set()

    def summary(self) -> Summary:
        """Return what holds in every completion.

        Raises:
            TooManySteps: the budget is used up.
        """
        root = self._explore(0, self._live, ())
        first, *others = self._surely
        limits, entitled = first.limits, first.entitled
        for other in others:
            limits = tuple(_less(one, two) for one, two in zip(limits, other.limits, strict=True))
            entitled = _less(entitled, other.entitled)
        return Summary(
            words=frozenset(outcome.word for outcome in self._surely),
            limits=limits,
            entitled=entitled,
            needs=self._needs,
            deciding=self._deciding & self._certain or self._deciding,
            conflict=all(outcome.conflict for outcome in self._surely),
            missing=self._asked(root),
        )

    def _explore(self, level: int, live: int, point: Point) -> int:
        key = (level, live, point)
        if key in self._memo:
            return self._memo[key]
        if level == len(self._questions):
            node = self._end(live, point)
        else:
            question = self._questions[level]
            self._steps += len(question.branches)
            if self._steps > BUDGET:
                raise TooManySteps
            node = self._ask(level, question, live, point)
        self._memo[key] = node
        return node

    def _ask(self, level: int, question: Question, live: int, point: Point) -> int:
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
        outcome = judge(self._block, holding, self._rank, {**self._known, **dict(point)})
        self._certain &= holding
        self._deciding |= outcome.deciding
        if outcome.needs is not None:
            self._needs = max(outcome.needs, self._needs or 0)
        if holding not in self._seen:
            self._seen.add(holding)
            self._surely.append(judge(self._block, holding, self._rank, self._known))
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


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else min(one, other)


def _questions(
    block: Block, live: int, known: Mapping[str, Value], missing: Sequence[tuple[Fact, Column | None]]
) -> tuple[Question, ...]:
    """Return the missing facts as questions, those that amounts need last, so that most ways have met by then."""
    plain, priced = [], []
    for fact, column in missing:
        pricing = sum(1 << bit for bit in bits_of(live) if fact.key in _facts_of(block, bit))
        if pricing:
            branches = samples(fact, column, block, live, known)
            priced.append(Question(fact, branches, pricing))
        elif column is not None:
            masks = dict.fromkeys(
                (column.masks[region] >> block.offset) & live for region in column.inhabited
            )
            plain.append(Question(fact, tuple((mask, None) for mask in masks), 0))
    return (*plain, *priced)


def _facts_of(block: Block, bit: int) -> frozenset[str]:
    limit = block.rules[bit].limit
    return limit.facts if limit else frozenset()
