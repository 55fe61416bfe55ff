"""The Facts table: every fact with its type and the values it can have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from policies.derivation import input_problems, refuse_underivable
from policies.fact import TYPES, YES_NO, Fact
from policies.label import key_of, listed, suggestion
from policies.language.cell import BLANK, Test
from policies.language.sheet import FREE, Heading, find_sheet
from policies.problem import Refusal
from policies.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policies.currency import Currency
    from policies.language.markdown import Section
    from policies.language.sheet import Line
    from policies.problem import Findings

FACTS = Heading("Facts", ("Fact", "Type"), ("Unit", "Values", "Ask", "From", "Changeable"))
RESERVED = frozenset(
    ["rule", "remedy", "effect", "who", "up_to", "provided", "because", "example", "role", "expect", *FREE]
)
"""Keys that are columns of a policy page, and so cannot be facts."""


def read_facts(
    sections: Sequence[Section], currency: Currency, findings: Findings, unreadable: set[str], page_line: int
) -> tuple[Fact, ...]:
    """Return the facts of a vocabulary page; the keys of those that cannot be read are added to
    `unreadable`."""
    sheet = find_sheet(FACTS, sections, findings, page_line)
    facts: dict[str, Fact] = {}
    if sheet is None:
        return ()
    for label in sheet.extra.values():
        names = (*FACTS.needed, *FACTS.optional)
        hint = suggestion(label, names) or f"the columns are {listed(names)}"
        findings.error("unknown-column", sheet.line, f"no column `{label}` here", hint)
    for row in sheet:
        key = key_of(row.text("Fact"))
        try:
            _refuse_label(row.prose("Fact"), key, facts)
            facts[key] = _fact(row, key, currency)
        except Refusal as refusal:
            findings.refuse(refusal, row.line)
            unreadable.add(key)
    for fact in facts.values():
        for unfit in input_problems(fact, facts, unreadable):
            findings.refuse(unfit, fact.line)
    return tuple(facts.values())


def _refuse_label(label: str, key: str, facts: dict[str, Fact]) -> None:
    if not key:
        raise Refusal("missing-label", "a row of `Facts` without a name", "name it, or delete the row")
    if key in facts:
        raise Refusal("duplicate-label", f"`{label}` stands twice under `Facts`", "delete one, or rename it")
    if key in RESERVED:
        raise Refusal(
            "reserved-label", f"`{label}` is a column of every policy", "give the fact another name"
        )


def _fact(row: Line, key: str, currency: Currency) -> Fact:
    written = row.text("Type").lower()
    types = {key_of(name): name for name in TYPES}
    if key_of(written) not in types:
        hint = suggestion(written, TYPES) or f"one of {listed(TYPES)}"
        raise Refusal("bad-type", f"`{written}` is not a type of fact", hint)
    fact = Fact(
        key=key,
        label=row.prose("Fact"),
        type=types[key_of(written)],
        currency=currency,
        unit=row.prose("Unit"),
        ask=row.prose("Ask"),
        source=row.prose("From"),
        changeable=_changeable(row.text("Changeable")),
        line=row.line,
    )
    refuse_underivable(fact)
    return _with_values(fact, row.text("Values"))


def _changeable(text: str) -> bool:
    if text.lower() not in ("yes", "no", *BLANK):
        raise Refusal("bad-value", f"`{text}` is neither yes nor no", "`Changeable` is `yes` or `no`")
    return text.lower() == "yes"


def _with_values(fact: Fact, values: str) -> Fact:
    if fact.type == "choice":
        return _with_choices(fact, values)
    if fact.type == "yes/no":
        if values not in BLANK and {part.strip().lower() for part in values.split(",")} != {"yes", "no"}:
            raise Refusal("bad-values", f"`{fact.label}` is yes or no, nothing else", "leave `Values` blank")
        return replace(fact, domain=YES_NO)
    accepted = Test(values, fact).accepts
    return fact if accepted is None else replace(fact, domain=accepted)


def _with_choices(fact: Fact, values: str) -> Fact:
    ordered = "<" in values
    if ordered and "," in values:
        raise Refusal(
            "bad-values", "choices are listed with `,` or ranked with `<`, not both", "write `a < b < c`"
        )
    choices = tuple(part.strip() for part in values.split("<" if ordered else ","))
    if values in BLANK or not all(key_of(choice) for choice in choices):
        raise Refusal(
            "bad-values", f"the choices of `{fact.label}` are missing", "write `a, b`, or `a < b < c`"
        )
    if len({key_of(choice) for choice in choices}) < len(choices):
        raise Refusal("bad-values", f"a choice of `{fact.label}` stands twice", "delete one")
    return replace(fact, choices=choices, ordered=ordered, domain=Spans(((0, 0), (len(choices), 0))))
