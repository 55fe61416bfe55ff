"""Answering a case: its references, the one question that matters next, and what is known, to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.desk import BadCase
from kb.desk.case import LONGEST_REFERENCE, opaque
from pages.parts import facts
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import listed, lowered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kb.desk import Consultation
    from policies import Fact

REFERENCES: Final = (("customer", "Customer"), ("order", "Order"), ("ticket", "Ticket"))
_ASKING: Final = "_carebook_asking"
_SKIPPED: Final = "_carebook_skipped"


def references() -> dict[str, str]:
    """Draw the three references and return those that can be kept, by name."""
    found: dict[str, str] = {}
    wrong: list[str] = []
    with st.container(key="cb_references", horizontal=True, gap="small"):
        for name, label in REFERENCES:
            text = st.text_input(
                label,
                key=name,
                max_chars=LONGEST_REFERENCE,
                placeholder="id",
                autocomplete="off",
                bind="query-params",
            )
            try:
                kept = opaque(name, text)
            except BadCase as error:
                wrong.append(f"{error.message} {error.hint}")
            else:
                found |= {name: kept} if kept else {}
    for words in dict.fromkeys(wrong):
        said = tag("p", icon("error"), tag("span", words), class_="cb-unfit", role="alert")
        st.html(tag("div", said, class_="cb-page cb-said"))
    return found


def question(consultation: Consultation, written: facts.Written) -> str:
    """Return the key of the fact to ask for now, or an empty one where nothing need be asked."""
    asked = {fact.key: fact for fact in consultation.asked}
    wanted = st.session_state.get(_ASKING)
    if wanted in asked:
        return str(wanted)
    skipped = st.session_state.get(_SKIPPED, frozenset())
    wrong = next((key for key in asked if key in written.wrong), "")
    if wrong:
        return wrong
    following = consultation.next_question
    if following is not None and following.fact.key not in skipped:
        return following.fact.key
    missing = {fact.key for verdict in consultation.decision.bare for fact in verdict.missing}
    return next((key for key in asked if key in missing - skipped and key not in written.known), "")


def draw(consultation: Consultation, written: facts.Written, chosen: str) -> None:
    """Draw the question, then what is known as chips; a chip brings its question back."""
    places = {each.key: place for place, each in enumerate(consultation.asked)}
    with st.container(key="cb_question", gap="xsmall"):
        _questions(consultation, written, places.get(chosen, -1))
        fact = next((each for each in consultation.asked if each.key == chosen), None)
        if fact is None:
            st.html(_nothing_more(consultation))
        else:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.html(_settles(consultation, fact))
                st.button("Skip", key="cb_skip", type="tertiary", on_click=_skip, args=(fact.key,))
    with st.container(key="cb_known", horizontal=True, gap="xsmall"):
        for each in consultation.asked:
            if each.key != chosen:
                _chip(each, written.known.get(each.key))
    st.html(_read(consultation))


def _questions(consultation: Consultation, written: facts.Written, chosen: int) -> None:
    """Draw every question in a place of its own, and show the chosen one.

    Streamlit forgets what is not drawn, and a widget that moves to another place leaves the address.
    """
    st.html(
        '<style>.st-key-cb_question > div:has(> [class*="st-key-cb_fact_"])'
        f":not(:has(> .st-key-cb_fact_{chosen})) {{ display: none; }}</style>"
    )
    for place, each in enumerate(consultation.asked):
        with st.container(key=f"cb_fact_{place}", gap="xsmall"):
            facts.draw(each, written.wrong.get(each.key), _answered)


def anew() -> None:
    """Forget what was skipped and asked for: another case begins."""
    st.session_state.pop(_ASKING, None)
    st.session_state.pop(_SKIPPED, None)


def _chip(fact: Fact, value: str | None) -> None:
    st.button(
        facts.chip(fact, value),
        key=f"cb_chip_{'known' if value else 'open'}_{fact.key}",
        type="secondary" if value else "tertiary",
        on_click=_bring_back,
        args=(fact.key,),
    )


def _bring_back(key: str) -> None:
    st.session_state[_ASKING] = key


def _answered(key: str) -> None:
    if st.session_state.get(_ASKING) == key:
        st.session_state.pop(_ASKING)
    st.session_state[_SKIPPED] = st.session_state.get(_SKIPPED, frozenset()) - {key}


def _skip(key: str) -> None:
    st.session_state.pop(_ASKING, None)
    st.session_state[_SKIPPED] = st.session_state.get(_SKIPPED, frozenset()) | {key}


def _settles(consultation: Consultation, fact: Fact) -> Html:
    following = consultation.next_question
    if following is None or following.fact.key != fact.key:
        return tag("p", class_="cb-page")
    waiting = listed(lowered(remedy.label) for remedy in following.settles[:3])
    return (
        tag("p", f"Settles {waiting}", class_="cb-page cb-soft cb-settles")
        if waiting
        else tag("p", class_="cb-page")
    )


def _nothing_more(consultation: Consultation) -> Html:
    if consultation.lacking:
        words = (
            f"Only the {listed(consultation.lacking)} can change the answer now: give the reference above."
        )
    elif st.session_state.get(_SKIPPED):
        words = "Nothing else to ask. What was skipped can be answered below."
    else:
        words = "Nothing more to ask: no answer can change the verdict."
    return tag("p", icon("task_alt"), tag("span", words), class_="cb-page cb-nothing-more")


def _read(consultation: Consultation) -> Html:
    """The facts that the ledger knows; nobody types them in."""
    labels: Mapping[str, str] = {
        fact.key: fact.label for fact in consultation.decision.policy.vocabulary.facts
    }
    lines = [
        tag(
            "li",
            icon("receipt_long"),
            tag("b", labels.get(key, key)),
            f": {value}, from the ledger" if value is not None else ": read once the customer is given",
        )
        for key, value in consultation.read.items()
    ]
    return tag("div", tag("ul", join(lines), class_="cb-notes cb-read") if lines else "", class_="cb-page")
