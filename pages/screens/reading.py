"""What an article asks of its reader: see what has changed, acknowledge it, and go on along a path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import badges
from pages.parts import changes as diff
from pages.parts.addresses import on_path_href, path_href
from pages.parts.facts import plain
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag
from pages.parts.phrases import counted
from pages.shell import acting, arrival, identity, opening, today

if TYPE_CHECKING:
    from kb.library.learning import ReadingPath, Standing, Step


def where(standing: Standing) -> Html:
    """On a path: which, how far, and how many minutes are left."""
    path = standing.path
    if path is None:
        return Html("")
    place = path.place(standing.slug) or 0
    steps = [
        tag("i", class_=f"cb-dot cb-dot-{'done' if step.done else 'here' if at == place else 'open'}")
        for at, step in enumerate(path.steps)
    ]
    left = f" · {counted(path.minutes_left, 'minute')} left" if path.minutes_left else " · all done"
    return tag(
        "nav",
        tag("a", icon("route"), path.title, href=path_href(path.slug)),
        tag("span", f"Step {place + 1} of {len(path.steps)}{left}"),
        tag("span", join(steps), class_="cb-dots", aria_hidden="true"),
        class_="cb-on-path cb-noprint",
        aria_label="Your path",
    )


def changes(standing: Standing) -> None:
    """What has changed since this person acknowledged or read the page, and the button that settles it."""
    changed = standing.changed
    if changed is None or (changed.how == "read" and standing.path is None):
        return
    with st.container(key="cb_changed", gap=None):
        when = badges.ago(changed.at.date(), today.today())
        said = f"Changed since you {changed.how} revision {changed.since} ({when})"
        nothing = tag("p", "Nothing in its words: only links, pictures or how it is laid out.")
        body = diff.passages(changed.passages) if changed.passages else nothing
        head = tag("h2", icon("change_circle"), tag("span", said))
        st.html(tag("section", head, body, class_="cb-page cb-changed", aria_label="What has changed"))
        if standing.due:
            _button(standing, "I have read what changed")


def acknowledgement(standing: Standing) -> None:
    """At the foot of a page that asks for it: acknowledge it, or when that was done."""
    if not standing.asked:
        return
    if standing.due and standing.acknowledged is None:
        with st.container(key="cb_acknowledge", gap=None):
            said = tag(
                "p",
                icon("task_alt"),
                tag(
                    "span",
                    tag("b", "This page asks that you acknowledge it. "),
                    f"You say that you have read revision {standing.revision} and can find it again. "
                    "When it changes in something that matters, you will be shown the change alone.",
                ),
            )
            st.html(tag("section", said, class_="cb-page", aria_label="Acknowledge"))
            _button(standing, "I have read this page")
    elif not standing.due and standing.acknowledged_at is not None:
        st.html(_acknowledged(standing))


def _acknowledged(standing: Standing) -> Html:
    when = standing.acknowledged_at
    age = badges.ago(when.date(), today.today()) if when else ""
    same = standing.acknowledged == standing.revision
    since = "" if same else " Nothing that matters has changed since."
    said = f"You acknowledged revision {standing.acknowledged} {age}.{since}"
    return tag("div", tag("p", icon("check_circle"), tag("span", said), class_="cb-done"), class_="cb-page")


def _button(standing: Standing, label: str) -> None:
    # The revision is the one that is drawn here, not the one of the moment of the click: a page published
    # in between has not been read.
    st.button(
        label,
        key=f"cb_acknowledge_{standing.slug}_{standing.revision}",
        type="primary",
        icon=":material/check:",
        on_click=_acknowledge,
        args=(standing.slug, standing.revision),
    )


def _acknowledge(slug: str, revision: int) -> None:
    app = opening.opened()
    acting.attempt(app.acknowledgements.acknowledge, identity.actor(), slug, revision)


def onward(standing: Standing) -> None:
    """On a path: one button that says the page is read and opens the next one."""
    path = standing.path
    if path is None:
        return
    place = path.place(standing.slug) or 0
    step, following = path.steps[place], _after(path, place)
    with st.container(key="cb_onward", horizontal=True, vertical_alignment="center", gap="medium"):
        before = path.steps[place - 1] if place else None
        back = on_path_href(before.slug, path.slug) if before else path_href(path.slug)
        words = f"Back to “{before.title}”" if before else "Back to the map"
        st.html(
            tag(
                "p",
                tag("a", words, href=back, class_="cb-quiet-link"),
                _open_questions(step),
                class_="cb-page",
            )
        )
        st.button(
            _forward(step, following),
            key=f"cb_read_{standing.slug}_{standing.revision}",
            type="primary",
            icon=":material/arrow_forward:",
            icon_position="right",
            on_click=_read,
            args=(path.slug, standing.slug, standing.revision, following.slug if following else None),
        )
    arrival.mount()


def _after(path: ReadingPath, place: int) -> Step | None:
    """The next step in order; after the last, the first that was left undone."""
    if place + 1 < len(path.steps):
        return path.steps[place + 1]
    left = [step for at, step in enumerate(path.steps) if at != place and not step.done]
    return left[0] if left else None


def _forward(step: Step, following: Step | None) -> str:
    did = "Next" if step.state == "read" else "Read, next"
    return f"{did}: {plain(following.title)}" if following else "Read, back to the map"


def _open_questions(step: Step) -> Html:
    left = step.checks - step.right
    if not left:
        return Html("")
    said = f"{counted(left, 'question')} on this page still open: you can come back to it."
    return tag("span", icon("quiz"), said, class_="cb-still-open")


def _read(path: str, slug: str, revision: int, following: str | None) -> None:
    app = opening.opened()
    if not acting.attempt(app.learning.mark_read, identity.actor(), path, slug, revision):
        return
    if following is None:
        arrival.leave_for(path_href(path))
        return
    st.query_params.from_dict({"slug": following, "path": path})
    arrival.arrived()
