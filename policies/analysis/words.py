"""Sets of cases in words: `Days since delivery above 30 and at most 60, Photo is no`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policies.spans import HIGHEST, LOWEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from policies.fact import Fact
    from policies.spans import Cut, Spans

MOST_PIECES = 6
"""Pieces of one fact's line, and boxes of one region, that are said one by one."""


def region(facts: Iterable[Fact], box: Mapping[str, Spans]) -> str:
    """Return a box in words, its facts in the order given; those it does not narrow are not said."""
    said = [phrase(fact, box[fact.key]) for fact in facts if fact.key in box and box[fact.key] != fact.domain]
    return ", ".join(said) or "every case"


def regions(facts: Iterable[Fact], boxes: Iterable[Mapping[str, Spans]]) -> str:
    """Return several boxes in words, each but the first after a semicolon."""
    ordered = tuple(facts)
    said = [region(ordered, box) for box in boxes]
    more = [f"and {len(said) - MOST_PIECES} regions more"] if len(said) > MOST_PIECES else []
    return "; or ".join([*said[:MOST_PIECES], *more])


def phrase(fact: Fact, spans: Spans) -> str:
    """Return a set of a fact's values in words, the fact's name first."""
    if fact.type in ("choice", "yes/no"):
        return f"{fact.label} is {_listed(fact, spans)}"
    pieces = [_piece(fact, low, high) for low, high in spans.pieces()]
    more = [f"in {len(pieces) - MOST_PIECES} ranges more"] if len(pieces) > MOST_PIECES else []
    return f"{fact.label} {' or '.join([*pieces[:MOST_PIECES], *more])}"


def _listed(fact: Fact, spans: Spans) -> str:
    labels = fact.choices or ("no", "yes")
    inside = [label for place, label in enumerate(labels) if place in spans]
    outside = [label for place, label in enumerate(labels) if place not in spans and place in fact.domain]
    if len(outside) == 1 < len(inside) - 1:
        return f"not {outside[0]}"
    return " or ".join(inside)


def _piece(fact: Fact, low: Cut, high: Cut) -> str:
    from_start, to_end = low in (LOWEST, fact.domain.cuts[0]), high in (HIGHEST, fact.domain.cuts[-1])
    if from_start and to_end:
        return "of any value"
    least = low[0] if fact.stepped or not low[1] else None
    most = high[0] - 1 if fact.stepped else high[0] if high[1] else None
    if least is not None and least == most:
        return fact.show(least)
    if from_start:
        return _upper(fact, high)
    if to_end:
        return _lower(fact, low)
    if least is not None and most is not None:
        return f"from {fact.show(least)} to {fact.show(most)}"
    return f"{_lower(fact, low)} and {_upper(fact, high)}"


def _lower(fact: Fact, low: Cut) -> str:
    value, after = low
    if fact.stepped and not _is_round(fact, int(value)) and _is_round(fact, int(value) - 1):
        return f"above {fact.show(value - 1)}"
    return f"above {fact.show(value)}" if after else f"at least {fact.show(value)}"


def _upper(fact: Fact, high: Cut) -> str:
    value, after = high
    if fact.stepped:
        below = fact.type == "money" and _is_round(fact, int(value)) and not _is_round(fact, int(value) - 1)
        return f"below {fact.show(value)}" if below else f"at most {fact.show(value - 1)}"
    return f"at most {fact.show(value)}" if after else f"below {fact.show(value)}"


def _is_round(fact: Fact, value: int) -> bool:
    """Whether an amount of money is one that people say: a whole number of units."""
    return fact.type == "money" and value % 10**fact.currency.exponent == 0
