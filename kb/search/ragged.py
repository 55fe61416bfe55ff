"""Rows of different lengths in one array, so that ten thousand pages cost no more objects than one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Row `n` is `values[at[n]:at[n + 1]]`."""

    values: Numbers
    at: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[Numbers]) -> Ragged:
        """Put these rows one after the other; there must be one at least."""
        at = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in rows], out=at[1:])
        return cls(rows[0] if len(rows) == 1 else np.concatenate(rows), at)

    @classmethod
    def joined(cls, parts: Sequence[Ragged]) -> Ragged:
        """Put the rows of several one after the other; there must be one part at least."""
        if len(parts) == 1:
            return parts[0]
        ends = np.cumsum([0, *(part.at[-1] for part in parts)])
        moved = [part.at[1:] + end for part, end in zip(parts, ends[:-1].tolist(), strict=True)]
        at = np.concatenate([np.zeros(1, dtype=np.int64), *moved])
        return cls(np.concatenate([np.asarray(part.values) for part in parts]), at)

    def row(self, number: int) -> Numbers:
        """Return one row, without copying it."""
        return self.values[self.at[number] : self.at[number + 1]]

    def rows(self, numbers: NDArray[np.int64]) -> tuple[Numbers, NDArray[np.int64]]:
        """Return several rows, one after the other, and how long each is."""
        begins = self.at[numbers]
        lengths = self.at[numbers + 1] - begins
        ends = lengths.cumsum()
        return self.values[np.arange(ends[-1]) + (begins - ends + lengths).repeat(lengths)], lengths

    def kept(self, rows: NDArray[np.bool_]) -> Ragged:
        """Return only the rows that are marked."""
        if rows.all():
            return self
        lengths = np.diff(self.at)
        at = np.zeros(int(rows.sum()) + 1, dtype=np.int64)
        np.cumsum(lengths[rows], out=at[1:])
        return Ragged(np.asarray(self.values)[np.repeat(rows, lengths)], at)
