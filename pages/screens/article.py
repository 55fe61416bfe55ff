"""One article, for reading: where it stands, what may be relied on, the text, and what links here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from kb.library import NotFound
from pages.parts import badges, cards, states
from pages.parts.addresses import article_href, library_href, remedy_href, search_href
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.screens import ways
from pages.shell import identity, opening, theme, today

if TYPE_CHECKING:
    from datetime import date

    from kb.access import Actor
    from kb.app import App
    from kb.library import ArticleView

_DEEPEST = 3
_FEWEST = 2


def show() -> None:
    """Draw the article that the address names."""
    slug = st.query_params.get("slug", "").strip()
    app, actor = opening.opened(), identity.actor()
    if not slug:
        theme.title("Article")
        st.html(states.panel("article", "Which article?", "The address names none.", way=_ways_on()))
        return
    try:
        view = app.library.article(actor, slug)
    except NotFound:
        theme.title("Not found")
        st.html(_missing(app, actor, slug))
        return
    theme.title(view.title)
    st.html(_page(view, today.today(), _remedy_of(app, actor, view)))


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


def _page(view: ArticleView, now: date, remedy: Html) -> Html:
    main = tag(
        "article",
        _breadcrumb(view),
        tag("h1", view.title),
        _metadata(view, now),
        _strip(view, now),
        remedy,
        tag("div", Html(view.html), class_=f"cb-prose cb-prose-{view.kind}"),
        _foot(view, now),
        class_="cb-article",
    )
    return tag("div", main, _contents(view), class_="cb-page cb-reading")


def _breadcrumb(view: ArticleView) -> Html:
    steps = [
        tag("a", "Library", href=library_href()),
        tag("a", cards.plural(view.kind), href=library_href(view.kind)),
    ]
    return tag("nav", join(steps, " › "), class_="cb-breadcrumb", aria_label="Where this stands")


def _metadata(view: ArticleView, now: date) -> Html:
    verified = badges.verification(view.verified_at, view.review_due, now).as_html()
    due = badges.day_of(view.review_due)
    pieces = [
        tag("span", cards.kind_icon(view.kind), " ", cards.kind_word(view.kind)),
        tag("span", view.owner) if view.owner else None,
        tag("span", verified, f", next review {badges.written(due, now)}" if due and due >= now else ""),
        tag("span", f"revision {view.revision}"),
        tag("span", f"{view.minutes} min to read"),
    ]
    return tag("p", join(piece for piece in pieces if piece), class_="cb-metadata")


def _strip(view: ArticleView, now: date) -> Html:
    due = badges.day_of(view.review_due)
    if due is None or due >= now:
        return Html("")
    owner = join([" Ask ", tag("b", view.owner), " when in doubt."]) if view.owner else ""
    return tag(
        "p",
        icon("schedule"),
        tag("span", f"This page was due for review on {badges.written(due, now)}. Read it with care.", owner),
        class_="cb-warning",
        role="note",
    )


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


def _contents(view: ArticleView) -> Html:
    headings = [heading for heading in view.outline if 1 < heading.level <= _DEEPEST]
    if len(headings) < _FEWEST:
        return tag("aside", class_="cb-contents")
    items = [
        tag(
            "li",
            tag("a", heading.text, href=article_href(view.slug, heading.anchor)),
            class_=f"cb-level-{heading.level}",
        )
        for heading in headings
    ]
    listed = tag(
        "nav", tag("h2", "Contents", class_="cb-label"), tag("ol", join(items)), aria_label="Contents"
    )
    return tag("aside", listed, class_="cb-contents")


def _foot(view: ArticleView, now: date) -> Html:
    labels = [
        tag("li", tag("a", name, href=library_href(None, name), class_="cb-chip")) for name in view.tags
    ]
    tags = tag("ul", join(labels), class_="cb-chips cb-tags", aria_label="Tags") if labels else ""
    links = (
        tag("section", tag("h2", "What links here", class_="cb-label"), cards.rows(view.links_here, now))
        if view.links_here
        else ""
    )
    return tag("footer", tags, links, class_="cb-foot cb-noprint")
