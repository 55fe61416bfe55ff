"""Condition cells: DMN unary tests, read into sets of values.

The forms, and no more (after DMN's S-FEEL unary tests):

    blank or -      any              20..100  [20..100]   both ends included
    30  silver      exactly          (20..100]  [20..100)  (20..100)
    < <= > >=  30   a comparison     a, b, 20..30          any of these
    yes  no         2026-01-31       not(a, b)             none of these
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from policies.label import tidy
from policies.problem import Refusal
from policies.spans import HIGHEST, LOWEST, Spans, between, union

if TYPE_CHECKING:
    from policies.fact import Fact
    from policies.spans import Value

BLANK = ("", "-", "\u2014")
LONGEST = 4000
"""Characters in one cell: longer ones are refused before anything tries to read them."""

_NOT = re.compile(r"not ?\((.*)\)", re.IGNORECASE)
_COMPARISON = re.compile(r"(<=|>=|<|>) ?(.*)")
_INTERVAL = re.compile(r"([\[(]?) ?([^\[\]()]*?) ?\.\. ?([^\[\]()]*?) ?([\])]?)")
_OPENING = {"": 0, "[": 0, "(": 1}
_CLOSING = {"": 1, "]": 1, ")": 0}
_THOUSANDS = re.compile(r"(?<![0-9.])([0-9]{1,3}),( ?)([0-9]{3})(?![0-9.])")


class Test:
    """One cell read as a condition on one fact.

    `accepts` is the set of values it accepts within the fact's domain, or None where it accepts any;
    `outside` are the values it names that the fact cannot have; `overlapping` are the first two of its items
    that accept a value in common, one of them a range.

    Raises:
        Refusal: the cell is not one of the forms, is ambiguous, or accepts nothing.
    """

    def __init__(self, text: str, fact: Fact) -> None:
        self.text = tidy(text)
        self.fact = fact
        self.outside: list[str] = []
        self.overlapping: tuple[str, ...] = ()
        # A choice may be labelled `> 3500 km` or `1..3`: what is a label, letter by letter, is no comparison.
        self._labels = {tidy(label).lower() for label in fact.choices}
        self.accepts = None if self.text in BLANK else self._read()

    def _read(self) -> Spans:
        if len(self.text) > LONGEST:
            raise Refusal("cell-too-long", f"a cell of more than {LONGEST} characters", "split the row")
        negated = _NOT.fullmatch(self.text)
        items = negated[1] if negated else self.text
        if self.fact.type in ("number", "money"):
            refuse_thousands(items)
        listed = [(item.strip(), self._item(item.strip())) for item in items.split(",")]
        self.overlapping = _overlapping(listed)
        accepted = union(spans for _, spans in listed)
        accepted = self.fact.domain - accepted if negated else accepted & self.fact.domain
        if not accepted:
            code = "outside-values" if self.outside else "empty-range"
            raise Refusal(code, f"`{self.text}` accepts no value of `{self.fact.label}`", self.fact.within())
        return accepted

    def _item(self, item: str) -> Spans:
        if not item:
            raise Refusal("bad-cell", f"`{self.text}` has an empty place in its list", "write `a, b`")
        stepped = self.fact.stepped
        if item.lower() in self._labels:
            return self._exactly(item)
        if compared := _COMPARISON.fullmatch(item):
            sign, value = compared[1], self._value(compared[2], compared=True)
            if sign in ("<", "<="):
                return between(LOWEST, (value, int(sign == "<=")), stepped=stepped)
            return between((value, int(sign == ">")), HIGHEST, stepped=stepped)
        if ".." in item:
            return self._interval(item)
        return self._exactly(item)

    def _exactly(self, item: str) -> Spans:
        value = self._value(item)
        return between((value, 0), (value, 1), stepped=self.fact.stepped)

    def _interval(self, item: str) -> Spans:
        parts = _INTERVAL.fullmatch(item)
        if not parts or bool(parts[1]) != bool(parts[4]):
            raise Refusal(
                "bad-cell", f"`{item}` is not a range", "write `20..100`, `[20..100)` or `(20..100]`"
            )
        low, high = self._value(parts[2], compared=True), self._value(parts[3], compared=True)
        if low > high:
            raise Refusal("reversed-range", f"`{item}` runs backwards", f"write `{parts[3]}..{parts[2]}`")
        span = between((low, _OPENING[parts[1]]), (high, _CLOSING[parts[4]]), stepped=self.fact.stepped)
        if not span:
            raise Refusal("empty-range", f"`{item}` holds nothing", "include an end with `[` or `]`")
        return span

    def _value(self, text: str, *, compared: bool = False) -> Value:
        if compared and not self.fact.comparable:
            raise Refusal(
                "not-ordered", f"the values of `{self.fact.label}` have no order", "list them: `a, b`"
            )
        if not text:
            raise Refusal("bad-cell", f"`{self.text}` lacks a value", "write `30`, `<= 30` or `20..100`")
        value = self.fact.read(text)
        if value not in self.fact.domain:
            self.outside.append(text)
        return value


def _overlapping(items: list[tuple[str, Spans]]) -> tuple[str, ...]:
    """Return two items of a list that accept a value in common, where one of them is a range."""
    if len(items) < 2:
        return ()
    pieces = sorted((*piece, at) for at, (_, spans) in enumerate(items) for piece in spans.pieces())
    for (_, end, one), (start, _, other) in pairwise(pieces):
        texts = items[min(one, other)][0], items[max(one, other)][0]
        if start < end and texts[0] != texts[1]:
            return texts
    return ()


def refuse_thousands(text: str, *, spaced: bool = True) -> None:
    """Refuse `1,000`, which reads as a thousand and means a list of 1 and 0; `spaced` also `1, 000`.

    A list item of exactly three digits after one of one to three is taken for a list only if it ascends.
    """
    for match in _THOUSANDS.finditer(text):
        if match[2] and not spaced:
            continue
        if int(match[3]) <= int(match[1]) or match[3].startswith("0"):
            whole = match[1] + match[3]
            raise Refusal("ambiguous-number", f"`{match[0]}` may be a list or a number", f"write `{whole}`")


def looks_like_thousands(text: str) -> str:
    """Return the part of an accepted list that is written like `1,500`, or nothing."""
    return next((match[0] for match in _THOUSANDS.finditer(tidy(text)) if not match[2]), "")
