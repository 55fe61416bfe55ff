"""One proposed change: what differs, what is wrong with it, what it would have done, and the judgement."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from kb.access import can
from pages.parts import differences, problems, states
from pages.parts.addresses import article_href, draft_href, replay_href, review_href
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.moments import said
from pages.screens.writing import STATES
from pages.shell import acting, identity, opening, theme, today

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App
    from kb.library.drafting import DraftView, ReviewView

_COMMENT = "cb_review_comment"


def show(app: App, actor: Actor, draft: int) -> None:
    """Draw the change, and what this person may do about it."""
    view = app.drafts.open(actor, draft)
    theme.title(f"Review {view.card.title or view.card.slug}")
    st.html(_head(view))
    with st.container(key="cb_judging", horizontal=True, gap="large", vertical_alignment="top"):
        with st.container(key="cb_judged"):
            _difference(app, actor, view)
        with st.container(key="cb_judgement", gap="small"):
            _judgement(app, actor, view)


def _head(view: DraftView) -> Html:
    card = view.card
    pieces = [
        STATES[view.state],
        f"by {card.author}",
        f"last changed by {card.changed_by}" if card.changed_by != card.author else "",
        "material" if card.material else "minor",
        f"{len(card.approvals)} of {card.approvals_needed} approvals",
        f"set for {said(card.publish_at, today.zone())}" if card.publish_at else "",
    ]
    line = tag("p", join(tag("span", piece) for piece in pieces if piece), class_="cb-metadata")
    note = tag("p", card.note, class_="cb-note") if card.note else ""
    crumb = tag(
        "nav", tag("a", "Review", href=review_href()), class_="cb-breadcrumb", aria_label="Where this stands"
    )
    title = card.title or card.slug
    return tag("header", crumb, tag("h1", title), line, note, class_="cb-page cb-head cb-edit-head")


def _difference(app: App, actor: Actor, view: DraftView) -> None:
    change = app.previews.change(actor, view.id)
    names = ["As it reads", "As it is written"]
    if change.verdicts is not None:
        names.insert(0, "What is decided otherwise")
    tabs = dict(zip(names, st.tabs(names), strict=True))
    if change.verdicts is not None:
        with tabs["What is decided otherwise"]:
            st.html(tag("div", differences.verdicts(change.verdicts), class_="cb-page"))
            if can(actor, "desk.replay").allowed:
                way = states.link("See its effect on past decisions", replay_href(view.id))
                st.html(tag("div", tag("p", way, class_="cb-buttons"), class_="cb-page"))
    with tabs["As it reads"]:
        st.html(tag("div", differences.rendered(change.html, view.card.kind or ""), class_="cb-page"))
    with tabs["As it is written"]:
        st.html(tag("div", differences.source(change.hunks), class_="cb-page"))


def _judgement(app: App, actor: Actor, view: DraftView) -> None:
    place = view.card.path if view.card.new else view.card.slug
    if view.state not in ("published", "withdrawn"):
        found = [*view.problems, *app.checking.page(actor, place, view.text)]
        st.html(
            tag("section", tag("h2", "Problems", class_="cb-label"), problems.listed(found), class_="cb-page")
        )
    _steps(view, actor)
    st.html(tag("div", _reviews(view.reviews), _ways(view), class_="cb-page"))


def _steps(view: DraftView, actor: Actor) -> None:
    may, args = view.card.may, (view.id, view.version)
    if view.card.behind:
        words = "The live page is newer than what this started from. Merge them in the editor first."
        st.html(
            tag(
                "div", tag("p", icon("call_merge"), tag("span", words), class_="cb-warning"), class_="cb-page"
            )
        )
    judged = any(
        each.person == actor.name and each.verdict == "approve" and not each.void for each in view.reviews
    )
    if "return" in may or "approve" in may:
        st.text_area("Comment (needed to send it back)", key=_COMMENT, max_chars=4000, height=100)
    with st.container(key="cb_verdict_keys", horizontal=True, gap="small"):
        if "approve" in may and view.state == "proposed" and not judged:
            st.button(
                "Approve",
                key="cb_approve",
                type="primary",
                icon=":material/check:",
                on_click=_approve,
                args=args,
            )
        if "return" in may:
            st.button("Send back", key="cb_return", icon=":material/undo:", on_click=_return, args=args)
    if view.state == "proposed" and "approve" not in may:
        words = (
            "You had a hand in this change, so somebody else approves it."
            if "return" in may
            else "A change of this kind of page is for a manager to judge."
        )
        st.html(
            tag("div", tag("p", icon("info"), tag("span", words), class_="cb-quiet-line"), class_="cb-page")
        )
    if "publish" in may:
        _publishing(view)
    elif view.state == "approved":
        words = "It is approved. A manager publishes it."
        st.html(
            tag("div", tag("p", icon("info"), tag("span", words), class_="cb-quiet-line"), class_="cb-page")
        )


def _publishing(view: DraftView) -> None:
    args = (view.id, view.version)
    st.button(
        "Publish now",
        key="cb_publish",
        type="primary",
        icon=":material/public:",
        on_click=_publish,
        args=args,
    )
    if view.card.publish_at is not None:
        st.button("Take the time back", key="cb_unschedule", on_click=_unschedule, args=(view.id,))
        return
    soon = datetime.now(today.zone()).replace(minute=0, second=0, microsecond=0, tzinfo=None) + timedelta(
        hours=1
    )
    st.datetime_input("Or at a set time", value=soon, key="cb_publish_at")
    st.button("Set the time", key="cb_schedule", icon=":material/schedule:", on_click=_schedule, args=args)


def _approve(draft: int, version: int) -> None:
    def approve() -> None:
        comment = str(st.session_state.get(_COMMENT) or "")
        opening.opened().reviews.approve(identity.actor(), draft, version, comment)
        st.session_state.pop(_COMMENT, None)

    acting.attempt(approve, done="Your approval is noted.")


def _return(draft: int, version: int) -> None:
    def send_back() -> None:
        comment = str(st.session_state.get(_COMMENT) or "")
        opening.opened().reviews.return_(identity.actor(), draft, version, comment)
        st.session_state.pop(_COMMENT, None)

    acting.attempt(send_back, done="It went back to its author, with your comment.")


def _publish(draft: int, version: int) -> None:
    def publish() -> None:
        opening.opened().publishing.publish(identity.actor(), draft, version)

    acting.attempt(publish, done="It is published; readers see it now.")


def _schedule(draft: int, version: int) -> None:
    when = st.session_state.get("cb_publish_at")

    def schedule() -> None:
        at = when.replace(tzinfo=today.zone()) if when is not None else None
        opening.opened().publishing.publish(identity.actor(), draft, version, at)

    acting.attempt(schedule, done="The time is set. Until then it can be taken back.")


def _unschedule(draft: int) -> None:
    def unschedule() -> None:
        opening.opened().publishing.unschedule(identity.actor(), draft)

    acting.attempt(unschedule, done="It stays approved, and waits to be published.")


def _reviews(reviews: tuple[ReviewView, ...]) -> Html:
    if not reviews:
        return Html("")
    items = []
    for each in reversed(reviews):
        word = "approved" if each.verdict == "approve" else "sent it back"
        void = tag("span", " (of an earlier text, so it counts no more)") if each.void else ""
        comment = tag("p", f"“{each.comment}”") if each.comment else ""
        items.append(
            tag("li", tag("b", each.person), f" {word}, {said(each.at, today.zone())}", void, comment)
        )
    return tag(
        "section",
        tag("h2", "What was said", class_="cb-label"),
        tag("ul", join(items), class_="cb-said-list"),
    )


def _ways(view: DraftView) -> Html:
    ways = [states.link("Open in the editor", draft_href(view.id))]
    if not view.card.new or view.revision:
        ways.append(states.link("The page as it is", article_href(view.card.slug)))
    return tag("p", join(ways), class_="cb-buttons")
