"""The desk: the search box with the cursor in it, the complaint types, and what changed lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import cards, search_box, states
from pages.parts.addresses import article_href, remedy_href
from pages.parts.markup import Html, join, tag
from pages.screens import hearing, lately, ways
from pages.screens.start import due_list
from pages.shell import identity, noting, opening, plainly, theme, today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb.access import Actor
    from kb.app import App
    from kb.search import Hit
    from policies import ComplaintType

_RECENT = 6
_MOST_HITS = 12
_REMEDY_HITS = 2
_EMPTY = states.panel(
    "menu_book",
    "The library is empty",
    join(["Load a folder of Markdown with ", tag("code", "carebook import DIR"), "; it shows here at once."]),
)
_STEP = "which remedy may I grant?"


def show() -> None:
    """Draw the desk."""
    theme.title("")
    app, actor = opening.opened(), identity.actor()
    complaints = ways.complaints(app, actor)
    st.html(tag("h1", "Desk", class_="cb-visually-hidden"))
    with st.container(key="cb_search"):
        search_box.publish_titles(_entries(app, actor, complaints))
        _search()
    lately.show(app, actor)
    st.html(_home(complaints, due_list(app.acknowledgements.due(actor)), _recent(app, actor)))


def _recent(app: App, actor: Actor) -> Html:
    articles = app.library.recent(actor, _RECENT)
    return cards.rows(articles, today.today()) if articles else Html("")


@st.fragment(key="desk_search")
def _search() -> None:
    with plainly.telling():
        query, literal = search_box.asked()
        search_box.mount(_answers(opening.opened(), identity.actor(), query, literal=literal))


def _answers(app: App, actor: Actor, query: str, *, literal: bool) -> search_box.Answers:
    if not query:
        noting.searched(app, actor, "", ())
        return search_box.Answers()
    results = app.search.search(actor, query, limit=_MOST_HITS, correct=not literal)
    noting.searched(app, actor, query, [hit.slug for hit in results.hits])
    heard, certain = ((), False) if literal else hearing.sounds_like(app, actor, query)
    hits = _playbook_first(app, actor, heard[:1] if certain else (), results.hits)
    said = [_remedy_row(kind, hearing.SURE if certain else hearing.UNSURE) for kind in heard]
    known = {row.id for row in said}
    found = [row for row in _remedies(app, actor, hits[:_REMEDY_HITS]) if row.id not in known]
    return search_box.Answers(query, literal, (*said, *found, *map(_row, hits)), results.corrections)


def _playbook_first(
    app: App, actor: Actor, heard: tuple[ComplaintType, ...], hits: tuple[Hit, ...]
) -> tuple[Hit, ...]:
    """The hits, the playbook of the complaint that was heard before all others."""
    homes = {(ways.playbook_of(app, actor, kind) or "").partition("#")[0] for kind in heard}
    return tuple(sorted(hits, key=lambda hit: article_href(hit.slug) not in homes))


def _remedy_row(kind: ComplaintType, why: str = "") -> search_box.Row:
    name = _name_of(kind)
    told = ((why, False),) if why else ()
    return search_box.Row(name, name, "Remedies", kind.label, _STEP, remedy_href(kind.key), told)


def _remedies(app: App, actor: Actor, hits: tuple[Hit, ...]) -> Iterator[search_box.Row]:
    """For each playbook among the best hits, the remedies of its complaint type."""
    found = {hit.slug for hit in hits if hit.kind == "playbook"}
    for kind in ways.complaints(app, actor) if found else ():
        playbook = ways.playbook_of(app, actor, kind)
        if playbook in {article_href(slug) for slug in found}:
            yield _remedy_row(kind)


def _name_of(kind: ComplaintType) -> str:
    return f"complaint:{kind.key}"


def _row(hit: Hit) -> search_box.Row:
    step = "" if hit.heading == hit.title else hit.heading
    return search_box.Row(
        id=f"{hit.slug}#{hit.anchor}",
        page=hit.slug,
        group=search_box.group_of(hit.kind, hit.slug),
        title=hit.title,
        step=step,
        href=article_href(hit.slug, hit.anchor if step else ""),
        snippet=search_box.pieces(hit.snippet, hit.marks),
    )


def _entries(app: App, actor: Actor, complaints: tuple[ComplaintType, ...]) -> list[search_box.Entry]:
    known = {card.slug: card for card in app.library.browse(actor).articles}
    now = today.today()
    entries = [
        search_box.Entry(_name_of(kind), "Remedies", kind.label, remedy_href(kind.key), kind.says, _STEP)
        for kind in complaints
    ]
    for entry in app.search.titles(actor):
        card = known.get(entry.slug)
        badge = cards.badge_of(card, now) if card else None
        group = search_box.group_of(entry.kind, entry.slug)
        entries.append(
            search_box.Entry(
                entry.slug, group, entry.title, article_href(entry.slug), tuple(entry.words), badge=badge
            )
        )
    return entries


def _home(complaints: tuple[ComplaintType, ...], due: Html, recent: Html) -> Html:
    chips = tag(
        "ul",
        join(
            tag("li", tag("a", kind.label, href=remedy_href(kind.key), class_="cb-chip"))
            for kind in complaints
        ),
        class_="cb-chips",
    )
    return tag(
        "div",
        tag("section", tag("h2", "What went wrong?", class_="cb-label"), chips) if complaints else "",
        due,
        tag("section", tag("h2", "Changed lately", class_="cb-label"), recent) if recent else _EMPTY,
        class_="cb-page cb-home",
    )
