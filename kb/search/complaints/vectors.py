"""Features to vectors: numbered, weighed by how rare they are, each family at its share, of length 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.search.complaints.features import families
from kb.search.complaints.ridge import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kb.search.complaints.features import Features


@dataclass(frozen=True, slots=True)
class Vectors:
    """The features that examples have, by number, and how telling each is."""

    numbers: dict[str, int]
    rarity: NDArray[np.float64]
    unheard: float

    @classmethod
    def learnt(cls, examples: Sequence[Features]) -> tuple[Vectors, Rows]:
        """Number and weigh the features of all examples; return also the examples as rows."""
        numbers: dict[str, int] = {}
        columns: list[int] = []
        values: list[float] = []
        begins, shares = [0], []
        for example in examples:
            for share, found in families(example):
                columns += [numbers.setdefault(key, len(numbers)) for key in found]
                values += found.values()
                begins.append(len(columns))
                shares.append(share)
        places = np.array(columns, dtype=np.int64)
        having = np.bincount(places, minlength=len(numbers))
        size = len(examples)
        rarity = np.log((1 + size) / (1 + having)) + 1
        each = len(shares) // max(1, size)
        weighed = _shared(np.array(values) * rarity[places], np.array(begins), np.array(shares), each)
        rows = Rows(np.array(begins[::each]), places, weighed.astype(np.float32), len(numbers))
        return cls(numbers, rarity, float(np.log(1 + size)) + 1), rows

    def vector(self, features: Features) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the numbers and values of what examples have of these features.

        What none of them has makes the rest count less, as it would in an example.
        """
        columns: list[int] = []
        values: list[float] = []
        begins, shares = [0], []
        for share, found in families(features):
            columns += [self.numbers.get(key, -1) for key in found]
            values += found.values()
            begins.append(len(columns))
            shares.append(share)
        places = np.array(columns, dtype=np.int64)
        rarity = np.where(places >= 0, self.rarity[places], self.unheard)
        weighed = _shared(np.array(values) * rarity, np.array(begins), np.array(shares), len(shares))
        known = places >= 0
        return places[known], weighed[known]


def _shared(
    values: NDArray[np.float64], begins: NDArray[np.int64], shares: NDArray[np.float64], each: int
) -> NDArray[np.float64]:
    """Give every family its share, then every example length 1; `each` families make an example."""
    lengths = _lengths(values, begins)
    scaled = values * np.repeat(np.divide(shares, lengths), np.diff(begins))
    whole = begins[::each]
    return np.asarray(scaled / np.repeat(_lengths(scaled, whole), np.diff(whole)))


def _lengths(values: NDArray[np.float64], begins: NDArray[np.int64]) -> NDArray[np.float64]:
    sums = np.concatenate(([0.0], np.cumsum(values * values)))
    lengths = np.sqrt(np.maximum(sums[begins[1:]] - sums[begins[:-1]], 0.0))
    return np.where(lengths > 1e-9, lengths, 1.0)
