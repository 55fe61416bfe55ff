"""The facts of a case: a widget for each by its type; each may stay unknown, all stand in the address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from policies import CaseError, read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from policies import Fact

UNKNOWN: Final = "not known"
_MOST_SEGMENTS: Final = 4
_LONGEST_SEGMENTS: Final = 26
_MOST_LETTERS: Final = 60
_RESERVED: Final = frozenset(
    {"complaint", "customer", "order", "ticket", "router", "search", "titles", "slug", "q", "kind", "tag"}
)
_SPECIAL: Final = re.compile(r"([\\`*_\[\]$<~]|:(?=\w+:))")


@dataclass(frozen=True, slots=True)
class Written:
    """What is written about a case: what can be read, by fact key, and of the rest what is wrong with it."""

    known: dict[str, str]
    wrong: dict[str, CaseError]


def written(facts: Iterable[Fact]) -> Written:
    """Read what stands in the widgets, or in the address where there are none yet.

    What cannot be read counts as unknown: a wrong value must not decide.
    """
    known: dict[str, str] = {}
    wrong: dict[str, CaseError] = {}
    for fact in facts:
        text = _text(fact)
        if not text or text == UNKNOWN:
            continue
        try:
            read_value(text, fact)
        except CaseError as error:
            wrong[fact.key] = error
        else:
            known[fact.key] = text
    return Written(known, wrong)


def draw(fact: Fact, wrong: CaseError | None, changed: Callable[[str], None]) -> None:
    """Draw the widget of one fact, what is wrong with it below; `changed` is called with the fact's key."""
    _widget(fact, partial(changed, fact.key))
    if wrong is not None:
        _say_what_is_wrong(fact, wrong)


def chip(fact: Fact, value: str | None) -> str:
    """A fact and what is known of it, in Streamlit's Markdown."""
    return f"{plain(fact.label)}: {plain(_shown(fact, value)) if value else 'not known'}"


def _shown(fact: Fact, value: str) -> str:
    return fact.show(read_value(value, fact))


def _text(fact: Fact) -> str:
    name = name_of(fact)
    value = st.session_state[name] if name in st.session_state else st.query_params.get(name, "")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value or "").strip()
    return _plain_number(text) if fact.type in ("number", "money") else text


def _plain_number(text: str) -> str:
    return text.lstrip("£€$").replace(" ", "")


def name_of(fact: Fact) -> str:
    """The name of a fact in the address of the case."""
    return f"fact_{fact.key}" if fact.key in _RESERVED or fact.key.startswith("cb_") else fact.key


def _widget(fact: Fact, changed: Callable[[], None]) -> None:
    key = name_of(fact)
    if fact.type == "yes/no":
        _segments(fact, ("yes", "no"), key, changed)
    elif fact.type == "choice":
        short = len(fact.choices) <= _MOST_SEGMENTS and sum(map(len, fact.choices)) <= _LONGEST_SEGMENTS
        (_segments if short else _list)(fact, fact.choices, key, changed)
    elif fact.type == "date":
        _day(fact, key, changed)
    else:
        _number(fact, key, changed)


def _segments(fact: Fact, choices: tuple[str, ...], key: str, changed: Callable[[], None]) -> None:
    st.segmented_control(
        _label(fact),
        [*choices, UNKNOWN],
        default=UNKNOWN,
        required=True,
        key=key,
        bind="query-params",
        on_change=changed,
    )


def _list(fact: Fact, choices: tuple[str, ...], key: str, changed: Callable[[], None]) -> None:
    st.selectbox(
        _label(fact),
        list(choices),
        index=None,
        placeholder=UNKNOWN,
        key=key,
        bind="query-params",
        on_change=changed,
    )


def _day(fact: Fact, key: str, changed: Callable[[], None]) -> None:
    first = date.fromordinal(int(fact.lowest)) if fact.lowest is not None else date(1970, 1, 1)
    last = date.fromordinal(int(fact.highest)) if fact.highest is not None else date(2100, 1, 1)
    st.date_input(
        _label(fact),
        value=None,
        min_value=first,
        max_value=last,
        key=key,
        format="DD/MM/YYYY",
        bind="query-params",
        on_change=changed,
    )


def _number(fact: Fact, key: str, changed: Callable[[], None]) -> None:
    unit = fact.currency.code if fact.type == "money" else fact.unit
    st.text_input(
        _label(fact),
        key=key,
        max_chars=_MOST_LETTERS,
        placeholder=f"{UNKNOWN} · {unit}" if unit else UNKNOWN,
        autocomplete="off",
        bind="query-params",
        on_change=changed,
    )


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
