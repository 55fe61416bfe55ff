"""What needs this person: changes to judge, citations to confirm, pages to verify; one key each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import states
from pages.parts.addresses import article_href, history_href
from pages.parts.badges import span
from pages.parts.markup import Html, join, tag
from pages.screens import review
from pages.shell import acting, identity, opening

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kb.access import Actor
    from kb.app import App
    from kb.library.stewardship import Doubt, DueCard

_MOST = 25
_Act = tuple["Callable[..., object]", object, str]
"""What a key does, with what, and what is said when it is done."""


def show(app: App, actor: Actor) -> None:
    """Draw the three lists, or that nothing waits."""
    queue = app.reviews.queue(actor)
    doubts = [each for each in app.stewardship.doubts(actor) if each.may_confirm]
    due = [each for each in app.stewardship.due(actor) if app.stewardship.may_verify(actor, each.card.slug)]
    if not queue and not doubts and not due:
        st.html(
            states.panel(
                "task_alt",
                "Nothing needs you",
                "No change waits, nothing is to be confirmed, no page is due.",
                level="h2",
            )
        )
        return
    if queue:
        st.html(tag("section", heading("Changes to judge", len(queue)), review.rows(queue), class_="cb-page"))
    _confirm(doubts)
    _verify(due)


def heading(words: str, count: int) -> Html:
    """A heading with how many there are."""
    return tag("h2", words, " ", tag("span", str(count), class_="cb-count"), class_="cb-label cb-label-next")


def _confirm(doubts: Sequence[Doubt]) -> None:
    if not doubts:
        return
    about = "The clause that a rule rests on reads otherwise now. Does the rule still follow from it?"
    head = tag(
        "section", heading("Rules to confirm", len(doubts)), tag("p", about), class_="cb-page cb-stewarding"
    )
    st.html(head)
    for each in doubts[:_MOST]:
        cited, _, _ = article_href(each.cited.slug).partition("#")
        words = join(
            [
                tag("a", each.policy.title, href=article_href(each.policy.slug)),
                f", rule {each.rule}: rests on ",
                tag("a", each.cited.title, href=cited + (f"#{each.anchor}" if each.anchor else "")),
                ", changed in ",
                tag(
                    "a",
                    f"revision {each.since}",
                    href=history_href(each.cited.slug, each.since - 1, each.since),
                ),
            ]
        )
        done = f"Rule {each.rule} of “{each.policy.title}” is confirmed."
        _todo(
            f"doubt_{each.id}",
            words,
            "It still follows",
            (opening.opened().stewardship.confirm, each.id, done),
        )
    _left(len(doubts))


def _verify(due: Sequence[DueCard]) -> None:
    if not due:
        return
    head = heading("Pages to verify", len(due))
    st.html(
        tag("section", head, tag("p", "Read it, and say whether it holds."), class_="cb-page cb-stewarding")
    )
    for each in due[:_MOST]:
        late = f", {span_of(each.days)} overdue" if each.days > 0 else ", due today"
        words = join([tag("a", each.card.title, href=article_href(each.card.slug)), late])
        done = f"“{each.card.title}” is verified as of today."
        _todo(
            f"due_{each.card.slug}",
            words,
            "Still true",
            (opening.opened().stewardship.verify, each.card.slug, done),
        )
    _left(len(due))


def span_of(days: int) -> str:
    """A number of days, said well."""
    return span(timedelta(days=days))


def _left(count: int) -> None:
    if count > _MOST:
        st.html(tag("div", tag("p", f"And {count - _MOST} more."), class_="cb-page cb-fine"))


def _todo(key: str, words: Html, label: str, act: _Act) -> None:
    with st.container(key=f"cb_todo_{key}", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(tag("div", words, class_="cb-page cb-todo"))
        st.button(label, key=f"cb_do_{key}", icon=":material/check:", on_click=_do, args=act)


def _do(use: Callable[..., object], what: object, done: str) -> None:
    acting.attempt(use, identity.actor(), what, done=done)
