"""Where each screen is: every link between screens is written here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from kb.sources import article_href

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "article_href",
    "draft_href",
    "edit_href",
    "history_href",
    "library_href",
    "move_href",
    "new_page_href",
    "on_path_href",
    "path_href",
    "people_href",
    "remedy_href",
    "replay_href",
    "review_href",
    "search_href",
    "stewardship_href",
]


def remedy_href(complaint: str, facts: Mapping[str, str] | None = None) -> str:
    """The remedy screen for a complaint type, with the facts of a case where they are known.

    >>> remedy_href("arrived_damaged", {"photo": "yes"})
    '/remedy?complaint=arrived_damaged&photo=yes'
    """
    return "/remedy?" + urlencode({"complaint": complaint, **(facts or {})})


def library_href(kind: str | None = None, label: str | None = None) -> str:
    """The library, narrowed to a kind or a tag or both.

    >>> library_href("playbook", "damage")
    '/library?kind=playbook&tag=damage'
    """
    asked = {key: value for key, value in (("kind", kind), ("tag", label)) if value}
    return "/library" + ("?" + urlencode(asked) if asked else "")


def search_href(query: str) -> str:
    """The desk, searching."""
    return "/?q=" + quote(query)


def on_path_href(slug: str, path: str | None, anchor: str = "") -> str:
    """An article as a step of a path, which goes along in the address; by itself where there is no path.

    >>> on_path_href("why", "start", "then")
    '/article?slug=why&path=start#then'
    """
    page, _, _ = article_href(slug).partition("#")
    along = f"&path={quote(path, safe='')}" if path else ""
    return page + along + (f"#{quote(anchor, safe='')}" if anchor else "")


def path_href(path: str | None = None) -> str:
    """Start here, with the first path or the one named."""
    return "/start" + (f"?path={quote(path, safe='')}" if path else "")


def people_href(person: int | str | None = None) -> str:
    """The list of people, with one of them open, or `new`."""
    return "/people" + (f"?person={person}" if person else "")


def edit_href(slug: str) -> str:
    """The editor, with a change of a page.

    >>> edit_href("why me")
    '/edit?slug=why%20me'
    """
    return "/edit?slug=" + quote(slug, safe="")


def draft_href(draft: int) -> str:
    """The editor, with a draft that is under way."""
    return f"/edit?draft={draft}"


def new_page_href(gap: int | None = None) -> str:
    """The editor, with a new page; prepared for what people looked for in vain where a gap is named."""
    return "/edit?new=1" + (f"&gap={gap}" if gap else "")


def history_href(slug: str, old: int | None = None, new: int | None = None) -> str:
    """The history of a page, with two of its revisions beside each other where they are named.

    >>> history_href("why", 1, 2)
    '/history?slug=why&old=1&new=2'
    """
    asked = {"slug": slug, **({"old": old} if old else {}), **({"new": new} if new else {})}
    return "/history?" + urlencode(asked, quote_via=quote)


def review_href(draft: int | None = None) -> str:
    """What waits to be reviewed, with one change open where it is named."""
    return "/review" + (f"?draft={draft}" if draft else "")


def stewardship_href(view: str = "") -> str:
    """What those who answer for the library look after."""
    return "/stewardship" + (f"?view={view}" if view else "")


def replay_href(draft: int) -> str:
    """Stewardship, with a draft of a policy held against past decisions."""
    return f"{stewardship_href('replay')}&draft={draft}"


def move_href(slug: str) -> str:
    """Where a page is moved, merged or archived."""
    return f"{stewardship_href('move')}&slug={quote(slug, safe='')}"
