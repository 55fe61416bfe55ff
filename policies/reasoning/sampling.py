"""Values worth trying for a missing fact that amounts need.

Amounts are made of straight pieces and never fall, so inside a stretch of values where the same cells hold
they can only differ at its two ends or, one amount against another, at a place where two straight pieces
cross.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, TypeAlias

from policies.amount import Combined, Fixed
from policies.currency import EXACT
from policies.reasoning.judge import bits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from policies.amount import Amount
    from policies.fact import Fact
    from policies.policy import Block
    from policies.reasoning.column import Column
    from policies.spans import Value

SHORT = 64
"""A stretch of so few steps is tried in full."""
LINES = 24
"""Straight pieces compared with each other; a policy with more is tried at the ends of its stretches only."""
FAR = 10**9
FINE = Decimal("0.000001")

Line: TypeAlias = "tuple[Fraction, Fraction]"
Stretch: TypeAlias = "tuple[Value | None, Value | None, int]"


def samples(
    fact: Fact, column: Column | None, block: Block, live: int, known: Mapping[str, Value]
) -> tuple[tuple[int, Value], ...]:
    """Return values of `fact` in ascending order, each with the rules of `block` that remain standing at
    it."""
    crossings = _crossings(fact, block, live, known)
    found: dict[Value, int] = {}
    for low, high, mask in _stretches(fact, column, block, live):
        for value in _tried(fact, low, high, crossings):
            found[value] = mask
    return tuple((found[value], value) for value in sorted(found))


def _stretches(fact: Fact, column: Column | None, block: Block, live: int) -> list[Stretch]:
    """Return stretches of values by their ends (both included; None where there is none) and what they leave
    standing."""
    if column is None:
        return [
            (*_inside(fact, low[0], low[1], high[0], high[1]), live) for low, high in fact.domain.pieces()
        ]
    found: list[Stretch] = []
    for region in column.inhabited:
        mask = (column.masks[region] >> block.offset) & live
        low, high = column.ends(region)
        ends = (low, high)
        if region % 2 == 0:
            ends = _inside(
                fact,
                Decimal("-Infinity") if low is None else low,
                1,
                Decimal("Infinity") if high is None else high,
                0,
            )
        found.append((*ends, mask))
    return found


def _inside(
    fact: Fact, low: Value, after: int, high: Value, through: int
) -> tuple[Value | None, Value | None]:
    """Return the first and the last value worth trying between two cuts."""
    endless_below, endless_above = not Decimal(low).is_finite(), not Decimal(high).is_finite()
    if fact.stepped:
        return (None if endless_below else low + after), (None if endless_above else high - 1 + through)
    first, last, gap = Decimal(low), Decimal(high), FINE
    if not endless_below and not endless_above:
        gap = min(FINE, EXACT.multiply(EXACT.subtract(last, first), FINE))
    first = EXACT.add(first, gap) if after else first
    last = last if through else EXACT.subtract(last, gap)
    return (None if endless_below else first), (None if endless_above else last)


def _tried(fact: Fact, low: Value | None, high: Value | None, crossings: Iterable[Fraction]) -> list[Value]:
    if low is not None and high is not None and fact.stepped and high - low <= SHORT:
        return list(range(int(low), int(high) + 1))
    tried: list[Value] = [end for end in (low, high) if end is not None]
    for crossing in crossings:
        tried.extend(_around(fact, crossing))
    kept = [value for value in tried if (low is None or value >= low) and (high is None or value <= high)]
    if high is None:
        kept.append(max(kept, default=0) + FAR)
    if low is None:
        kept.append(min(kept, default=0) - FAR)
    return kept


def _around(fact: Fact, crossing: Fraction) -> list[Value]:
    if fact.stepped:
        return [floor(crossing), floor(crossing) + 1]
    fine = floor(crossing * 10**6)
    return [EXACT.multiply(Decimal(fine), FINE), EXACT.multiply(Decimal(fine + 1), FINE)]


def _crossings(fact: Fact, block: Block, live: int, known: Mapping[str, Value]) -> list[Fraction]:
    lines: set[Line] = {(Fraction(0), Fraction(0))}
    for bit in bits_of(live):
        limit = block.rules[bit].limit
        if limit is not None:
            lines |= _lines(limit, fact, known)
        if len(lines) > LINES:
            return []
    ordered = sorted(lines)
    return sorted(
        {
            (there - here) / (steep - gentle)
            for at, (steep, here) in enumerate(ordered)
            for gentle, there in ordered[:at]
            if steep != gentle
        }
    )


def _lines(amount: Amount, fact: Fact, known: Mapping[str, Value]) -> set[Line]:
    """Return the straight pieces an amount is made of, as slope and height over one fact."""
    if isinstance(amount, Fixed):
        return {(Fraction(0), Fraction(amount.minor))}
    if not isinstance(amount, Combined):
        rate, other = Fraction(amount.rate), amount.fact
        if other.key == fact.key:
            return {(rate, Fraction(0))}
        values = (known[other.key],) if other.key in known else _corners(other)
        return {(Fraction(0), rate * Fraction(value)) for value in values}
    parts = [_lines(part, fact, known) for part in amount.parts]
    if amount.how != "sum":
        return set().union(*parts)
    sums: set[Line] = {(Fraction(0), Fraction(0))}
    for part in parts:
        sums = {(slope + more, height + higher) for slope, height in sums for more, higher in part}
        if len(sums) > LINES:
            break
    return sums


def _corners(fact: Fact) -> tuple[Value, ...]:
    return tuple(end for end in (fact.lowest, fact.highest) if end is not None) or (0,)
