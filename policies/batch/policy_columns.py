"""A policy ready for columns: a chunk of rows at a time, every fact classed, every remedy judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policies.batch.answers import Answers, RemedyAnswers, blank
from policies.batch.axis import OUTSIDE, Axis
from policies.batch.following import derive_columns
from policies.batch.intake import Given, take_in
from policies.batch.judging import Judge
from policies.batch.lane import Lane
from policies.errors import BadFact, UnknownFact, UnknownRole
from policies.label import suggestion
from policies.reasoning.column import Column

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from policies.fact import Fact
    from policies.policy import Policy
    from policies.vocabulary import Role

CHUNK = 2**14
"""Rows decided at once, few enough to stay near the processor."""


def compile_columns(policy: Policy) -> PolicyColumns:
    """Make a policy ready to decide columns; compile once, decide often."""
    return PolicyColumns(policy)


class PolicyColumns:
    """One policy over columns."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._judges = tuple(Judge(Lane(block)) for block in policy.blocks)
        self._order = np.concatenate([judge.lane.order for judge in self._judges])
        self._everyone = np.packbits(self._order >= 0, bitorder="little").view(np.uint64)
        self._axes: dict[str, Axis] = {}
        for fact in policy.facts:
            self._axis(fact)

    def decide_columns(
        self,
        columns: Mapping[str, NDArray[np.generic]],
        role: Role | NDArray[np.integer],
        as_of: date | None = None,
    ) -> Answers:
        """Decide every row: what `decide` says of a case whose facts are all known.

        Args:
            columns: an array for every fact the policy uses, by key, all of one length; see `take_in` for
                their types. A derived fact may be left out where what it follows from is given.
            role: the acting role, or its rank row by row.
            as_of: the day of the decisions, for facts derived with it; without it those must be given.

        Raises:
            UnknownFact: a key the vocabulary does not have.
            UnknownRole: a rank that no role has.
            BadFact: arrays of different lengths, or of a type that cannot hold their fact.
        """
        given = derive_columns(self._take_in(columns), self.policy.vocabulary, as_of)
        rows = max((len(column) for column in columns.values()), default=0)
        ranks = self._ranks(role, rows)
        answers = Answers(
            np.zeros(rows, np.bool_), blank(self.policy.vocabulary.remedies, self._top + 1, rows)
        )
        if self.policy.fact_keys <= given.keys():
            for start in range(0, rows, CHUNK):
                self._decide(given, ranks, slice(start, min(start + CHUNK, rows)), answers)
        return answers

    @property
    def _top(self) -> int:
        return len(self.policy.vocabulary.roles) - 1

    def _take_in(self, columns: Mapping[str, NDArray[np.generic]]) -> dict[str, Given]:
        facts = self.policy.vocabulary.fact_at
        for key in columns:
            if key not in facts:
                raise UnknownFact(f"no fact `{key}`", suggestion(key, facts))
        given = {key: take_in(facts[key], column) for key, column in columns.items()}
        if len({len(column) for column in columns.values()}) > 1:
            raise BadFact("the columns differ in length")
        return given

    def _axis(self, fact: Fact) -> Axis:
        """Return a fact's axis; of one the policy does not use, to find values that cannot occur."""
        if fact.key not in self._axes:
            ordered = [rule for block in self.policy.blocks for rule in block.rules]
            self._axes[fact.key] = Axis(Column(fact, ordered), self._order)
        return self._axes[fact.key]

    def _ranks(self, role: Role | NDArray[np.integer], rows: int) -> NDArray[np.intp]:
        ranks = role.astype(np.intp) if isinstance(role, np.ndarray) else np.full(rows, role.rank, np.intp)
        if len(ranks) != rows or (rows and (ranks.min() < 0 or ranks.max() > self._top)):
            raise UnknownRole(f"ranks are from 0 to {self._top}, one for every row")
        return ranks

    def _decide(
        self, given: Mapping[str, Given], ranks: NDArray[np.intp], rows: slice, answers: Answers
    ) -> None:
        decided = answers.decided[rows]
        decided[:] = True
        words = self._standing(given, rows, decided)
        start = 0
        for judge in self._judges:
            count = len(judge.lane.order) // 64
            judge.judge(words[start : start + count], given, ranks[rows], rows.start, answers)
            start += count
        for each in answers.remedies.values():
            _forget(each, rows, ~decided)

    def _standing(
        self, given: Mapping[str, Given], rows: slice, decided: NDArray[np.bool_]
    ) -> list[NDArray[np.uint64]]:
        """Return the rules that hold, in words, and strike out the rows that are not to be decided."""
        words = [np.full(len(decided), word, np.uint64) for word in self._everyone]
        for each in given.values():
            if each.lacking is not None:
                decided &= ~each.lacking[rows]
            axis = self._axis(each.fact)
            classes = axis.classify(each, rows)
            if not classes.all():
                decided &= classes != OUTSIDE
            for place, masks in axis.masks:
                words[place] &= masks.take(classes, mode="clip")
        return words


def _forget(answers: RemedyAnswers, rows: slice, which: NDArray[np.bool_]) -> None:
    if which.any():
        for column in (answers.word, answers.limit, answers.entitled, answers.needs):
            column[rows][which] = -1
        answers.limits[:, rows][:, which] = -1
