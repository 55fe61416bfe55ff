"""Steps: the smallest difference between two values of a fact, and the nearest value of a stretch."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policies.fact import Fact
    from policies.reasoning.column import Column
    from policies.spans import Value


@lru_cache(maxsize=256)
def step_of(column: Column) -> Value:
    """Return one step of a fact: a minor unit, a day, a place, a unit of the last decimal written.

    What counts as written are the cells of the policy and the fact's own lowest and highest value.
    """
    if column.fact.stepped:
        return 1
    exponents = (Decimal(point).as_tuple().exponent for point in column.points)
    return Decimal(1).scaleb(min((int(exponent) for exponent in exponents), default=0))


def nearest_in(column: Column, region: int, value: Value | None) -> Value:
    """Return the value of a region that is nearest to `value` and whole steps from the region's ends.

    Where a region is too short for a step it is its middle; where nothing is given to be near to, the lowest.
    """
    low, high = column.ends(region)
    if low is not None and low == high:
        return low
    step = step_of(column)
    first = None if low is None else low + step
    last = None if high is None else high - step
    if first is not None and last is not None and first > last:
        return _middle(Decimal(first - step), Decimal(last + step))
    wanted = value if value is not None else first if first is not None else last
    if wanted is None:
        return 0 if column.fact.stepped else Decimal(0)
    if first is not None and wanted < first:
        return first
    return last if last is not None and wanted > last else wanted


def distance(fact: Fact, one: Value | None, other: Value) -> Fraction:
    """Return how far apart two values are, as a share of the fact's range.

    1 where they cannot be compared or one is not known; where the range has no end, the larger of the two
    values stands for it.
    """
    if one is None or not fact.comparable:
        return Fraction(1)
    gap = abs(Fraction(one) - Fraction(other))
    low, high = fact.lowest, fact.highest
    if low is not None and high is not None:
        whole = Fraction(high) - Fraction(low)
    else:
        whole = max(abs(Fraction(one)), abs(Fraction(other)))
    return gap / whole if whole else gap


def _middle(low: Decimal, high: Decimal) -> Decimal:
    return (low + high) / 2
