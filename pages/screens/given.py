"""What was given: its receipt to copy, and a way to take it back."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.desk import NoReceipt, NotThere, Wanted
from pages.parts import copying, money
from pages.parts.icons import icon
from pages.parts.markup import Html, tag
from pages.shell import identity, opening, pressing, today
from policies.currency import Currency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kb.access import Actor
    from kb.app import App
    from kb.desk import Entry

_BACK: Final = "_carebook_back"
_MOST: Final = 200


def of_today(app: App, actor: Actor) -> tuple[Entry, ...]:
    """The grants of today that stand and that this person made or asked for, newest first."""
    start = datetime.combine(today.today(), datetime.min.time(), tzinfo=UTC)
    found = app.ledger.entries(actor, Wanted(agent=actor.id, since=start), _MOST)
    return tuple(entry for entry in found if entry.kind == "grant" and entry.reversed_by is None)


def amount(entry: Entry) -> str:
    """How much of what was given."""
    return money.amount(entry.amount, Currency(entry.currency)) if entry.amount else ""


def show(entry: Entry, place: str, labels: Mapping[str, str], *, fresh: bool = False) -> None:
    """Draw one grant with its receipt and *Take back*; a `fresh` one gets the cursor."""
    app, actor = opening.opened(), identity.actor()
    with st.container(key=f"cb_given_{place}_{entry.id}", gap="xsmall"):
        row = f"cb_line_{place}_{entry.id}"
        with st.container(key=row, horizontal=True, vertical_alignment="center", gap="small"):
            st.html(_line(entry, labels))
            try:
                copying.mount(place, entry.id, app.ledger.receipt(actor, entry.id).text, fresh=fresh)
            except (NoReceipt, NotThere):
                st.html(tag("span", "No receipt any more", class_="cb-page cb-soft"))
            take_back(entry.id, place)
        _back_form(entry.id, place)
        pressing.said(f"back:{place}:{entry.id}")


def take_back(entry: int, place: str) -> None:
    """Draw the button that opens the form in which a grant is taken back."""
    st.button(
        "Take back",
        key=f"cb_back_{place}_{entry}",
        type="tertiary",
        icon=":material/undo:",
        on_click=_open,
        args=(entry, place),
    )


def _line(entry: Entry, labels: Mapping[str, str]) -> Html:
    outside = " outside policy" if entry.basis == "exception" else ""
    whose = f", asked for by {entry.asked_by}" if entry.asked_by else ""
    about = " · ".join(each for each in (entry.reference, entry.order, entry.customer) if each)
    return tag(
        "p",
        icon("check_circle"),
        tag(
            "span",
            "Granted ",
            tag("b", labels.get(entry.remedy, entry.remedy)),
            f" {amount(entry)}{outside}{whose}",
            tag("span", f" {entry.at:%H:%M} UTC{' · ' + about if about else ''}", class_="cb-soft"),
        ),
        class_="cb-page cb-given-line",
    )


def _open(entry: int, place: str) -> None:
    st.session_state[_BACK] = {"entry": entry, "place": place, "key": pressing.key()}


def _back_form(entry: int, place: str) -> None:
    form = st.session_state.get(_BACK)
    if not form or (form["entry"], form["place"]) != (entry, place):
        return
    with st.form(key=f"cb_back_form_{form['key']}", border=False):
        st.text_input("Why is it taken back?", key=f"cb_why_{form['key']}", max_chars=300, autocomplete="off")
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button("Take it back", type="primary", on_click=_take_back, args=(form,))
            st.form_submit_button("Keep it", on_click=_keep)


def _keep() -> None:
    st.session_state.pop(_BACK, None)


def _take_back(form: dict[str, str]) -> None:
    entry = int(form["entry"])
    reason = str(st.session_state.get(f"cb_why_{form['key']}", ""))
    place = f"back:{form['place']}:{entry}"
    use = partial(opening.opened().desk.reverse, identity.actor(), entry, reason.strip(), key=form["key"])
    if pressing.press(place, use):
        _keep()
        pressing.press("given", lambda: None, done="Taken back. Its budgets have their headroom again.")
