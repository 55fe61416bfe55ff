"""What this person asked of a higher role: still waiting, or just answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.access import can
from kb.desk import NoReceipt, NotThere
from pages.parts import copying, money
from pages.parts.icons import icon
from pages.parts.markup import Html, tag
from pages.parts.phrases import lowered
from pages.shell import identity, opening, pressing
from policies.currency import Currency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kb.access import Actor
    from kb.app import App
    from kb.desk import Request

_DISMISSED: Final = "_carebook_dismissed"
_RECENTLY: Final = timedelta(hours=8)
_MOST: Final = 4


def own(app: App, actor: Actor) -> tuple[Request, ...]:
    """The requests of this person that wait, and those answered lately that they have not put away."""
    if not can(actor, "desk.request").allowed:
        return ()
    away = st.session_state.get(_DISMISSED, set())
    since = datetime.now(UTC) - _RECENTLY
    found = [
        request
        for request in app.approvals.requests(actor)
        if request.mine
        and request.id not in away
        and request.state != "withdrawn"
        and (request.state == "open" or (request.answered_at or request.expires_at) > since)
    ]
    return tuple(found[:_MOST])


def show(app: App, actor: Actor, place: str, labels: Mapping[str, str]) -> None:
    """Draw them, each a line with what can be done about it; nothing where there are none."""
    requests = own(app, actor)
    if not requests:
        pressing.said("asked")
        return
    with st.container(key="cb_asked", gap="xsmall"):
        st.html(tag("h2", "What you asked for", class_="cb-label"))
        pressing.said("asked")
        for request in requests:
            with st.container(
                key=f"cb_request_{request.id}", horizontal=True, vertical_alignment="center", gap="small"
            ):
                st.html(_line(request, labels))
                _ways(app, actor, request, place)


def _line(request: Request, labels: Mapping[str, str]) -> Html:
    what = labels.get(request.remedy, request.remedy)
    symbol, tone, words = _state(request)
    much = f" {worth(request, request.amount)}" if request.amount else ""
    return tag(
        "p",
        tag("span", icon(symbol), words, class_=f"cb-word cb-tone-{tone}"),
        tag("b", what),
        f"{much}, {_who(request)}",
        tag("span", f" “{request.reason}”", class_="cb-say") if request.reason else "",
        class_="cb-page cb-request-line",
        role="status",
    )


def worth(request: Request, minor: int) -> str:
    """An amount of a request, as people read it."""
    return money.amount(minor, Currency(request.currency))


def _state(request: Request) -> tuple[str, str, str]:
    if request.state == "approved":
        less = request.granted is not None and request.granted < request.amount
        return (
            "check_circle",
            "green",
            f"Approved {worth(request, request.granted or 0)}" if less else "Approved",
        )
    return {
        "open": ("hourglass_top", "amber", "Waiting"),
        "declined": ("cancel", "red", "Declined"),
        "expired": ("timer_off", "grey", "Ran out"),
    }.get(request.state, ("info", "grey", request.state.capitalize()))


def _who(request: Request) -> str:
    if request.state == "open":
        return f"asked of a {lowered(request.needed)} at {request.asked_at:%H:%M} UTC"
    if request.state == "expired":
        return "nobody answered; ask again if it still matters"
    return f"by {request.answered_by}"


def _ways(app: App, actor: Actor, request: Request, place: str) -> None:
    if request.state == "open":
        st.button(
            "Withdraw",
            key=f"cb_withdraw_{request.id}",
            type="tertiary",
            on_click=_withdraw,
            args=(request.id,),
        )
        return
    if request.entry is not None:
        try:
            text = app.ledger.receipt(actor, request.entry).text
        except (NoReceipt, NotThere):
            text = ""
        if text:
            copying.mount(place, request.entry, text)
    st.button(
        "Put away", key=f"cb_away_{request.id}", type="tertiary", on_click=_put_away, args=(request.id,)
    )


def _withdraw(request: int) -> None:
    use = partial(opening.opened().approvals.withdraw, identity.actor(), request)
    pressing.press("asked", use, done="Withdrawn. Nobody is asked any more.")


def _put_away(request: int) -> None:
    st.session_state[_DISMISSED] = {*st.session_state.get(_DISMISSED, set()), request}
