"""Where each screen is: every link between screens is written here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from kb.sources import article_href

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "article_href",
    "library_href",
    "on_path_href",
    "path_href",
    "people_href",
    "remedy_href",
    "search_href",
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
