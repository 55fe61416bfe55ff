"""A failed cell: a condition that does not hold, by how much, and how to say it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from policies.spans import HIGHEST, LOWEST

if TYPE_CHECKING:
    from policies.fact import Fact
    from policies.rule import Condition
    from policies.spans import Cut, Value
    from policies.vocabulary import Role

KEPT = 4096
"""Values of one fact whose texts are kept."""
Ruler: TypeAlias = tuple[tuple[float, ...], float]


class FailedCell(NamedTuple):
    """A condition that does not hold; `at` is the canonical value of its fact, None where it is not known."""

    condition: Condition
    at: Value | None

    @property
    def fact(self) -> str:
        """The key of the fact."""
        return self.condition.fact.key

    @property
    def cell(self) -> str:
        """The cell as written."""
        return self.condition.text

    @property
    def value(self) -> str | None:
        """The fact's value as people write it, None where it is not known."""
        return None if self.at is None else self.condition.fact.show(self.at)

    def as_json(self) -> dict[str, str | None]:
        """Return it as plain data."""
        return {"fact": self.fact, "cell": self.cell, "value": self.value}

    @property
    def words(self) -> str:
        """Say by how much: `order value 82.00 is above 75.00`."""
        fact = self.condition.fact
        if self.at is None:
            return f"{small(fact.label)} is not known"
        name, shown, cuts = small(fact.label), fact.show(self.at), self.condition.accepts.cuts
        if fact.comparable and (self.at, 0) < cuts[0]:
            return f"{name} {shown} is {_short_of(fact, cuts[0])}"
        if fact.comparable and (self.at, 0) >= cuts[-1]:
            return f"{name} {shown} is {_past(fact, cuts[-1])}"
        return f"{name} is {shown}" if fact.type == "yes/no" else f"{name} is {shown}, not {self.cell}"


class ShortRole(NamedTuple):
    """A rule that takes more authority than the acting role has: it fails like a cell about the role."""

    who: Role
    acting: Role

    def as_json(self) -> dict[str, str | None]:
        """Return the role in the place of a fact."""
        return {"fact": self.fact, "cell": self.cell, "value": self.value}

    @property
    def fact(self) -> str:
        """The word `role`, which no fact can be called."""
        return "role"

    @property
    def cell(self) -> str:
        """The lowest role with this authority."""
        return self.who.label

    @property
    def value(self) -> str | None:
        """The key of the acting role."""
        return self.acting.key

    @property
    def words(self) -> str:
        """Say who would have to be asked."""
        return f"{small(self.who.label)} has this authority, {small(self.acting.label)} has not"


def distance(condition: Condition, value: Value | None) -> float:
    """Return how far a value is from being accepted: a share of the fact's range, 1 without a measure."""
    if value is None:
        return 1.0
    ruler = ruler_of(condition)
    return along(ruler, float(value)) if ruler[0] else 1.0


def along(ruler: Ruler, here: float) -> float:
    """Return how far a place is from the nearest end, as a share of the range, or of itself where that has
    no end."""
    ends, scale = ruler
    gap = abs(here - ends[0])
    for end in ends[1:]:
        gap = min(gap, abs(here - end))
    return gap / (scale or max(abs(here), gap) or 1.0)


@lru_cache(maxsize=16384)
def ruler_of(condition: Condition) -> Ruler:
    """Return the ends of what a condition accepts, if there is a measure, and the domain's width or 0."""
    fact = condition.fact
    if not fact.comparable:
        return (), 0.0
    ends = tuple(float(cut[0]) for cut in condition.accepts.cuts if cut not in (LOWEST, HIGHEST))
    low, high = fact.lowest, fact.highest
    return ends, float(high - low) if low is not None and high is not None else 0.0


class Shown(dict["Value", str]):
    """Values of one fact as people write them, kept because the same ones fail again and again."""

    def __init__(self, fact: Fact) -> None:
        super().__init__()
        self._fact = fact

    def __missing__(self, value: Value) -> str:
        if len(self) >= KEPT:
            self.clear()
        self[value] = text = self._fact.show(value)
        return text


def small(label: str) -> str:
    """Return a label as it stands inside a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _short_of(fact: Fact, cut: Cut) -> str:
    return f"not above {fact.show(cut[0])}" if cut[1] else f"below {fact.show(cut[0])}"


def _past(fact: Fact, cut: Cut) -> str:
    if fact.stepped:
        return f"above {fact.show(cut[0] - 1)}"
    return f"above {fact.show(cut[0])}" if cut[1] else f"not below {fact.show(cut[0])}"
