"""Columns taken in: arrays of one fact's values, made canonical, and the rows that lack one marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from policies.errors import BadFact
from policies.reasoning.case import read_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from policies.fact import Fact
    from policies.spans import Value

SAFE = 2**62
"""Integers of 64 bits are trusted below this."""
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Given:
    """One fact's values by row: whole `numbers`, or `floats`, or codes into `distinct` canonical values.

    `lacking` marks the rows without a usable value, None if there are none.
    """

    fact: Fact
    numbers: NDArray[np.int64]
    floats: NDArray[np.float64] | None = None
    distinct: tuple[Value, ...] = ()
    lacking: NDArray[np.bool_] | None = None

    def value(self, row: int) -> Value:
        """Return the canonical value of one row, as `read_case` would."""
        if self.floats is not None:
            return read_value(float(self.floats[row]), self.fact)
        number = int(self.numbers[row])
        return self.distinct[number] if self.distinct else number

    def whole(self, rows: NDArray[np.intp]) -> NDArray[np.int64] | None:
        """Return the values of some rows as integers; None where they are not all whole and safe."""
        if self.floats is not None:
            floats = self.floats[rows]
            exact = bool(np.all((np.abs(floats) < 2**53) & (floats == np.floor(floats))))
            return floats.astype(np.int64) if exact else None
        numbers = self.numbers[rows]
        if not self.distinct:
            return numbers
        used = np.unique(numbers)
        if any(self.distinct[at] != int(self.distinct[at]) or abs(self.distinct[at]) >= SAFE for at in used):
            return None
        table = np.zeros(len(self.distinct), np.int64)
        table[used] = [int(self.distinct[at]) for at in used]
        return table[numbers]


def take_in(fact: Fact, column: NDArray[np.generic]) -> Given:
    """Return a column of canonical values: integers are taken as they are, text and objects are read.

    Integers are whole numbers, minor units of money, places of a choice, 0 and 1 for yes/no and ordinals of
    days. Booleans are for yes/no, floats for numbers (NaN is unknown), `datetime64` for days. Arrays of text
    or of Python objects are read value by value, as `decide` reads a fact. What a masked array masks is
    unknown.

    Raises:
        BadFact: the array is of a type that cannot hold this fact, or has more than one dimension.
    """
    masked = np.ma.getmaskarray(column) if isinstance(column, np.ma.MaskedArray) else None
    plain = np.asarray(np.ma.getdata(column))
    if plain.ndim != 1:
        raise BadFact(f"{fact.key}: a column has one dimension, not {plain.ndim}")
    read = _READERS.get((plain.dtype.kind, fact.type)) or _READERS.get((plain.dtype.kind, ""))
    if read is None:
        raise BadFact(f"{fact.key}: an array of {plain.dtype} cannot hold a {fact.type}", _HINT)
    given = read(fact, plain)
    if masked is None or not masked.any():
        return given
    lacking = masked if given.lacking is None else masked | given.lacking
    return Given(fact, given.numbers, given.floats, given.distinct, lacking)


_HINT = "integers are canonical values; text and objects are read as in a case"


def _integers(fact: Fact, column: NDArray[np.generic]) -> Given:
    lacking = None
    if column.dtype.kind == "u" and column.dtype.itemsize == 8:
        large = column.view(np.uint64) >= np.uint64(SAFE)
        lacking = large if large.any() else None
    numbers = column.astype(np.int64)
    if numbers.size and (numbers.max() >= SAFE or numbers.min() <= -SAFE):
        large = (numbers >= SAFE) | (numbers <= -SAFE)
        lacking = large if lacking is None else lacking | large
    return Given(fact, numbers, lacking=lacking)


def _floats(fact: Fact, column: NDArray[np.generic]) -> Given:
    floats = column.astype(np.float64)
    lacking = ~np.isfinite(floats)
    return Given(fact, np.empty(0, np.int64), floats, lacking=lacking if lacking.any() else None)


def _days(fact: Fact, column: NDArray[np.generic]) -> Given:
    lacking = np.isnat(column.view(column.dtype))
    days = column.astype("datetime64[D]")
    uneven = lacking | (days.astype(column.dtype) != column)
    return Given(fact, days.astype(np.int64) + _EPOCH, lacking=uneven if uneven.any() else None)


def _objects(fact: Fact, column: NDArray[np.generic]) -> Given:
    """Read every distinct value once; equal values of different types (`True`, `1`) are distinct."""
    known: dict[tuple[type, object], int] = {}
    values: list[Value] = []
    codes: list[int] = []
    for value in column.tolist():
        key = (type(value), value) if isinstance(value, str) or value.__hash__ else (type(value), repr(value))
        code = known.get(key)
        if code is None:
            code = known[key] = _read(value, fact, values)
        codes.append(code)
    numbers = np.array(codes, np.int64)
    lacking = numbers < 0
    numbers[lacking] = 0
    return Given(fact, numbers, None, tuple(values) or (0,), lacking if lacking.any() else None)


def _read(value: object, fact: Fact, values: list[Value]) -> int:
    if value is None or (isinstance(value, str) and not value.strip()):
        return -1
    try:
        values.append(read_value(value, fact))
    except BadFact:
        return -1
    return len(values) - 1


_READERS: dict[tuple[str, str], Callable[[Fact, NDArray[np.generic]], Given]] = {
    ("i", ""): _integers,
    ("u", ""): _integers,
    ("b", "yes/no"): _integers,
    ("f", "number"): _floats,
    ("M", "date"): _days,
    ("U", ""): _objects,
    ("O", ""): _objects,
}
