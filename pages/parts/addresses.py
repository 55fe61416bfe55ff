"""Where each screen is: every link between screens is written here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from kb.sources import article_href

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["article_href", "library_href", "remedy_href", "search_href"]


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
