"""A price: an amount compiled, so that a case's minor units come out of whole numbers alone."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, TypeAlias

from policies.amount import Combined, Fixed, Times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from policies.amount import Amount
    from policies.spans import Value

    Known: TypeAlias = Mapping[str, Value]
    Scaled: TypeAlias = Callable[[Known], int | Fraction]
    Price: TypeAlias = Callable[[Known], int]


def price_of(amount: Amount) -> Price:
    """Return what works out an amount in minor units: exact, rounded half up once, never below nothing.

    Everything is counted in the smallest fraction of a minor unit that the formula's rates need, so that only
    a number with decimals of its own is ever more than an integer.
    """
    scale = _denominator(amount)
    if isinstance(amount, Fixed):
        return lambda known: max(0, amount.minor)  # noqa: ARG005 - the same question is put to every price
    if isinstance(amount, Times):
        return _share(amount)
    scaled = _scaled(amount, scale)
    return lambda known: max(0, (2 * scaled(known) + scale) // (2 * scale))


def constant(amount: Amount) -> int:
    """Return what an amount that needs no fact comes to in minor units."""
    return price_of(amount)({})


def _share(amount: Times) -> Price:
    """Return what works out the most common formula, in as little time as it takes."""
    (rate, scale), key = Fraction(amount.rate).as_integer_ratio(), amount.fact.key
    twice, whole = 2 * rate, 2 * scale

    def price(known: Known) -> int:
        value = known[key]
        minor = (twice * (value if type(value) is int else Fraction(value)) + scale) // whole
        return minor if minor > 0 else 0  # noqa: FURB136 - a call takes as long as all the rest

    return price


def _denominator(amount: Amount) -> int:
    if isinstance(amount, Fixed):
        return 1
    if isinstance(amount, Combined):
        return lcm(*(_denominator(part) for part in amount.parts))
    return Fraction(amount.rate).denominator


def _scaled(amount: Amount, scale: int) -> Scaled:
    if isinstance(amount, Fixed):
        whole = amount.minor * scale
        return lambda known: whole  # noqa: ARG005 - as above
    if isinstance(amount, Combined):
        parts = [_scaled(part, scale) for part in amount.parts]
        join = {"min": min, "max": max}.get(amount.how, sum)
        return lambda known: join([part(known) for part in parts])
    rate, key = int(Fraction(amount.rate) * scale), amount.fact.key

    def times(known: Known) -> int | Fraction:
        value = known[key]
        return rate * (value if type(value) is int else Fraction(value))

    return times
