"""Screens for when there is nothing to show: empty, unknown, refused, broken. Each says what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag

if TYPE_CHECKING:
    from collections.abc import Iterable


def panel(
    symbol: str, heading: str, *lines: object, way: Html | None = None, tone: str = "", level: str = "h1"
) -> Html:
    """A quiet panel in the middle of the screen: a symbol, what happened, what to do, and a way on.

    Below a heading of the screen's own it is of `level` h2.
    """
    body = join(tag("p", line) for line in lines)
    return tag(
        "section",
        icon(symbol),
        tag(level, heading),
        body,
        tag("p", way, class_="cb-panel-ways") if way else "",
        class_=f"cb-panel {tone}".strip(),
        role="alert" if tone else None,
    )


def link(label: str, href: str, *, main: bool = False) -> Html:
    """A way on, drawn as a button."""
    return tag("a", label, href=href, class_="cb-button cb-button-main" if main else "cb-button")


def bullet_list(items: Iterable[object]) -> Html:
    """A plain list."""
    return tag("ul", join(tag("li", item) for item in items))


def refuse_demonstration(reasons: tuple[str, ...]) -> None:
    """Say why nobody may pick a person here, and the two ways out."""
    why = tag("div", "Because ", bullet_list(_said(reason) for reason in reasons), class_="cb-panel-why")
    ways = tag(
        "div",
        tag("h2", "What to do"),
        bullet_list(
            [
                join(
                    [
                        "Set up sign-in: add an ",
                        tag("code", "[auth]"),
                        " section with your identity provider to ",
                        tag("code", ".streamlit/secrets.toml"),
                        ".",
                    ]
                ),
                join(
                    [
                        "Or keep the demonstration on this machine: ",
                        tag("code", 'server.address = "127.0.0.1"'),
                        " and ",
                        tag("code", 'server.allowedHosts = ["localhost", "127.0.0.1"]'),
                        ", with no proxy in front.",
                    ]
                ),
                join(
                    [
                        "Or, on a network where everybody may be the manager, start it with ",
                        tag("code", "CAREBOOK_DEMONSTRATION=anywhere"),
                        ".",
                    ]
                ),
            ]
        ),
        class_="cb-panel-why",
    )
    st.html(
        tag(
            "section",
            icon("lock"),
            tag("h1", "Carebook will not open here without sign-in"),
            tag(
                "p",
                "No identity provider is set up, so anybody who reaches it could say they are the manager.",
            ),
            why,
            ways,
            class_="cb-panel cb-refused cb-panel-wide",
            role="alert",
        )
    )


def _said(reason: str) -> Html:
    """Turn the backticks of a message into code."""
    pieces = reason.split("`")
    return join(tag("code", piece) if place % 2 else piece for place, piece in enumerate(pieces))


def ask_to_sign_in() -> None:
    """The door: one button to the identity provider."""
    st.html(
        panel(
            "menu_book",
            "Carebook",
            "Care standards, playbooks and remedies for the people who look after our customers.",
        )
    )
    with st.container(key="cb_door", horizontal_alignment="center"):
        if st.button("Sign in", type="primary", icon=":material/login:"):
            st.login()


def refuse_stranger(email: str) -> None:
    """Somebody signed in whom Carebook does not know, or no longer."""
    who = tag("b", email) if email else "Your account"
    st.html(
        panel(
            "person_off",
            "You are signed in, but not on the list",
            join([who, " is not among the people who may open this Carebook, or no longer."]),
            "Ask your team lead or a manager to add you; it works at once, no new sign-in needed.",
            tone="cb-refused",
        )
    )
    with st.container(key="cb_door", horizontal_alignment="center"):
        if st.button("Sign out", icon=":material/logout:"):
            st.logout()


def nobody_here() -> None:
    """A screen, or a part of one, without anybody who may see it."""
    st.html(
        panel(
            "person_off",
            "Nobody is signed in here",
            "Load the page again; it will say whether you may still open Carebook.",
            tone="cb-refused",
        )
    )


def nobody_known() -> None:
    """A demonstration with an empty list of people."""
    st.html(
        panel(
            "group_off",
            "There is nobody to be yet",
            "The list of people in this Carebook is empty, so there is no one to look as.",
            tone="cb-refused",
        )
    )
