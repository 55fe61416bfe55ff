"""One value of a set, as plain as can be: what a witness says of a fact."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from policies.currency import EXACT
from policies.spans import HIGHEST, LOWEST, Spans

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from policies.spans import Cut, Value


def decimals_of(sets: Iterable[Spans]) -> int:
    """Return how many decimals the ends of some sets are written in: 0 for whole numbers."""
    ends = {value for spans in sets for value, _ in spans.cuts}
    return max((_decimals(Decimal(end)) for end in ends if Decimal(end).is_finite()), default=0)


def _decimals(number: Decimal) -> int:
    exponent = number.normalize(EXACT).as_tuple().exponent
    return max(0, -int(exponent))


def on_grid(low: Cut, high: Cut, decimals: int) -> Decimal | None:
    """Return the lowest number of so many decimals between two cuts, or None where there is none."""
    step = Decimal(1).scaleb(-decimals)
    if low != LOWEST:
        found = Decimal(low[0]).quantize(step, ROUND_CEILING, EXACT)
        if (found, 0) < low:
            found = EXACT.add(found, step)
        return found if (found, 0) < high else None
    if high == HIGHEST:
        return Decimal(0)
    found = Decimal(high[0]).quantize(step, ROUND_FLOOR, EXACT)
    return found if (found, 0) < high else EXACT.subtract(found, step)


def plain_value(spans: Spans, decimals: int, *, stepped: bool) -> Value:
    """Return a value of a set that is not empty: the lowest on the grid, or else the middle of a stretch."""
    if stepped:
        return _step(*spans.pieces()[0])
    for low, high in spans.pieces():
        if (found := on_grid(low, high, decimals)) is not None:
            return found
    low, high = spans.pieces()[0]
    if not low[1]:
        return low[0]
    return EXACT.divide(EXACT.add(Decimal(low[0]), Decimal(high[0])), Decimal(2))


def _step(low: Cut, high: Cut) -> Value:
    if low != LOWEST:
        return low[0]
    return 0 if high == HIGHEST or high[0] > 0 else high[0] - 1


def split_by_grid(spans: Spans, decimals: int) -> tuple[Spans, Spans]:
    """Return the pieces of a set that hold a number of so many decimals, and those that hold none."""
    with_one: list[Cut] = []
    without: list[Cut] = []
    for low, high in spans.pieces():
        (without if on_grid(low, high, decimals) is None else with_one).extend((low, high))
    return Spans(tuple(with_one)), Spans(tuple(without))


def value_of(number: Fraction, *, stepped: bool) -> Value:
    """Return a finite decimal number, found as a fraction, as a fact's value."""
    if stepped:
        return int(number)
    return EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))
