"""Where new staff begin: a reading path as a map, with what is read, what is next, and how long it takes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import badges, cards, states
from pages.parts.addresses import article_href, library_href, on_path_href, path_href
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import counted
from pages.shell import acting, identity, opening, theme, today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.access import Actor
    from kb.app import App
    from kb.library import ArticleCard
    from kb.library.learning import Due, ReadingPath, Step


def show() -> None:
    """Draw the path that the address names, or the first."""
    app, actor = opening.opened(), identity.actor()
    paths = app.learning.paths(actor)
    wanted = st.query_params.get("path", "").strip()
    chosen = next((path for path in paths if path.slug == wanted), None) or next(iter(paths), None)
    theme.title(chosen.title if chosen else "Start here")
    acting.tell()
    if chosen is None:
        st.html(_without_paths(app, actor))
        return
    unknown = wanted and wanted != chosen.slug
    page = tag(
        "div",
        _astray(wanted) if unknown else "",
        _others(paths, chosen),
        _head(chosen),
        _map(chosen),
        _questions(chosen),
        due_list(app.acknowledgements.due(actor)),
        class_="cb-page cb-path-page",
    )
    st.html(page)


def due_list(due: Sequence[Due]) -> Html:
    """The pages that this person must acknowledge, if any."""
    if not due:
        return Html("")
    rows = [
        tag(
            "li",
            tag(
                "a",
                tag("span", each.title, class_="cb-name"),
                tag("span", _why(each), class_="cb-kind"),
                href=article_href(each.slug),
            ),
        )
        for each in due
    ]
    head = tag("h2", "To acknowledge", class_="cb-label")
    return tag("section", head, tag("ul", join(rows), class_="cb-rows"), class_="cb-due-list")


def _why(due: Due) -> str:
    if due.since is None:
        return counted(due.minutes, "minute")
    return f"changed since you acknowledged revision {due.since}"


def _astray(wanted: str) -> Html:
    said = join(["There is no path ", tag("code", wanted[:80]), ". This is the first one there is."])
    return tag("p", icon("info"), tag("span", said), class_="cb-warning", role="note")


def _others(paths: Sequence[ReadingPath], chosen: ReadingPath) -> Html:
    if len(paths) < 2:
        return Html("")
    chips = [
        tag(
            "li",
            tag(
                "a",
                icon("check_circle" if path.finished else "route"),
                path.title,
                href=path_href(path.slug),
                class_="cb-chip",
                aria_current="true" if path is chosen else None,
            ),
        )
        for path in paths
    ]
    return tag("nav", tag("ul", join(chips), class_="cb-chips"), class_="cb-paths", aria_label="Paths")


# ---- the head: how far, and the way ahead ------------------------------------------------------------


def _head(path: ReadingPath) -> Html:
    return tag(
        "header",
        tag("h1", path.title),
        tag("p", path.summary) if path.summary else "",
        _progress(path),
        _ahead(path),
        class_="cb-head",
    )


def _progress(path: ReadingPath) -> Html:
    if not path.begun:
        return Html("")
    share = round(100 * path.done / len(path.steps)) if path.steps else 0
    return tag(
        "div",
        tag("span", style=f"width:{share}%"),
        class_="cb-progress",
        role="progressbar",
        aria_label="How far you are",
        aria_valuenow=share,
        aria_valuemin=0,
        aria_valuemax=100,
    )


def _ahead(path: ReadingPath) -> Html:
    if path.finished:
        return _finished(path)
    step = path.resume
    if step is None:
        return tag("p", "This path has no steps yet. Its owner sees why.")
    word = "Go on" if path.begun else "Begin"
    button = states.link(f"{word}: {step.title}", on_path_href(step.slug, path.slug), main=True)
    done = f"{path.done} of {counted(len(path.steps), 'step')} done · " if path.begun else ""
    total = "" if path.begun else f"{counted(len(path.steps), 'step')} · "
    left = f"{done}{total}about {counted(path.minutes_left, 'minute')}{' left' if path.begun else ''}"
    return tag("div", button, tag("p", left), class_="cb-way-ahead")


def _finished(path: ReadingPath) -> Html:
    day = path.finished_at.date() if path.finished_at else None
    when = f" {badges.ago(day, today.today()).capitalize()}." if day else ""
    said = tag(
        "div",
        tag(
            "p", tag("b", "You have been all the way."), f"{when} The map stays: come back whenever you like."
        ),
        tag(
            "p",
            "When one of these pages changes in something that matters, it shows here, and the change alone.",
        ),
    )
    return tag("div", icon("flag"), said, class_="cb-finished", role="status")


# ---- the map -----------------------------------------------------------------------------------------


def _map(path: ReadingPath) -> Html:
    numbered = list(enumerate(path.steps, start=1))
    pieces: list[Html] = []
    for stage, steps in groupby(numbered, key=lambda each: each[1].stage):
        if stage and stage.casefold() != path.title.casefold():
            pieces.append(tag("h2", stage, class_="cb-stage"))
        items = [_step(path, place, step) for place, step in steps]
        pieces.append(tag("ol", join(items), class_="cb-path"))
    return join(pieces)


def _step(path: ReadingPath, place: int, step: Step) -> Html:
    here = path.resume is step
    symbol: object = (
        icon("check") if step.done else icon("change_circle") if step.state == "changed" else place
    )
    about = step.note or step.summary
    return tag(
        "li",
        tag("span", symbol, class_="cb-step-number", aria_hidden="true"),
        tag(
            "div",
            tag("h3", tag("a", step.title, href=on_path_href(step.slug, path.slug))),
            tag("p", f"{about[:1].upper()}{about[1:]}") if about else "",
            tag("p", join(_foot(step, here=here)), class_="cb-step-foot"),
        ),
        class_=_look(step, here=here),
        aria_current="step" if here else None,
    )


def _look(step: Step, *, here: bool) -> str:
    if step.done:
        return "cb-step-done"
    if step.state == "changed":
        return "cb-step-changed"
    return "cb-step-next" if here else "cb-step-open"


def _foot(step: Step, *, here: bool) -> list[Html]:
    said = [tag("span", f"{cards.kind_word(step.kind)}, {step.minutes} min")]
    if step.done:
        said.append(tag("span", icon("check_circle"), "read", class_="cb-was-read"))
    elif step.state == "changed":
        words = f"changed since you read revision {step.since}"
        said.append(tag("span", icon("change_circle"), words, class_="cb-has-changed"))
    if step.checks:
        left = step.checks - step.right
        words = f"{counted(left, 'question')} open" if left else f"{counted(step.checks, 'question')} right"
        look = "cb-unanswered" if left and step.state != "open" else ""
        said.append(tag("span", icon("quiz"), words, class_=look or None))
    if here:
        said.append(tag("span", icon("arrow_forward"), "you are here", class_="cb-now"))
    return said


def _questions(path: ReadingPath) -> Html:
    owner = join(["Something unclear? Ask ", tag("b", path.owner or "your team lead"), "."])
    return tag("p", owner, class_="cb-source")


# ---- a library without any path ----------------------------------------------------------------------


def _without_paths(app: App, actor: Actor) -> Html:
    """The philosophy, in the library's order, where nobody has laid out a path yet."""
    pages = app.library.browse(actor, kind="philosophy").articles
    if not pages:
        panel = states.panel(
            "route",
            "There is nothing to start with yet",
            join(
                [
                    "A page that says ",
                    tag("code", "path: yes"),
                    " on top, with a numbered list of links, is one.",
                ]
            ),
            way=states.link("Open the library", library_href(), main=True),
        )
        return tag("div", panel, class_="cb-page")
    head = tag(
        "header",
        tag("h1", "Start here"),
        tag("p", "Read these in order, in your own time: first what we believe, then what follows from it."),
        class_="cb-head",
    )
    steps = [_page(place, card) for place, card in enumerate(pages, start=1)]
    due = due_list(app.acknowledgements.due(actor))
    return tag("div", head, tag("ol", join(steps), class_="cb-path"), due, class_="cb-page cb-path-page")


def _page(place: int, card: ArticleCard) -> Html:
    return tag(
        "li",
        tag("span", place, class_="cb-step-number", aria_hidden="true"),
        tag(
            "div",
            tag("h3", tag("a", card.title, href=article_href(card.slug))),
            tag("p", card.summary) if card.summary else "",
            tag("p", f"{card.minutes} min", class_="cb-step-foot"),
        ),
    )
