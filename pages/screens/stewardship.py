"""Stewardship: what needs this person first, then the library, the gaps, the desk, and replays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.access import Refused, can
from pages.parts.addresses import stewardship_href
from pages.parts.markup import Html, join, tag
from pages.screens import needs_me, relocating, replaying, steward_tables
from pages.shell import acting, identity, opening, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb.access import Action, Actor
    from kb.app import App

_VIEWS: Final[tuple[tuple[str, str, Action, Callable[[App, Actor], None]], ...]] = (
    ("", "Needs me", "draft.review", needs_me.show),
    ("library", "Library", "draft.review", steward_tables.library),
    ("gaps", "Search gaps", "insight.manage", steward_tables.gaps),
    ("desk", "Desk", "desk.oversee", steward_tables.desk),
    ("unread", "Unread changes", "learning.oversee", steward_tables.unread),
    ("replay", "Replay", "desk.replay", replaying.show),
)
_ABOUT: Final = {
    "": "What waits for you, before everything else.",
    "library": "Pages that are due, and what is wrong with them.",
    "gaps": "What people look for and our pages do not say.",
    "desk": "What was given, where policy had no answer, and whether it was put right.",
    "unread": "Who has read what they must know, and what has changed since.",
    "replay": "A draft of a policy, held against the decisions that were made.",
}


def show() -> None:
    """Draw the view that the address names."""
    theme.title("Stewardship")
    app, actor = opening.opened(), identity.actor()
    if not can(actor, "draft.review").allowed:
        raise Refused("Stewardship is for team leads and managers.")
    wanted = st.query_params.get("view", "")
    if wanted == "move":
        acting.tell()
        relocating.show(app, actor)
        return
    mine = [each for each in _VIEWS if can(actor, each[2]).allowed]
    view, _, _, draw = next((each for each in mine if each[0] == wanted), mine[0])
    ways = join(_way(each[0], each[1], here=each[0] == view) for each in mine)
    st.html(
        tag(
            "div",
            tag("header", tag("h1", "Stewardship"), tag("p", _ABOUT[view]), class_="cb-head"),
            tag("nav", tag("ul", ways, class_="cb-chips"), class_="cb-views", aria_label="Stewardship"),
            class_="cb-page",
        )
    )
    acting.tell()
    draw(app, actor)


def _way(view: str, label: str, *, here: bool) -> Html:
    current = "true" if here else None
    return tag("li", tag("a", label, href=stewardship_href(view), class_="cb-chip", aria_current=current))
