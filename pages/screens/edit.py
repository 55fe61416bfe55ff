"""Editing: the text beside what readers will see, saved as it is typed; and where a change begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kb.library import NotFound
from pages.parts import states
from pages.parts.addresses import article_href, draft_href, library_href, new_page_href
from pages.parts.badges import ago
from pages.parts.markup import Html, join, tag
from pages.screens import new_page, writing
from pages.shell import acting, identity, opening, theme, today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.access import Actor
    from kb.app import App
    from kb.library.drafting import DraftCard


def show() -> None:
    """Draw the draft that the address names, begin one of the page that it names, or ask what to write."""
    theme.title("Edit")
    app, actor = opening.opened(), identity.actor()
    asked = st.query_params
    if asked.get("draft"):
        number = asked["draft"]
        if not number.isascii() or not number.isdigit() or len(number) > 12:
            raise NotFound(f"There is no draft `{number[:40]}`.")
        writing.show(app, actor, int(number))
    elif asked.get("slug"):
        _of_page(app, actor, asked["slug"].strip())
    elif asked.get("new"):
        acting.tell()
        new_page.show(app, actor)
    else:
        acting.tell()
        _mine(app, actor)


def _of_page(app: App, actor: Actor, slug: str) -> None:
    """Go on with one's own draft of a page; where others have one, ask; else begin."""
    under_way = app.drafts.list(actor, slug)
    mine = next((each for each in under_way if each.author_id == actor.id), None)
    if mine is not None:
        _go(mine.id)
    if not under_way or st.query_params.get("begin"):
        _go(app.drafts.start(actor, slug).id)
    title = under_way[0].title
    begin = f"/edit?slug={slug}&begin=1"
    st.html(
        tag(
            "div",
            tag(
                "header",
                tag("h1", f"Somebody is changing “{title}” already"),
                tag(
                    "p",
                    "Join them in their draft, or begin your own; whoever publishes second is offered"
                    " both merged.",
                ),
                class_="cb-head",
            ),
            rows(under_way),
            tag(
                "p",
                states.link("Begin my own", begin, main=True),
                states.link("Back to the page", article_href(slug)),
                class_="cb-buttons",
            ),
            class_="cb-page",
        )
    )


def _go(draft: int) -> None:
    st.query_params.from_dict({"draft": str(draft)})
    st.rerun()


def _mine(app: App, actor: Actor) -> None:
    drafts = app.drafts.list(actor)
    mine = [each for each in drafts if each.author_id == actor.id]
    others = [each for each in drafts if each.author_id != actor.id]
    head = tag(
        "header",
        tag(
            "div",
            tag("h1", "Drafts"),
            tag("p", "Changes under way. Readers see none of it until it is published."),
        ),
        states.link("Write a new page", new_page_href(), main=True),
        class_="cb-head cb-head-way",
    )
    parts: list[Html] = [head]
    if not drafts:
        parts.append(
            states.panel(
                "edit_note",
                "Nothing is being written",
                "Open a page and press Edit, or write a new one.",
                way=states.link("Open the library", library_href()),
                level="h2",
            )
        )
    if mine:
        parts += [tag("h2", "Mine", class_="cb-label"), rows(mine)]
    if others:
        parts += [tag("h2", "Of others", class_="cb-label cb-label-next"), rows(others)]
    st.html(tag("div", join(parts), class_="cb-page"))


def rows(drafts: Sequence[DraftCard]) -> Html:
    """Drafts in a list, each leading into the editor."""
    now = today.today()
    items = [
        tag(
            "li",
            tag(
                "a",
                tag("span", each.title or each.slug, class_="cb-name"),
                tag("span", f"{each.author}, {ago(each.changed_at.date(), now)}", class_="cb-kind"),
                tag("span", writing.STATES[each.state], class_="cb-kind"),
                href=draft_href(each.id),
            ),
        )
        for each in drafts
    ]
    return tag("ul", join(items), class_="cb-rows")
