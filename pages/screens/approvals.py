"""Approvals: what waits for an answer of this lead or manager, and what was answered lately."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from kb.access import Refused, can
from kb.desk import DeskError
from pages.parts import money, requests
from pages.parts.facts import plain
from pages.parts.icons import icon
from pages.parts.markup import Html, tag
from pages.parts.phrases import counted
from pages.screens import given
from pages.shell import identity, opening, pressing, pulse, theme
from policies import NoPolicy

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App
    from kb.desk import Brief, Entry, Request

_MOST_OPEN: Final = 25
_MOST_ANSWERED: Final = 12
_LONGEST: Final = 500


def show() -> None:
    """Draw the requests that this person may answer, then the answers of late."""
    theme.title("Approvals")
    app, actor = opening.opened(), identity.actor()
    allowed = can(actor, "desk.approve")
    if not allowed.allowed:
        raise Refused(allowed.reason)
    everything = app.approvals.requests(actor)
    waiting = [request for request in reversed(everything) if request.state == "open" and request.answerable]
    words = requests.Words(
        {remedy.key: remedy.label for remedy in _remedies(app, actor)},
        {kind.key: kind.label for kind in app.desk.complaints(actor)} if everything else {},
    )
    st.html(_head(len(waiting)))
    shown = [request.id for request in waiting[:_MOST_OPEN]]
    pressing.said("given", *(place for place in pressing.places() if place not in map(_place, shown)))
    if not waiting:
        st.html(_nothing_waits())
    for request in waiting[:_MOST_OPEN]:
        _request(app, actor, request, words)
    if len(waiting) > _MOST_OPEN:
        more = len(waiting) - _MOST_OPEN
        words_on = f"{counted(more, 'more request')} will follow as these are answered."
        st.html(tag("p", words_on, class_="cb-page"))
    _answered(app, actor, everything, words)
    pulse.watch()


def _remedies(app: App, actor: Actor) -> tuple[Any, ...]:
    try:
        return app.desk.remedies(actor)
    except NoPolicy:
        return ()


def _head(waiting: int) -> Html:
    told = "They are decided anew when you look, by the policy in force now." if waiting else ""
    verb = "waits" if waiting == 1 else "wait"
    many = f"{counted(waiting, 'request')} {verb} for you. {told}" if waiting else ""
    return tag("header", tag("h1", "Approvals"), tag("p", many) if many else "", class_="cb-page cb-head")


def _nothing_waits() -> Html:
    words = "Nothing waits for your answer. A new request shows here by itself."
    return tag("p", icon("task_alt"), tag("span", words), class_="cb-page cb-nothing-yet")


def _place(request: int) -> str:
    return f"request:{request}"


def _request(app: App, actor: Actor, request: Request, words: requests.Words) -> None:
    try:
        brief = app.approvals.brief(actor, request.id)
    except DeskError as gone:  # answered, withdrawn or forgotten between two looks
        st.html(tag("p", icon("info"), tag("span", gone.message), class_="cb-page cb-warning"))
        return
    with st.container(key=f"cb_approval_{request.id}", horizontal=True, gap="large"):
        with st.container(key=f"cb_approval_case_{request.id}", gap="xsmall"):
            st.html(requests.case(brief, words))
        with st.container(key=f"cb_approval_form_{request.id}", gap="xsmall"):
            _form(brief)


def _form(brief: Brief) -> None:
    request, now = brief.request, brief.now
    pressing.said(_place(request.id))
    key = f"{request.id}_{brief.stamp.sha256[:8] if brief.stamp else 'none'}"
    with st.form(key=f"cb_answer_{key}", border=False):
        if now is None or not now.may_grant:
            st.html(requests.barred(brief))
        elif request.amount:
            most = min(request.amount, now.grantable if now.grantable is not None else request.amount)
            st.text_input(
                f"Amount, {request.currency}",
                value=now.verdict.currency.show(most),
                key=f"cb_amount_{key}",
                max_chars=20,
                autocomplete="off",
            )
        duties = now.verdict.provided if now is not None and now.may_grant else ()
        for at, duty in enumerate(duties):
            st.checkbox(plain(duty), key=f"cb_duty_{key}_{at}")
        st.text_input("Reason (needed to decline)", key=f"cb_reason_{key}", max_chars=_LONGEST)
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                "Approve",
                type="primary",
                disabled=now is None or not now.may_grant,
                on_click=_approve,
                args=(brief, key),
            )
            st.form_submit_button("Decline", on_click=_decline, args=(request.id, key))


def _approve(brief: Brief, key: str) -> None:
    request, place = brief.request, _place(brief.request.id)
    minor: int | None = None
    if request.amount and brief.now is not None:
        written = str(st.session_state.get(f"cb_amount_{key}", ""))
        minor = money.read(written, brief.now.verdict.currency)
        if not minor:
            pressing.refuse(place, f"“{written}” is no amount; write it such as 12.50.")
            return
    duties = brief.now.verdict.provided if brief.now is not None else ()
    use = partial(
        opening.opened().approvals.approve,
        identity.actor(),
        request.id,
        minor,
        confirmed=[duty for at, duty in enumerate(duties) if st.session_state.get(f"cb_duty_{key}_{at}")],
        reason=str(st.session_state.get(f"cb_reason_{key}", "")),
        seen=brief.stamp,
    )
    if pressing.press(place, use):
        pressing.press("given", lambda: None, done=f"Approved. {request.asked_by} sees it at once.")


def _decline(request: int, key: str) -> None:
    reason = str(st.session_state.get(f"cb_reason_{key}", ""))
    use = partial(opening.opened().approvals.decline, identity.actor(), request, reason)
    pressing.press(_place(request), use, done="")


def _answered(app: App, actor: Actor, everything: tuple[Request, ...], words: requests.Words) -> None:
    answered = [request for request in everything if request.state != "open" and not request.mine]
    if not answered:
        return
    entries: dict[int, Entry] = {entry.id: entry for entry in app.ledger.entries(actor, limit=200)}
    with st.container(key="cb_answered", gap="xsmall"):
        st.html(tag("h2", "Answered lately", class_="cb-label"))
        for request in answered[:_MOST_ANSWERED]:
            st.html(requests.answer(request, words))
            entry = entries.get(request.entry or 0)
            if entry is not None and entry.reversed_by is None:
                given.show(entry, "answered", words.remedies)
            elif entry is not None:
                st.html(tag("p", "Taken back since.", class_="cb-page cb-soft"))
