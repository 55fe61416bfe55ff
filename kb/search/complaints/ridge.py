"""Ridge regression over likenesses, in closed form, with what it would have said of each example unseen.

Of `n` examples with likenesses `K` and weights `w`, the coefficients are `(K + r/w)⁻¹ Y`. The same inverse
gives, without training again, each example's scores had it been left out, and had its whole type been left
out (Rasmussen & Williams, Gaussian Processes, 5.4.2). That is what confidence is measured by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Numbers = NDArray[np.int64]

_REGULARITY = 0.6


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse vectors, one an example: the features of row `i` are `columns[begins[i]:begins[i + 1]]`."""

    begins: Numbers
    columns: Numbers
    values: NDArray[np.float32]
    width: int

    def row_of(self) -> Numbers:
        """Return for each value the row it is in."""
        return np.repeat(np.arange(len(self.begins) - 1), np.diff(self.begins))


@dataclass(frozen=True, slots=True)
class Fit:
    """`weights` scores a vector by type; `unseen` and `untyped` are the examples' own scores.

    A row of `unseen` is what it would have scored, left out; of `untyped`, had there been no example of its
    type (the type's own column means nothing there).
    """

    weights: NDArray[np.float32]
    unseen: Matrix
    untyped: Matrix


def fit(rows: Rows, types: Numbers, count: int, weights: Matrix) -> Fit:
    """Learn to tell `count` types apart; `types` and `weights` are the examples'."""
    size = len(types)
    wanted = np.zeros((size, count))
    wanted[np.arange(size), types] = 1.0
    system = likenesses(rows)
    system[np.diag_indices(size)] += (_REGULARITY / weights).astype(np.float32)
    inverse = np.linalg.inv(system)  # its eigenvalues are nowhere near nought: single precision is enough
    coefficients = np.asarray(inverse @ wanted, dtype=np.float64)
    unseen = wanted - coefficients / np.diag(inverse)[:, None]
    untyped = np.zeros_like(unseen)
    for each in range(count):
        own = np.flatnonzero(types == each)
        untyped[own] = wanted[own] - np.linalg.solve(inverse[np.ix_(own, own)], coefficients[own])
    return Fit(_folded(rows, coefficients), unseen, untyped)


def likenesses(rows: Rows) -> NDArray[np.float32]:
    """Return the products of all rows with each other.

    The few features that many rows have are multiplied densely, the many that few have list by list:
    either way alone takes ten times as long.
    """
    size = len(rows.begins) - 1
    row = rows.row_of()
    having = np.bincount(rows.columns, minlength=rows.width)
    common = having > max(8, size // 16)
    number = np.cumsum(common) - 1
    dense = np.zeros((size, int(common.sum())), dtype=np.float32)
    often = common[rows.columns]
    dense[row[often], number[rows.columns[often]]] = rows.values[often]
    product = dense @ dense.T
    rare = np.flatnonzero(~often & (having[rows.columns] > 1))
    order = rare[np.argsort(rows.columns[rare], kind="stable")]
    lists = np.searchsorted(rows.columns[order], np.arange(rows.width + 1))
    members, values = row[order], rows.values[order]
    where = np.searchsorted(row[rare], np.arange(size + 1))
    for each in range(size):
        mine = rare[where[each] : where[each + 1]]
        if not len(mine):
            continue
        columns = rows.columns[mine]
        lengths = lists[columns + 1] - lists[columns]
        ends = np.cumsum(lengths)
        at = np.arange(ends[-1]) + np.repeat(lists[columns] - (ends - lengths), lengths)
        shares = values[at] * np.repeat(rows.values[mine], lengths)
        product[each] += np.bincount(members[at], weights=shares, minlength=size).astype(np.float32)
    return np.asarray(product)


def _folded(rows: Rows, coefficients: Matrix) -> NDArray[np.float32]:
    """Return for each feature what it says for each type."""
    order = np.argsort(rows.columns, kind="stable")
    columns = rows.columns[order]
    row, values = rows.row_of()[order], rows.values[order]
    weights = np.zeros((rows.width, coefficients.shape[1]), dtype=np.float32)
    narrow = coefficients.astype(np.float32)
    for begin in range(0, len(columns), 1 << 16):
        part = slice(begin, begin + (1 << 16))
        said = narrow[row[part]] * values[part, None]
        first = np.flatnonzero(np.diff(columns[part], prepend=-1))
        if len(first):
            weights[columns[part][first]] += np.add.reduceat(said, first, axis=0)
    return weights
