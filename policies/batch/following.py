"""Derived facts over columns: what follows from others, worked out once for all rows that are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from policies.batch.intake import Given
from policies.derivation import derivable, derived_value
from policies.errors import BadFact
from policies.reasoning.case import read_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from policies.derivation import Derivation
    from policies.fact import Fact
    from policies.spans import Value
    from policies.vocabulary import Vocabulary

    Coded: TypeAlias = tuple[NDArray[np.intp], Sequence[Value | None]]


def derive_columns(
    given: Mapping[str, Given], vocabulary: Vocabulary, today: date | None
) -> dict[str, Given]:
    """Return columns with every derived fact that follows from them, as `derive` does for one case.

    A row whose derived value cannot occur, or contradicts the one that is given, lacks it: `decide` says what
    is wrong.
    """
    found = dict(given)
    for fact, derivation in derivable(vocabulary):
        if derivation.inputs.keys() <= given.keys() and (today is not None or not derivation.dated):
            inputs = [given[key] for key in derivation.inputs]
            follows = _following(fact, derivation, inputs, today)
            found[fact.key] = _checked(fact, follows, given.get(fact.key))
    return found


def _coded(column: Given) -> Coded:
    """Return a column as codes of its distinct values, None among them where it lacks one or it cannot
    occur."""
    values: list[Value | None]
    if column.floats is not None:
        floats = np.where(np.isfinite(column.floats), column.floats, 0.0)
        distinct, codes = np.unique(floats, return_inverse=True)
        values = [_number(number, column.fact) for number in distinct.tolist()]
    elif column.distinct:
        values = [value if value in column.fact.domain else None for value in column.distinct]
        codes = column.numbers.astype(np.intp)
    else:
        numbers, codes = np.unique(column.numbers, return_inverse=True)
        values = [number if number in column.fact.domain else None for number in numbers.tolist()]
    if column.lacking is not None:
        codes = np.where(column.lacking, len(values), codes)
        values.append(None)
    return codes.astype(np.intp), values


def _number(number: float, fact: Fact) -> Value | None:
    try:
        return read_value(number, fact)
    except BadFact:
        return None


def _paired(columns: Sequence[Coded]) -> tuple[NDArray[np.intp], list[tuple[Value | None, ...]]]:
    """Return several columns as codes of the combinations of values that occur."""
    codes = columns[0][0]
    combinations: list[tuple[Value | None, ...]] = [(value,) for value in columns[0][1]]
    for others, values in columns[1:]:
        width = max(1, len(values))
        distinct, codes = np.unique(codes * width + others, return_inverse=True)
        combinations = [(*combinations[pair // width], values[pair % width]) for pair in distinct.tolist()]
    return codes.astype(np.intp), combinations


def _following(fact: Fact, derivation: Derivation, inputs: Sequence[Given], today: date | None) -> Coded:
    codes, combinations = _paired([_coded(column) for column in inputs])
    values: list[Value | None] = []
    for combination in combinations:
        known = {
            key: value for key, value in zip(derivation.inputs, combination, strict=True) if value is not None
        }
        values.append(derived_value(fact, derivation, known, today))
    return codes, values


def _checked(fact: Fact, follows: Coded, given: Given | None) -> Given:
    """Return what follows, or where nothing does what is given; lacking where they contradict each other."""
    if given is None:
        own: Coded = (np.zeros(len(follows[0]), np.intp), [None])
    else:
        own = _coded(given)
    codes, pairs = _paired([follows, own])
    kept: list[Value] = []
    lacking: list[bool] = []
    for derived, stated in pairs:
        value = stated if derived is None else derived
        lacking.append(value is None or value not in fact.domain or stated not in (None, value))
        kept.append(0 if value is None else value)
    absent = np.array(lacking, np.bool_)[codes] if lacking else np.zeros(0, np.bool_)
    return Given(fact, codes.astype(np.int64), None, tuple(kept) or (0,), absent if absent.any() else None)
