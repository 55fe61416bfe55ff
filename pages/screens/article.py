"""One article, for reading: what may be relied on, the text with its questions, and what it asks of you."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from kb.access import can
from kb.library import NotFound
from pages.parts import article, cards, states
from pages.parts.addresses import article_href, library_href, remedy_href, search_href
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.pieces import cut
from pages.screens import question, reading, ways
from pages.shell import acting, identity, noting, opening, theme, today

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App
    from kb.library import ArticleView
    from kb.library.learning import Standing


def show() -> None:
    """Draw the article that the address names; on a path, where the reader is on it."""
    slug = st.query_params.get("slug", "").strip()
    app, actor = opening.opened(), identity.actor()
    if not slug:
        theme.title("Article")
        st.html(states.panel("article", "Which article?", "The address names none.", way=_ways_on()))
        return
    try:
        view = app.library.article(actor, slug)
        standing = app.learning.standing(actor, view.slug, st.query_params.get("path") or None)
    except NotFound:
        theme.title("Not found")
        st.html(_missing(app, actor, slug))
        return
    if view.slug != slug:  # an address that the page used to have, or a page that was merged into it
        st.query_params["slug"] = view.slug
    theme.title(view.title)
    noting.opened(app, actor, view.slug)
    with st.container(key="cb_reading", horizontal=True, gap=None):
        with st.container(key="cb_article", gap=None):
            acting.tell()
            _article(app, actor, view, standing)
        path = standing.path.slug if standing.path else None
        with st.container(key="cb_aside", gap=None):
            st.html(tag("div", article.contents(view, path), class_="cb-page"))


def _article(app: App, actor: Actor, view: ArticleView, standing: Standing) -> None:
    now = today.today()
    head = tag(
        "header",
        reading.where(standing),
        article.breadcrumb(view),
        tag("h1", view.title),
        article.metadata(view, now),
        article.keys(
            view,
            edit=can(actor, "draft.write").allowed and view.archived_at is None,
            move=can(actor, "library.move").allowed,
        ),
        article.archived(view, now),
        article.overdue(view, now),
        _remedy_of(app, actor, view),
        class_="cb-article",
    )
    st.html(tag("div", head, class_="cb-page"))
    reading.changes(standing)
    _text(view, standing)
    reading.acknowledgement(standing)
    reading.onward(standing)
    st.html(tag("div", article.foot(view, now), class_="cb-page"))


def _text(view: ArticleView, standing: Standing) -> None:
    """The text, and between its pieces the questions that stand there."""
    questions = standing.questions
    placed: set[int] = set()
    for piece in cut(view.html, [each.text for each in questions]):
        if isinstance(piece, int):
            placed.add(piece)
            question.show(view.slug, standing, piece)
        elif piece.strip():
            prose = tag("div", piece, class_=f"cb-prose cb-prose-{view.kind}")
            st.html(tag("div", prose, class_="cb-page"))
    for place, each in enumerate(questions):
        if place not in placed and each.fault:
            question.show(view.slug, standing, place)


def _ways_on() -> Html:
    return join([states.link("To the desk", "/", main=True), states.link("Open the library", library_href())])


def _missing(app: App, actor: Actor, slug: str) -> Html:
    words = re.sub(r"[-_\s]+", " ", slug).strip()
    hits = app.search.search(actor, words, limit=4).hits if words else ()
    panel = states.panel(
        "travel_explore",
        "There is no such article",
        join(["Nothing lives at ", tag("code", slug), ". It may have moved, or the address was cut short."]),
        way=join(
            [
                states.link("Search for it", search_href(words), main=True),
                states.link("Library", library_href()),
            ]
        ),
    )
    if not hits:
        return tag("div", panel, class_="cb-page")
    rows = [
        tag(
            "li",
            tag(
                "a",
                tag("span", hit.title, class_="cb-name"),
                tag("span", cards.kind_word(hit.kind or ""), class_="cb-kind"),
                href=article_href(hit.slug),
            ),
        )
        for hit in hits
    ]
    near = tag(
        "section",
        tag("h2", "Nearest", class_="cb-label"),
        tag("ul", join(rows), class_="cb-rows"),
        class_="cb-near",
    )
    return tag("div", panel, near, class_="cb-page")


def _remedy_of(app: App, actor: Actor, view: ArticleView) -> Html:
    """For a playbook or a policy of a complaint type: the way to the verdict."""
    kind = ways.complaint_of(app, actor, view)
    if kind is None:
        return Html("")
    return tag(
        "a",
        icon("redeem"),
        tag("span", tag("b", f"{kind.label}: "), "which remedy may I grant?"),
        icon("arrow_forward"),
        href=remedy_href(kind.key),
        class_="cb-to-remedy cb-noprint",
    )
