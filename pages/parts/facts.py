"""The facts of a case: a widget for each by its type; each may stay unknown, all stand in the address."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from policies import CaseError, read_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policies import Fact

UNKNOWN: Final = "not known"
_MOST_SEGMENTS: Final = 4
_LONGEST_SEGMENTS: Final = 26
_MOST_LETTERS: Final = 60
_RESERVED: Final = frozenset({"complaint", "router", "search", "titles", "slug", "q", "kind", "tag"})
_SPECIAL: Final = re.compile(r"([\\`*_\[\]$<~]|:(?=\w+:))")


def ask(facts: Iterable[Fact]) -> dict[str, str]:
    """Draw a widget for each fact and return what is known, by key, as text the engine reads.

    What cannot be read is said under its widget and left unknown: a wrong value must not decide.
    """
    known: dict[str, str] = {}
    for fact in facts:
        written = _widget(fact)
        if not written:
            continue
        try:
            read_value(written, fact)
        except CaseError as error:
            _say_what_is_wrong(fact, error)
        else:
            known[fact.key] = written
    return known


def name_of(fact: Fact) -> str:
    """The name of a fact in the address of the case."""
    return f"fact_{fact.key}" if fact.key in _RESERVED or fact.key.startswith("cb_") else fact.key


def _widget(fact: Fact) -> str:
    key = name_of(fact)
    if fact.type == "yes/no":
        return _segments(fact, ("yes", "no"), key)
    if fact.type == "choice":
        short = len(fact.choices) <= _MOST_SEGMENTS and sum(map(len, fact.choices)) <= _LONGEST_SEGMENTS
        return _segments(fact, fact.choices, key) if short else _list(fact, key)
    if fact.type == "date":
        return _day(fact, key)
    return _number(fact, key)


def _segments(fact: Fact, choices: tuple[str, ...], key: str) -> str:
    chosen = st.segmented_control(
        _label(fact), [*choices, UNKNOWN], default=UNKNOWN, required=True, key=key, bind="query-params"
    )
    return "" if chosen in (None, UNKNOWN) else str(chosen)


def _list(fact: Fact, key: str) -> str:
    chosen = st.selectbox(
        _label(fact), list(fact.choices), index=None, placeholder=UNKNOWN, key=key, bind="query-params"
    )
    return str(chosen or "")


def _day(fact: Fact, key: str) -> str:
    first = date.fromordinal(int(fact.lowest)) if fact.lowest is not None else date(1970, 1, 1)
    last = date.fromordinal(int(fact.highest)) if fact.highest is not None else date(2100, 1, 1)
    day = st.date_input(
        _label(fact),
        value=None,
        min_value=first,
        max_value=last,
        key=key,
        format="DD/MM/YYYY",
        bind="query-params",
    )
    return day.isoformat() if isinstance(day, date) else ""


def _number(fact: Fact, key: str) -> str:
    unit = fact.currency.code if fact.type == "money" else fact.unit
    written = st.text_input(
        _label(fact),
        key=key,
        max_chars=_MOST_LETTERS,
        placeholder=f"{UNKNOWN} · {unit}" if unit else UNKNOWN,
        live="200ms",
        autocomplete="off",
        bind="query-params",
    )
    return (written or "").strip().lstrip("£€$").replace(" ", "")


def _label(fact: Fact) -> str:
    """The question to ask and the fact it settles; where nobody is asked, where to look it up.

    No colour or emphasis: Streamlit reads its Markdown aloud, marks and all, to who listens to the screen.
    """
    if fact.ask:
        return f"{plain(fact.ask)} ({plain(fact.label)})"
    aside = f" (see the {plain(fact.source)})" if fact.source and fact.source != "asked" else ""
    return f"{plain(fact.label)}{aside}"


def plain(text: str) -> str:
    """Keep words of a page from being read as Streamlit's Markdown, in whose labels they stand."""
    return _SPECIAL.sub(r"\\\1", text)


def _say_what_is_wrong(fact: Fact, error: CaseError) -> None:
    what = error.message.removeprefix(f"{fact.key}: ")
    hint = f": {error.hint}" if error.hint else ""
    with st.container(key=f"cb_wrong_{fact.key}"):
        st.caption(f":material/error: {_quoted(what)}{_quoted(hint)}. Taken as not known.")


def _quoted(message: str) -> str:
    """A message for people: what was written stands in quotation marks instead of backticks."""
    return plain(re.sub(r"`([^`]*)`", "“\\1”", message))
