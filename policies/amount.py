"""Amounts: how much a rule gives, as a formula over the facts, exact until it is rounded once.

A formula only adds, multiplies by what is not negative, and takes the least or the most: so it never falls
when a fact it uses rises.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from policies.currency import EXACT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policies.fact import Fact
    from policies.spans import Value

    Known: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Fixed:
    """An amount of money, in minor units."""

    minor: int

    @property
    def facts(self) -> frozenset[str]:
        """The keys of the facts the amount needs."""
        return frozenset()

    def of(self, known: Known) -> Decimal:  # noqa: ARG002 - the same question is put to every kind of amount
        """Return the exact amount in minor units."""
        return Decimal(self.minor)


@dataclass(frozen=True, slots=True)
class Times:
    """A rate for every unit of a fact: `20% of Order value`, `5 x Nights`.

    `rate` is minor units of the currency per unit of the fact's canonical value, so a fifth is 0.2.
    """

    rate: Decimal
    fact: Fact

    @property
    def facts(self) -> frozenset[str]:
        """The keys of the facts the amount needs."""
        return frozenset([self.fact.key])

    def of(self, known: Known) -> Decimal:
        """Return the exact amount in minor units."""
        return EXACT.multiply(self.rate, Decimal(known[self.fact.key]))


@dataclass(frozen=True, slots=True)
class Combined:
    """The sum, the least or the most of several amounts."""

    how: str
    parts: tuple[Amount, ...]

    @property
    def facts(self) -> frozenset[str]:
        """The keys of the facts the amount needs."""
        return frozenset().union(*(part.facts for part in self.parts))

    def of(self, known: Known) -> Decimal:
        """Return the exact amount in minor units."""
        amounts = [part.of(known) for part in self.parts]
        if self.how == "min":
            return min(amounts)
        if self.how == "max":
            return max(amounts)
        total = Decimal(0)
        for amount in amounts:
            total = EXACT.add(total, amount)
        return total


Amount: TypeAlias = Fixed | Times | Combined
