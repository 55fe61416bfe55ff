"""History: who changed a page, when and why; any two revisions beside each other; and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kb.access import can
from pages.parts import differences, states
from pages.parts.addresses import article_href, history_href, library_href
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.moments import said
from pages.parts.phrases import listed
from pages.shell import acting, identity, opening, theme, today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.access import Actor
    from kb.app import App
    from kb.library import ArticleView
    from kb.library.history import Comparison, RevisionCard

_ORIGINS = {
    "start": "starter page",
    "import": "imported",
    "draft": "written",
    "moved": "links followed a move",
    "owner": "given to another owner",
    "restore": "restored",
}
_SHOWN = 200


def show() -> None:
    """Draw the timeline of the page that the address names, and two of its revisions where it names them."""
    app, actor = opening.opened(), identity.actor()
    slug = st.query_params.get("slug", "").strip()
    if not slug:
        theme.title("History")
        way = states.link("Open the library", library_href(), main=True)
        st.html(states.panel("history", "The history of which page?", "The address names none.", way=way))
        return
    view = app.library.article(actor, slug)
    cards = app.history.history(actor, slug, _SHOWN)
    theme.title(f"History of {view.title}")
    acting.tell()
    st.html(_head(view, len(cards)))
    old, new = _chosen(cards)
    with st.container(key="cb_history", horizontal=True, gap="large", vertical_alignment="top"):
        with st.container(key="cb_timeline"):
            st.html(_timeline(view.slug, cards, old, new))
        with st.container(key="cb_compared"):
            _compared(app, actor, view, cards, (old, new))


def _head(view: ArticleView, count: int) -> Html:
    known = (
        f"Revision {view.revision} is what readers see."
        if count < _SHOWN
        else f"The newest {count} revisions."
    )
    return tag(
        "header",
        tag("div", tag("h1", f"History of “{view.title}”"), tag("p", known)),
        states.link("Back to the page", article_href(view.slug)),
        class_="cb-page cb-head cb-head-way",
    )


def _chosen(cards: Sequence[RevisionCard]) -> tuple[int, int]:
    """The two revisions to compare: those of the address, else the newest with the one before."""
    newest = cards[0].number

    def number(name: str, other: int) -> int:
        given = st.query_params.get(name, "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else other

    new = number("new", newest)
    return number("old", max(1, new - 1)), new


def _timeline(slug: str, cards: Sequence[RevisionCard], old: int, new: int) -> Html:
    items = join(_revision(slug, card, {old, new}) for card in cards)
    return tag("div", tag("ol", items, class_="cb-revisions", reversed=True), class_="cb-page")


def _revision(slug: str, card: RevisionCard, chosen: set[int]) -> Html:
    title = tag(
        "a",
        f"Revision {card.number}",
        href=history_href(slug, max(1, card.number - 1), card.number),
        aria_current="true" if card.number in chosen else None,
    )
    live = (
        tag("span", icon("public"), "what readers see", class_="cb-badge cb-badge-fresh") if card.live else ""
    )
    weight = "material" if card.material else "minor"
    by = f"{card.author}, {said(card.at, today.zone())}"
    more = [weight, _ORIGINS.get(card.origin, card.origin)]
    if card.approved_by:
        more.append(f"approved by {listed(card.approved_by)}")
    return tag(
        "li",
        tag("h2", title, live),
        tag("p", by),
        tag("p", card.note, class_="cb-note") if card.note else "",
        tag("p", " · ".join(more), class_="cb-fine"),
    )


def _compared(
    app: App, actor: Actor, view: ArticleView, cards: Sequence[RevisionCard], pair: tuple[int, int]
) -> None:
    old, new = pair
    numbers = [card.number for card in cards]
    for number in (old, new):
        if number not in numbers:
            numbers.append(number)
    if len(cards) == 1:
        words = "There is one revision, so there is nothing to compare yet."
        st.html(tag("div", differences.nothing(words), class_="cb-page"))
        return
    comparison = app.history.compare(actor, view.slug, old, new)
    place = f"{view.slug}_{old}_{new}"
    with st.container(key="cb_compare_choice", horizontal=True, gap="small", vertical_alignment="bottom"):
        for name, number, label in (("old", old, "From revision"), ("new", new, "to revision")):
            key = f"cb_compare_{name}_{place}"
            st.selectbox(
                label, numbers, index=numbers.index(number), key=key, on_change=_choose, args=(name, key)
            )
        live = comparison.old.live
        if can(actor, "draft.write").allowed and not live:
            st.button(
                f"Restore revision {old} as a draft",
                key="cb_restore",
                icon=":material/history:",
                on_click=_restore,
                args=(view.slug, old),
            )
    _show(comparison, view.kind)


def _choose(name: str, key: str) -> None:
    st.query_params[name] = str(st.session_state[key])


def _restore(slug: str, number: int) -> None:
    def restore() -> None:
        draft = opening.opened().drafts.restore(identity.actor(), slug, number)
        st.session_state["_carebook_restored"] = draft.id

    if acting.attempt(
        restore, done="A draft with that text is begun; readers see the page as it is until it is published."
    ):
        st.query_params["restored"] = str(st.session_state.pop("_carebook_restored"))


def _show(comparison: Comparison, kind: str) -> None:
    restored = st.query_params.get("restored", "")
    if restored.isascii() and restored.isdigit():
        way = states.link("Open the draft", f"/edit?draft={restored}", main=True)
        st.html(tag("div", tag("p", way, class_="cb-buttons"), class_="cb-page"))
    tabs = ["As it reads", "As it is written"]
    if comparison.verdicts is not None:
        tabs.append("What is decided otherwise")
    shown = st.tabs(tabs)
    with shown[0]:
        st.html(tag("div", differences.rendered(comparison.html, kind), class_="cb-page"))
    with shown[1]:
        st.html(tag("div", differences.source(comparison.hunks), class_="cb-page"))
    if comparison.verdicts is not None:
        with shown[2]:
            st.html(tag("div", differences.verdicts(comparison.verdicts), class_="cb-page"))
