"""Judging columns: from the rules that hold to words, limits and ranks, as `judge` does for one case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policies.batch.answers import NOTHING, WORDS
from policies.batch.formula import TOO_LARGE, Formula
from policies.batch.lane import anywhere, lowest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from policies.batch.answers import Answers
    from policies.batch.intake import Given
    from policies.batch.lane import Lane, Words

_NONE, _NEVER, _NEEDS, _MAY, _MUST = (np.int8(code) for code in range(len(WORDS)))


class Judge:
    """Judges one remedy; rows are numbered over the whole columns."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self._formulas = {
            place: Formula(limit)
            for place, at in enumerate(lane.rules)
            if (limit := lane.block.rules[at].limit) is not None and limit.facts
        }

    def judge(
        self,
        words: Words,
        given: Mapping[str, Given],
        ranks: NDArray[np.intp],
        start: int,
        answers: Answers,
    ) -> None:
        """Fill in the answers for the rows from `start` on; undecide those whose amounts are too large."""
        lane, mine = self.lane, answers.remedies[self.lane.block.remedy.key]
        mine.word[start : start + len(ranks)] = _NONE
        some = np.flatnonzero(np.bitwise_or.reduce(words)) if len(words) > 1 else np.flatnonzero(words[0])
        if not some.size:
            return
        words, ranks, rows = [word[some] for word in words], ranks[some], some + start
        if lane.huge.any():
            answers.decided[rows[anywhere(words, lane.huge)]] = False
        holding = _Holding(lane, words, rows)
        if lane.in_money and self._formulas:
            self._price(holding, given, answers)
        lowest_may, must = self._lowest_may(words), anywhere(words, lane.must)
        word = np.where(lowest_may < 0, _NONE, np.where(lowest_may <= ranks, _MAY, _NEEDS))
        word[must] = _MUST
        asked = np.where(must, holding.who, lowest_may)
        needs = np.where(asked > ranks, asked, NOTHING)
        never = anywhere(words, lane.never)
        if never.any():
            holding.forbid(never)
            word[never] = np.where(must[never], _NEEDS, _NEVER)
            needs[never] = np.where(must[never], len(lane.by_rank) - 1, NOTHING)
        mine.word[rows], mine.needs[rows], mine.entitled[rows] = word, needs, holding.entitled
        mine.limits[:, rows] = holding.limits
        mine.limit[rows] = holding.limits[ranks, np.arange(len(ranks))]

    def _lowest_may(self, words: Words) -> NDArray[np.int8]:
        found = np.full(len(words[0]), NOTHING, np.int8)
        for rank in range(len(self.lane.within) - 1, -1, -1):
            found[anywhere(words, self.lane.within[rank])] = rank
        return found

    def _price(self, holding: _Holding, given: Mapping[str, Given], answers: Answers) -> None:
        """Add the amounts that need facts to what the fixed ones give."""
        some = np.flatnonzero(anywhere(holding.words, self.lane.priced) & answers.decided[holding.rows])
        for place, formula in self._formulas.items():
            bit = np.uint64(1) << np.uint64(place % 64)
            here = some[(holding.words[place // 64][some] & bit) != 0]
            if here.size:
                amounts = formula.of(given, holding.rows[here])
                answers.decided[holding.rows[here[amounts == TOO_LARGE]]] = False
                holding.add(self.lane.rules[place], here, amounts)


class _Holding:
    """What the rules that hold give: limits by rank, the entitlement, and the lowest role that has it."""

    def __init__(self, lane: Lane, words: Words, rows: NDArray[np.intp]) -> None:
        self.words = words
        self.rows = rows
        self._rules = lane.block.rules
        self.entitled = lowest(words, lane.must, lane.amount)
        self.who = lowest(words, lane.must, lane.who)
        self.limits = np.full((len(lane.by_rank), len(rows)), NOTHING, np.int64)
        if lane.in_money:
            for rank, chosen in enumerate(lane.by_rank):
                self.limits[rank] = lowest(words, chosen, lane.amount)

    def add(self, rule: int, here: NDArray[np.intp], amounts: NDArray[np.int64]) -> None:
        """Add what one rule gives to some of the rows."""
        effect, rank = self._rules[rule].effect, self._rules[rule].who.rank
        for each in self.limits[rank:]:
            each[here] = np.maximum(each[here], amounts)
        if effect == "must":
            before, who = self.entitled[here], self.who[here]
            equal = np.where(amounts == before, np.minimum(who, rank), who)
            self.who[here] = np.where(amounts > before, rank, equal)
            self.entitled[here] = np.maximum(before, amounts)

    def forbid(self, which: NDArray[np.bool_]) -> None:
        """Let nothing be given."""
        self.limits[:, which] = NOTHING
        self.entitled[which] = NOTHING
