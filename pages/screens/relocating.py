"""Giving a page another place: move, merge, archive and bring back, each looked at before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kb.access import Refused, can
from kb.library.moving import Move
from pages.parts import states
from pages.parts.addresses import article_href
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import counted
from pages.shell import acting, identity, opening, theme

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App
    from kb.library import ArticleView
    from kb.library.moving import MoveReport

_LOOKED: Final = "_carebook_moving"
_MOVE, _MERGE, _ARCHIVE, _BACK = "Move or rename", "Merge into another", "Archive", "Bring back"
_Asked = tuple[str, str, str, str]
"""What is to be done, to which page, and two words that it needs."""


def show(app: App, actor: Actor) -> None:
    """Ask what is to become of the page that the address names; show what it would do; do it."""
    if not can(actor, "library.move").allowed:
        raise Refused("Moving, merging and archiving pages is for managers.")
    view = app.library.article(actor, st.query_params.get("slug", "").strip())
    theme.title(f"Move {view.title}")
    st.html(
        tag(
            "header",
            tag("nav", tag("a", view.title, href=article_href(view.slug)), class_="cb-breadcrumb"),
            tag("h1", "Move, merge or archive"),
            tag("p", "Its old addresses go on working. You see what would happen before it does."),
            class_="cb-page cb-head",
        )
    )
    actions = [_MOVE, _MERGE, _BACK if view.archived_at else _ARCHIVE]
    action = st.segmented_control(
        "What is to happen", actions, default=actions[0], required=True, key="cb_move_what"
    )
    first, second = _words(app, actor, view, action or actions[0])
    asked = (action or actions[0], view.slug, first, second)
    st.button(
        "Show what it would do",
        key="cb_move_look",
        on_click=_look,
        args=(asked,),
        icon=":material/visibility:",
    )
    looked: tuple[_Asked, MoveReport] | None = st.session_state.get(_LOOKED)
    if looked is not None and looked[0] == asked:
        st.html(_report(looked[1]))
        st.button(f"{asked[0]}: do it", key="cb_move_do", type="primary", on_click=_do, args=(asked,))


def _words(app: App, actor: Actor, view: ArticleView, action: str) -> tuple[str, str]:
    if action == _MOVE:
        with st.container(key="cb_new_page"):
            slug = st.text_input("Address", value=view.slug, key="cb_move_slug", max_chars=120)
            title = st.text_input("Title", value=view.title, key="cb_move_title", max_chars=200)
        return slug.strip(), title.strip()
    if action == _MERGE:
        others = {
            card.slug: card.title for card in app.library.browse(actor).articles if card.slug != view.slug
        }
        with st.container(key="cb_new_page"):
            into = st.selectbox(
                "Into", list(others), format_func=lambda slug: others[slug], key="cb_move_into"
            )
        return into or "", ""
    return "", ""


def _run(asked: _Asked, *, dry_run: bool) -> MoveReport:
    action, slug, first, second = asked
    moving, actor = opening.opened().moving, identity.actor()
    if action == _MERGE:
        return moving.merge(actor, slug, first, dry_run=dry_run)
    if action == _ARCHIVE:
        return moving.archive(actor, slug, dry_run=dry_run)
    if action == _BACK:
        return moving.unarchive(actor, slug, dry_run=dry_run)
    now = opening.opened().library.article(actor, slug)
    to = Move(first if first != slug else None, None, second if second != now.title else None)
    return moving.move(actor, slug, to, dry_run=dry_run)


def _look(asked: _Asked) -> None:
    def look() -> None:
        st.session_state[_LOOKED] = (asked, _run(asked, dry_run=True))

    acting.attempt(look)


def _do(asked: _Asked) -> None:
    def act() -> None:
        report = _run(asked, dry_run=False)
        st.session_state.pop(_LOOKED, None)
        st.query_params["slug"] = report.slug

    acting.attempt(act, done="It is done; every old address leads there.")


def _report(report: MoveReport) -> Html:
    pages = [
        tag("li", tag("a", each.title, href=article_href(each.slug)), f": {counted(each.links, 'link')}")
        for each in report.rewritten
    ]
    linked = [tag("li", tag("a", slug, href=article_href(slug))) for slug in report.linked_from]
    parts: list[Html] = [
        tag("p", icon("warning"), tag("span", words), class_="cb-warning") for words in report.warnings
    ]
    parts.append(tag("p", "It will be “", report.title, "” at ", tag("code", report.slug), "."))
    if pages:
        parts += [tag("h2", "Links that will be rewritten", class_="cb-label"), tag("ul", join(pages))]
    if linked:
        parts += [tag("h2", "Pages that will link to it still", class_="cb-label"), tag("ul", join(linked))]
    if not pages and not linked:
        parts.append(states.bullet_list(["No other page changes."]))
    return tag("div", join(parts), class_="cb-page cb-stewarding")
