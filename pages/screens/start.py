"""Where new staff begin: the care philosophy in reading order, and what comes after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import cards, states
from pages.parts.addresses import article_href, library_href
from pages.parts.markup import Html, join, tag
from pages.shell import identity, opening, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.library import ArticleCard


def show() -> None:
    """Draw the first reading path."""
    theme.title("Start here")
    app, actor = opening.opened(), identity.actor()
    pages = app.library.browse(actor, kind="philosophy").articles
    if not pages:
        panel = states.panel(
            "route",
            "There is nothing to start with yet",
            "Once the library has pages of philosophy, they stand here in reading order.",
            way=states.link("Open the library", library_href(), main=True),
        )
        st.html(tag("div", panel, class_="cb-page"))
        return
    head = tag(
        "header",
        tag("h1", "Start here"),
        tag(
            "p",
            "Read these in order, in your own time: first what we believe, then what follows from it.",
        ),
        class_="cb-head",
    )
    st.html(tag("div", head, _path(pages), _afterwards(), class_="cb-page cb-path-page"))


def _path(pages: Sequence[ArticleCard]) -> Html:
    steps = [
        tag(
            "li",
            tag("span", place, class_="cb-step-number", aria_hidden="true"),
            tag(
                "div",
                tag("h3", tag("a", card.title, href=article_href(card.slug))),
                tag("p", card.summary) if card.summary else "",
                tag("p", f"{card.minutes} min", class_="cb-step-foot"),
            ),
        )
        for place, card in enumerate(pages, start=1)
    ]
    return tag("ol", join(steps), class_="cb-path")


def _afterwards() -> Html:
    ways = [
        tag("li", tag("a", cards.kind_icon(kind), words, href=library_href(kind), class_="cb-chip"))
        for kind, words in (
            ("standard", "The standards: what we promise"),
            ("playbook", "The playbooks: how we keep it"),
            ("policy", "The policies: what may be granted"),
        )
    ]
    return tag(
        "section",
        tag("h2", "Then", class_="cb-label"),
        tag("ul", join(ways), class_="cb-chips"),
        class_="cb-after",
    )
