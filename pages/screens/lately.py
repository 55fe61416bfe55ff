"""On the desk: what this person gave today, and whom to ask whether it was put right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.access import can
from pages.parts.icons import icon
from pages.parts.markup import Html, tag
from pages.parts.phrases import counted, listed
from pages.screens import asking, given
from pages.shell import identity, opening, pressing, pulse
from policies import NoPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kb.access import Actor
    from kb.app import App
    from kb.desk.hindsight import FollowUp

_MOST_GIVEN: Final = 5
_MOST_DUE: Final = 5
_SCORES: Final = (1, 2, 3, 4, 5)
_LONGEST: Final = 500


def show(app: App, actor: Actor) -> None:
    """Draw requests, today's grants and follow-ups; nothing for those who grant nothing."""
    if not can(actor, "desk.grant").allowed:
        return
    try:
        labels = {remedy.key: remedy.label for remedy in app.desk.remedies(actor)}
        kinds = {kind.key: kind.label for kind in app.desk.complaints(actor)}
    except NoPolicy:
        labels, kinds = {}, {}
    with st.container(key="cb_lately", gap="medium"):
        pressing.said("given")
        asking.show(app, actor, "desk", labels)
        _today(app, actor, labels)
        _due(app, actor, labels, kinds)
    pulse.watch()


def _today(app: App, actor: Actor, labels: Mapping[str, str]) -> None:
    entries = given.of_today(app, actor)
    if not entries:
        return
    with st.container(key="cb_today", gap="xsmall"):
        many = counted(len(entries), "grant")
        st.html(tag("h2", f"Given today · {many}", class_="cb-label"))
        for entry in entries[:_MOST_GIVEN]:
            given.show(entry, "today", labels)


def _due(app: App, actor: Actor, labels: Mapping[str, str], kinds: Mapping[str, str]) -> None:
    due = app.outcomes.due(actor)
    if not due:
        pressing.said("score")
        return
    with st.container(key="cb_due", gap="xsmall"):
        st.html(tag("h2", f"Ask whether it was put right · {len(due)}", class_="cb-label"))
        pressing.said("score")
        for up in due[:_MOST_DUE]:
            st.html(_line(up, labels, kinds))
            with (
                st.form(key=f"cb_score_{up.consultation}", border=False),
                st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
            ):
                st.segmented_control(
                    "Put right? 1 not at all, 5 wholly", _SCORES, key=f"cb_points_{up.consultation}"
                )
                st.text_input("Their words, if any", key=f"cb_words_{up.consultation}", max_chars=_LONGEST)
                st.form_submit_button("Keep", on_click=_score, args=(up.consultation,))


def _line(up: FollowUp, labels: Mapping[str, str], kinds: Mapping[str, str]) -> Html:
    about = " · ".join(each for each in (up.reference, up.order, up.customer) if each)
    got = listed(labels.get(key, key) for key in up.remedies)
    return tag(
        "p",
        icon("call"),
        tag(
            "span",
            tag("b", kinds.get(up.complaint, up.complaint)),
            f": {got}" if got else "",
            tag("span", f" since {up.due_on:%d %b}{' · ' + about if about else ''}", class_="cb-soft"),
        ),
        class_="cb-page cb-given-line",
    )


def _score(consultation: str) -> None:
    points = st.session_state.get(f"cb_points_{consultation}")
    if points is None:
        pressing.refuse("score", "Choose from 1 to 5 first.")
        return
    words = str(st.session_state.get(f"cb_words_{consultation}") or "")
    use = partial(opening.opened().outcomes.score, identity.actor(), consultation, int(points), words)
    pressing.press("score", use, done="Kept, thank you.")
