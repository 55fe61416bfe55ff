"""A fact: what policies may ask about a case, its type and the values it can have."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from policies.currency import Currency, decimal_of
from policies.label import key_of, listed, suggestion, tidy
from policies.problem import Refusal
from policies.spans import EVERYTHING, HIGHEST, LOWEST, Spans, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

FactType = Literal["number", "money", "choice", "yes/no", "date"]

TYPES: Final[tuple[FactType, ...]] = ("number", "money", "choice", "yes/no", "date")
YES_NO: Final = Spans(((0, 0), (2, 0)))
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, eq=False)
class Fact:
    """One row of the vocabulary's Facts.

    `choices` are the labels of a choice, lowest first where it is `ordered`; `domain` is the set of values
    the fact can have (the whole line where the page states no `Values`); `source` is where it is looked up
    (`From`); `line` is the row's on its page.
    """

    key: str
    label: str
    type: FactType
    currency: Currency
    unit: str = ""
    choices: tuple[str, ...] = ()
    ordered: bool = False
    domain: Spans = EVERYTHING
    ask: str = ""
    source: str = ""
    changeable: bool = False
    line: int = field(default=1, compare=False)

    @property
    def stepped(self) -> bool:
        """Whether values come in whole steps (minor units, days, places): everything but plain numbers."""
        return self.type != "number"

    @property
    def comparable(self) -> bool:
        """Whether `<` and `..` mean anything."""
        return self.type in ("number", "money", "date") or self.ordered

    @property
    def values(self) -> tuple[str, ...]:
        """The values as people read them: every choice, or the lowest and the highest, or nothing if
        unbounded."""
        if self.type == "choice":
            return self.choices
        if self.type == "yes/no":
            return ("yes", "no")
        ends = tuple(end for end in (self.lowest, self.highest) if end is not None)
        return tuple(self.show(end) for end in ends) if len(ends) == 2 else ()

    @property
    def lowest(self) -> Value | None:
        """The lowest value of the domain, or None where it has no end."""
        cut = self.domain.cuts[0]
        return None if cut == LOWEST else cut[0]

    @property
    def highest(self) -> Value | None:
        """The highest value of the domain, or None where it has no end."""
        value, side = self.domain.cuts[-1]
        if (value, side) == HIGHEST:
            return None
        return value - 1 if self.stepped and not side else value

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of every choice by its key."""
        return {key_of(label): place for place, label in enumerate(self.choices)}

    def read(self, text: str) -> Value:
        """Return the value written as `text`, not yet checked against the domain.

        Raises:
            Refusal: the text is not a value of this type.
        """
        if self.type == "number":
            return decimal_of(text)
        if self.type == "money":
            return self.currency.minor(text)
        if self.type == "date":
            return _day(text)
        if self.type == "choice":
            return self._choice(text)
        answer = text.lower()
        if answer not in ("yes", "no"):
            raise Refusal("bad-value", f"`{text}` is neither yes nor no", "write `yes` or `no`")
        return int(answer == "yes")

    def show(self, value: Value) -> str:
        """Return a value as people write it: `82.00`, `30`, `2026-01-31`, `silver`, `yes`."""
        if self.type == "number":
            return plain(Decimal(value))
        if self.type == "money":
            return self.currency.show(int(value))
        if self.type == "date":
            return date.fromordinal(int(value)).isoformat()
        if self.type == "choice":
            return self.choices[int(value)]
        return "yes" if value else "no"

    def within(self) -> str:
        """Return the domain in words, for a hint."""
        if self.type == "choice":
            return "one of " + listed(self.choices)
        low, high = self.lowest, self.highest
        if low is not None and high is not None:
            return f"`{self.label}` lies in {self.show(low)}..{self.show(high)}"
        return f"see the `Values` of `{self.label}`"

    def _choice(self, text: str) -> int:
        place = self.places.get(key_of(text))
        if place is None:
            hint = suggestion(text, self.choices) or "one of " + listed(self.choices[:20])
            raise Refusal("unknown-choice", f"`{self.label}` has no value `{tidy(text)}`", hint)
        return place


def plain(number: Decimal) -> str:
    """Return a number without exponent or trailing zeros after the point.

    >>> plain(Decimal("30.50")), plain(Decimal("1E+3")), plain(Decimal("-0"))
    ('30.5', '1000', '0')
    """
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _day(text: str) -> int:
    if not _ISO_DATE.fullmatch(text):
        raise Refusal("bad-date", f"`{text}` is not a date", "write the year first, as in `2026-01-31`")
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise Refusal(
            "bad-date", f"there is no day `{text}`", "write the year first, as in `2026-01-31`"
        ) from None
