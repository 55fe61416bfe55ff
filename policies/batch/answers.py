"""What a batch answers: for every remedy an array of words, of limits and of ranks to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from policies.vocabulary import Remedy

WORDS = ("none", "never", "needs", "may", "must")
"""Words by their code."""
UNDECIDED = -1
"""The code of a row that is left to `decide`."""
NOTHING = -1
"""Stands for no amount and for nobody to ask."""


@dataclass(frozen=True, slots=True)
class RemedyAnswers:
    """The verdicts on one remedy, row by row.

    `word` are codes of `WORDS`; `limits` minor units by rank and row, `limit` those of the acting role,
    `entitled` what the customer must get; `needs` the rank that has to be asked. -1 is no amount, nobody, or
    `UNDECIDED`.
    """

    remedy: Remedy
    word: NDArray[np.int8]
    limits: NDArray[np.int64]
    limit: NDArray[np.int64]
    entitled: NDArray[np.int64]
    needs: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Answers:
    """The verdicts on every remedy, by its key; `decided` marks the rows that have been decided here."""

    decided: NDArray[np.bool_]
    remedies: Mapping[str, RemedyAnswers]

    @property
    def left(self) -> NDArray[np.intp]:
        """The rows that `decide` has to decide one by one."""
        return np.flatnonzero(~self.decided)


def blank(remedies: tuple[Remedy, ...], ranks: int, rows: int) -> dict[str, RemedyAnswers]:
    """Return answers to be filled in, every row undecided."""
    return {
        remedy.key: RemedyAnswers(
            remedy,
            word=np.full(rows, UNDECIDED, np.int8),
            limits=np.full((ranks, rows), NOTHING, np.int64),
            limit=np.full(rows, NOTHING, np.int64),
            entitled=np.full(rows, NOTHING, np.int64),
            needs=np.full(rows, NOTHING, np.int8),
        )
        for remedy in remedies
    }
