"""Linear inequalities in few unknowns, some of them whole numbers: solved exactly, without a float.

Unknowns are eliminated one after the other (Fourier and Motzkin), then found in the opposite order; the whole
numbers stand first, so that only they are ever tried one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, gcd
from typing import TYPE_CHECKING

from policies.analysis.meter import TooComplex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from policies.analysis.meter import Meter

FARTHEST = 64
"""Doublings of the distance at which a number without an end is looked for, before all are tried."""
FINEST = 25
"""Decimals of a number that is found between two ends."""


@dataclass(frozen=True, slots=True)
class Inequality:
    """`coefficients · unknowns + constant >= 0`, or `> 0` where it is `strict`; all whole numbers."""

    coefficients: tuple[int, ...]
    constant: int
    strict: bool

    @property
    def holds(self) -> bool:
        """Whether it holds where no unknown is left in it."""
        return self.constant > 0 or (self.constant == 0 and not self.strict)


def inequality(coefficients: Sequence[Fraction], constant: Fraction, *, strict: bool) -> Inequality:
    """Return an inequality over fractions as one over whole numbers."""
    numbers = (*coefficients, constant)
    scale = 1
    for number in numbers:
        scale = scale * number.denominator // gcd(scale, number.denominator)
    whole = [int(number * scale) for number in numbers]
    return _reduced(whole[:-1], whole[-1], strict=strict)


def _reduced(coefficients: Sequence[int], constant: int, *, strict: bool) -> Inequality:
    common = gcd(*coefficients, constant) or 1
    return Inequality(tuple(number // common for number in coefficients), constant // common, strict)


class System:
    """Inequalities over unknowns of which the first `whole` are whole numbers.

    Raises:
        TooComplex: the meter has run out.
    """

    def __init__(self, inequalities: Iterable[Inequality], unknowns: int, whole: int, meter: Meter) -> None:
        self._whole = whole
        self._meter = meter
        self._stages: list[list[Inequality]] | None = [list(dict.fromkeys(inequalities))]
        for place in reversed(range(unknowns)):
            stage = self._without(self._stages[0], place)
            if stage is None:
                self._stages = None
                break
            self._stages.insert(0, stage)

    @property
    def possible(self) -> bool:
        """Whether there is a solution, were all unknowns free to be fractions."""
        return self._stages is not None

    def solution(self) -> tuple[Fraction, ...] | None:
        """Return a solution, whole and finite decimal numbers, or None if there is none."""
        if self._stages is None:
            return None
        return self._extend((), self._stages)

    def _extend(
        self, found: tuple[Fraction, ...], stages: list[list[Inequality]]
    ) -> tuple[Fraction, ...] | None:
        place = len(found)
        if place == len(stages) - 1:
            return found
        ends = _ends(stages[place + 1], found)
        for value in self._values(ends) if place < self._whole else [_decimal(*ends)]:
            self._meter.spend(8)
            if value is not None and (solution := self._extend((*found, value), stages)) is not None:
                return solution
        return None

    def _values(self, ends: tuple[Fraction | None, bool, Fraction | None, bool]) -> Iterator[Fraction]:
        """Yield the whole numbers between two ends: both of them, some at growing distances, then all."""
        low, above, high, below = ends
        least = None if low is None else floor(low) + 1 if above else ceil(low)
        most = None if high is None else ceil(high) - 1 if below else floor(high)
        if least is None or most is None:
            yield from _endless(least, most)
        elif least <= most:
            # Where two lines draw apart slowly, the nearest case in which they differ is far from the ends.
            jumps = (least + (1 << power) for power in range((most - least).bit_length()))
            yield from map(Fraction, dict.fromkeys((least, most, *jumps)))
            yield from map(Fraction, range(least + 1, most))

    def _without(self, inequalities: list[Inequality], place: int) -> list[Inequality] | None:
        """Return what follows for the other unknowns, or None if nothing can satisfy it."""
        lower = [each for each in inequalities if each.coefficients[place] > 0]
        upper = [each for each in inequalities if each.coefficients[place] < 0]
        found = dict.fromkeys(each for each in inequalities if not each.coefficients[place])
        self._meter.spend(2 * len(lower) * len(upper) + len(inequalities))
        for low in lower:
            for high in upper:
                found[_combined(low, high, place)] = None
        kept = []
        for each in found:
            if any(each.coefficients):
                kept.append(each)
            elif not each.holds:
                return None
        return kept


def _combined(low: Inequality, high: Inequality, place: int) -> Inequality:
    up, down = -high.coefficients[place], low.coefficients[place]
    coefficients = [
        up * here + down * there for here, there in zip(low.coefficients, high.coefficients, strict=True)
    ]
    return _reduced(coefficients, up * low.constant + down * high.constant, strict=low.strict or high.strict)


def _endless(least: int | None, most: int | None) -> Iterator[Fraction]:
    start = least if least is not None else most if most is not None else 0
    step = 1 if least is not None or most is None else -1
    yield Fraction(start)
    for power in range(FARTHEST):
        yield Fraction(start + step * (1 << power))
        if least is None and most is None:
            yield Fraction(start - (1 << power))
    away = 0
    while True:
        away += 1
        yield Fraction(start + step * away)
        if least is None and most is None:
            yield Fraction(start - away)


def _ends(
    inequalities: list[Inequality], found: tuple[Fraction, ...]
) -> tuple[Fraction | None, bool, Fraction | None, bool]:
    """Return the highest lower and the lowest upper end of the next unknown, and whether each is left out."""
    place = len(found)
    low: tuple[Fraction, bool] | None = None
    high: tuple[Fraction, bool] | None = None
    for each in inequalities:
        rate = each.coefficients[place]
        if rate:
            rest = sum(
                (part * value for part, value in zip(each.coefficients, found, strict=False)), Fraction(0)
            )
            end = -(rest + each.constant) / rate
            if rate > 0 and (low is None or (end, each.strict) > low):
                low = (end, each.strict)
            if rate < 0 and (high is None or (end, not each.strict) < (high[0], not high[1])):
                high = (end, each.strict)
    return (*(low or (None, False)), *(high or (None, False)))


def _decimal(low: Fraction | None, above: bool, high: Fraction | None, below: bool) -> Fraction | None:  # noqa: FBT001
    """Return the shortest decimal number between two ends, or None if they leave nothing."""
    if low is not None and high is not None and (low > high or (low == high and (above or below))):
        return None
    for decimals in range(FINEST):
        scale = 10**decimals
        if low is None:
            scaled = 0 if high is None else min(0, ceil(high * scale) - 1 if below else floor(high * scale))
            return Fraction(scaled, scale)
        scaled = floor(low * scale) + 1 if above else ceil(low * scale)
        found = Fraction(scaled, scale)
        if high is None or found < high or (found == high and not below):
            return found
    raise TooComplex
