"""Amounts: how much a rule gives, as a formula over the facts; `price` works it out.

A formula only adds, multiplies by what is not negative, and takes the least or the most: so it never falls
when a fact it uses rises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

    from policies.fact import Fact


@dataclass(frozen=True, slots=True)
class Fixed:
    """An amount of money, in minor units."""

    minor: int

    @property
    def facts(self) -> frozenset[str]:
        """The keys of the facts the amount needs."""
        return frozenset()


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


@dataclass(frozen=True, slots=True)
class Combined:
    """The sum, the least or the most of several amounts."""

    how: str
    parts: tuple[Amount, ...]

    @property
    def facts(self) -> frozenset[str]:
        """The keys of the facts the amount needs."""
        return frozenset().union(*(part.facts for part in self.parts))


Amount: TypeAlias = Fixed | Times | Combined
