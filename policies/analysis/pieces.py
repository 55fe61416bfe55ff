"""Amounts as straight pieces: every amount is the greatest of some terms, each the least of some straight
lines.

    min(10, 20% of A) + 5     ->     the greatest of (the least of (15, 0.2 A + 5))

So `amount >= h` is one of its terms lying wholly above h, and `amount < h` a line below h in every term.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from policies.amount import Combined, Fixed
from policies.analysis.meter import TooComplex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policies.amount import Amount

MOST_LINES = 200
"""Lines of one amount; a formula of more is too complex."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line over several facts, in minor units: never falling in any of them."""

    height: Fraction
    rates: tuple[tuple[str, Fraction], ...] = ()

    def __add__(self, other: Line) -> Line:
        rates = dict(self.rates)
        for key, rate in other.rates:
            rates[key] = rates.get(key, Fraction(0)) + rate
        return Line(self.height + other.height, tuple(sorted(rates.items())))

    def at(self, corner: Mapping[str, Fraction | float]) -> Fraction | float:
        """Return its height over a point; infinite where the point is, in a fact it uses."""
        total: Fraction | float = self.height
        for key, rate in self.rates:
            if rate:
                value = corner[key]
                total = total + (rate * value if isinstance(value, Fraction) else value)
        return total


Terms: TypeAlias = tuple[tuple[Line, ...], ...]


def terms_of(amount: Amount) -> Terms:
    """Return an amount as terms of lines.

    Raises:
        TooComplex: there would be too many.
    """
    if isinstance(amount, Fixed):
        return ((Line(Fraction(amount.minor)),),)
    if not isinstance(amount, Combined):
        return ((Line(Fraction(0), ((amount.fact.key, Fraction(amount.rate)),)),),)
    first, *others = (terms_of(part) for part in amount.parts)
    terms = first
    for more in others:
        if amount.how == "max":
            terms = (*terms, *more)
        else:
            terms = tuple(_joined(one, other, amount.how) for one, other in product(terms, more))
        terms = tuple(dict.fromkeys(terms))
        if sum(map(len, terms)) > MOST_LINES:
            raise TooComplex
    return terms


def _joined(one: tuple[Line, ...], other: tuple[Line, ...], how: str) -> tuple[Line, ...]:
    if how == "min":
        return tuple(dict.fromkeys((*one, *other)))
    return tuple(dict.fromkeys(here + there for here, there in product(one, other)))


def height_of(terms: Terms, corner: Mapping[str, Fraction | float]) -> Fraction | float:
    """Return the exact amount at a point, before it is rounded."""
    return max(min(line.at(corner) for line in term) for term in terms)
