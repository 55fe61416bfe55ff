"""Two people, one text: theirs, yours and both merged beside each other, and the way on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import counted
from pages.screens import sheet
from pages.shell import acting, identity, opening

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App
    from kb.library.drafting import DraftView, Offer
    from pages.screens.sheet import Sheet


def show(app: App, actor: Actor, view: DraftView, paper: Sheet) -> None:
    """Draw the three texts where somebody was faster, in this draft or on the live page."""
    place = st.container(key="cb_merge_place")  # always there: what stands below it is not to be drawn anew
    offer = paper.offer
    if offer is None and view.card.behind:
        offer = app.drafts.merge(actor, view.id)
    if offer is None:
        return
    with place.container(key="cb_merge"):
        st.html(_panes(offer))
        st.button(
            "Take the merged text",
            key="cb_take_merged",
            type="primary",
            icon=":material/merge:",
            on_click=_take,
            args=(view.id, offer),
        )


def _take(draft: int, offer: Offer) -> None:
    def take() -> None:
        app, actor = opening.opened(), identity.actor()
        paper = sheet.lay_out(app.drafts.open(actor, draft))
        sheet.keep(app, actor, draft, paper)
        newest = paper.offer if offer.revision is None and paper.offer is not None else offer
        sheet.take_merged(app, actor, draft, paper, newest)

    acting.attempt(take)


def _panes(offer: Offer) -> Html:
    live = offer.revision is not None
    what = "published a newer revision of this page" if live else "saved this draft"
    how = (
        "Both changes fit together."
        if offer.clean
        else f"{counted(offer.conflicts, 'place')} both of you changed stand between markers."
    )
    head = tag(
        "p",
        icon("call_merge"),
        tag(
            "span",
            tag("b", f"{offer.by} {what} while you were writing. "),
            how,
            " Nothing is lost: here is each text.",
        ),
        class_="cb-merge-head",
        role="alert",
    )
    texts = (
        ("Theirs", offer.theirs),
        ("Yours", offer.yours),
        ("Both merged", offer.merged),
    )
    panes = join(
        tag(
            "section",
            tag("h2", name, class_="cb-label"),
            tag(
                "pre",
                text,
                class_="cb-source-text",
                tabindex="0",
                role="region",
                aria_label=f"{name}, the text",
            ),
        )
        for name, text in texts
    )
    return tag("div", head, tag("div", panes, class_="cb-panes"), class_="cb-page")
