"""Review: the changes that wait for this person, what each would change, and their judgement of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kb.access import can
from kb.library import NotFound
from pages.parts import states
from pages.parts.addresses import library_href, review_href
from pages.parts.badges import ago
from pages.parts.markup import Html, join, tag
from pages.parts.moments import said
from pages.parts.phrases import counted
from pages.screens import judging
from pages.shell import acting, identity, opening, theme, today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.access import Actor
    from kb.app import App
    from kb.library.drafting import DraftCard


def show() -> None:
    """Draw the queue, or the change that the address names."""
    theme.title("Review")
    app, actor = opening.opened(), identity.actor()
    queue = app.reviews.queue(actor)
    wanted = st.query_params.get("draft", "")
    acting.tell()
    if wanted:
        if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 12:
            raise NotFound(f"There is no draft `{wanted[:40]}`.")
        judging.show(app, actor, int(wanted))
        return
    st.html(tag("div", _queue(app, actor, queue), class_="cb-page"))


def _queue(app: App, actor: Actor, queue: Sequence[DraftCard]) -> Html:
    about = f"{counted(len(queue), 'change')} for you to judge." if queue else "Nothing waits for you."
    parts: list[Html] = [tag("header", tag("h1", "Review"), tag("p", about), class_="cb-head")]
    if queue:
        parts += [tag("h2", "Waiting for you", class_="cb-label"), rows(queue)]
    approved = app.publishing.ready(actor) if can(actor, "draft.publish").allowed else ()
    timed = sorted((each for each in approved if each.publish_at), key=lambda each: str(each.publish_at))
    ready = [each for each in approved if not each.publish_at]
    waiting = {each.id for each in (*queue, *approved)}
    others = [
        each
        for each in app.drafts.list(actor)
        if each.state in ("proposed", "approved") and each.id not in waiting
    ]
    for heading, some in (
        ("Approved, to be published", ready),
        ("Set for a time", timed),
        ("Waiting for others", others),
    ):
        if some:
            parts += [tag("h2", heading, class_="cb-label cb-label-next"), rows(some)]
    if not queue and not approved and not others:
        parts.append(
            states.panel(
                "task_alt",
                "Nothing is proposed",
                "A change that a colleague proposes shows here, the longest waiting first.",
                way=states.link("Open the library", library_href()),
                level="h2",
            )
        )
    return join(parts)


def rows(drafts: Sequence[DraftCard]) -> Html:
    """Proposed changes in a list, each leading to its judgement."""
    now = today.today()
    items = []
    for each in drafts:
        when = (
            f"set for {said(each.publish_at, today.zone())}"
            if each.publish_at
            else ago(each.changed_at.date(), now)
        )
        count = f"{len(each.approvals)} of {each.approvals_needed} approvals"
        title = join([each.title or each.slug, " ", tag("span", each.note, class_="cb-fine")])
        items.append(
            tag(
                "li",
                tag(
                    "a",
                    tag("span", title, class_="cb-name"),
                    tag("span", f"{each.author}, {when}", class_="cb-kind"),
                    tag("span", count, class_="cb-kind"),
                    href=review_href(each.id),
                ),
            )
        )
    return tag("ul", join(items), class_="cb-rows")
