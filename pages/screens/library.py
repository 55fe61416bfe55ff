"""The library: every article, narrowed by kind and by tag, each choice with its count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import cards, states
from pages.parts.addresses import library_href
from pages.parts.markup import Html, join, tag
from pages.shell import identity, opening, theme, today

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kb.library import Shelf

_MOST_TAGS = 24


def show() -> None:
    """Draw the shelf that the address asks for."""
    theme.title("Library")
    kind = st.query_params.get("kind") or None
    label = st.query_params.get("tag") or None
    app, actor = opening.opened(), identity.actor()
    whole = app.library.browse(actor)
    shelf = app.library.browse(actor, kind=kind, tag=label) if kind or label else whole
    head = tag(
        "header",
        tag("h1", "Library"),
        tag("p", f"{_count(len(whole.articles))}: what we believe, what we promise, and how we keep it."),
        class_="cb-head",
    )
    filters = tag(
        "div", _kinds(whole, kind, label), _tags(whole, kind, label), class_="cb-filters cb-noprint"
    )
    st.html(tag("div", head, filters, _shelf(shelf, kind, label), class_="cb-page"))


def _count(articles: int) -> str:
    return "1 article" if articles == 1 else f"{articles} articles"


def _kinds(whole: Shelf, kind: str | None, label: str | None) -> Html:
    chips = [_chip("Everything", len(whole.articles), library_href(None, label), chosen=kind is None)]
    chips += [
        _chip(cards.plural(name), count, library_href(name, label), chosen=kind == name)
        for name in cards.KIND_WORDS
        if (count := whole.kinds.get(name))
    ]
    return tag("ul", join(chips), class_="cb-chips", aria_label="Kinds")


def _tags(whole: Shelf, kind: str | None, label: str | None) -> Html:
    often = sorted(whole.tags.items(), key=lambda item: (-item[1], item[0]))[:_MOST_TAGS]
    chips = [
        _chip(name, count, library_href(kind, None if name == label else name), chosen=name == label)
        for name, count in sorted(often)
    ]
    return tag("ul", join(chips), class_="cb-chips cb-tags", aria_label="Tags") if chips else Html("")


def _chip(word: str, count: int, href: str, *, chosen: bool) -> Html:
    inside = [word, tag("span", count, class_="cb-count")]
    return tag(
        "li",
        tag("a", join(inside, " "), href=href, class_="cb-chip", aria_current="true" if chosen else None),
    )


def _shelf(shelf: Shelf, kind: str | None, label: str | None) -> Html:
    if not shelf.articles:
        return _nothing(kind, label)
    now = today.today()
    if kind:
        return cards.cards(shelf.articles, now)
    sections = []
    for name in cards.KIND_WORDS:
        mine = [card for card in shelf.articles if card.kind == name]
        if mine:
            sections.append(
                tag("section", tag("h2", cards.plural(name), class_="cb-label"), cards.cards(mine, now))
            )
    return tag("div", join(sections), class_="cb-shelf")


def _nothing(kind: str | None, label: str | None) -> Html:
    asked: Iterable[str] = [
        word for word in (kind and cards.plural(kind).lower(), label and f"“{label}”") if word
    ]
    what = " tagged ".join(asked) if asked else "articles"
    return states.panel(
        "shelves",
        "This shelf is empty",
        f"There are no {what} in the library.",
        way=states.link("Show everything", library_href()),
    )
