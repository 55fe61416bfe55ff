"""The furniture of an article: where it stands, what may be relied on, its contents, what links to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.parts import badges, cards
from pages.parts.addresses import edit_href, history_href, library_href, move_href, on_path_href
from pages.parts.icons import icon
from pages.parts.markup import Html, join, tag

if TYPE_CHECKING:
    from datetime import date

    from kb.library import ArticleView

_DEEPEST = 3
_FEWEST = 2


def breadcrumb(view: ArticleView) -> Html:
    """Where the article stands in the library."""
    steps = [
        tag("a", "Library", href=library_href()),
        tag("a", cards.plural(view.kind), href=library_href(view.kind)),
    ]
    return tag("nav", join(steps, " › "), class_="cb-breadcrumb", aria_label="Where this stands")


def metadata(view: ArticleView, now: date) -> Html:
    """What may be relied on: kind, owner, verification, revision, and how long it takes."""
    verified = badges.verification(view.verified_at, view.review_due, now).as_html()
    due = badges.day_of(view.review_due)
    pieces = [
        tag("span", cards.kind_icon(view.kind), " ", cards.kind_word(view.kind)),
        tag("span", view.owner) if view.owner else None,
        tag("span", verified, f", next review {badges.written(due, now)}" if due and due >= now else ""),
        tag("a", f"revision {view.revision}", href=history_href(view.slug), title="History"),
        tag("span", f"{view.minutes} min to read"),
    ]
    return tag("p", join(tag("span", piece) for piece in pieces if piece), class_="cb-metadata")


def keys(view: ArticleView, *, edit: bool, move: bool) -> Html:
    """What this person may do with the page."""
    ways = [
        tag("a", icon("edit"), "Edit", href=edit_href(view.slug)) if edit else None,
        tag("a", icon("history"), "History", href=history_href(view.slug)),
        tag("a", icon("drive_file_move"), "Move or archive", href=move_href(view.slug)) if move else None,
    ]
    return tag("p", join(way for way in ways if way), class_="cb-page-keys cb-noprint")


def overdue(view: ArticleView, now: date) -> Html:
    """A warning where the page is due for review."""
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


def archived(view: ArticleView, now: date) -> Html:
    """A strip where the page was put away: it can be read, and is not to be relied on."""
    if view.archived_at is None:
        return Html("")
    day = badges.written(badges.day_of(view.archived_at) or now, now)
    words = f"This page was archived on {day}. It is kept to be read, and may no longer hold."
    return tag("p", icon("inventory_2"), tag("span", words), class_="cb-warning", role="note")


def contents(view: ArticleView, path: str | None) -> Html:
    """The headings of the article; on a path the links stay on it."""
    headings = [heading for heading in view.outline if 1 < heading.level <= _DEEPEST]
    if len(headings) < _FEWEST:
        return tag("aside", class_="cb-contents")
    items = [
        tag(
            "li",
            tag("a", heading.text, href=on_path_href(view.slug, path, heading.anchor)),
            class_=f"cb-level-{heading.level}",
        )
        for heading in headings
    ]
    listed = tag(
        "nav", tag("h2", "Contents", class_="cb-label"), tag("ol", join(items)), aria_label="Contents"
    )
    return tag("aside", listed, class_="cb-contents")


def foot(view: ArticleView, now: date) -> Html:
    """Its tags, and what links to it."""
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
