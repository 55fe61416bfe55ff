"""The search box: titles matched in the browser at every key, full-text answers a moment later."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pages.parts.badges import Badge

GROUPS: Final = {
    "complaint": "Remedies",
    "policy": "Remedies",
    "playbook": "Playbooks",
    "standard": "Standards",
    "philosophy": "Philosophy",
    "help": "Words",
}
"""Under which heading a result of each kind stands; anything else is among the words."""

MOST_LETTERS: Final = 200
_KEY: Final = "search"
_HERE: Final = Path(__file__).parent


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


_BOX: Final = st.components.v2.component(
    "carebook_search",
    html=_read("search_box.html"),
    css=_read("search_box.css"),
    js=_read("matching.js") + _read("search_box.js"),
)
_TITLES: Final = st.components.v2.component("carebook_titles", js=_read("titles.js"))


def group_of(kind: str | None, slug: str = "") -> str:
    """The heading under which a result stands; the vocabulary is a policy page made of words."""
    return "Words" if slug == "vocabulary" else GROUPS.get(kind or "", "Words")


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found by name in the browser: a page, or a complaint type by its customers' words."""

    id: str
    group: str
    title: str
    href: str
    words: tuple[str, ...] = ()
    step: str = ""
    badge: Badge | None = None

    def as_data(self) -> dict[str, object]:
        """The entry as the box's script takes it."""
        return {
            "id": self.id,
            "group": self.group,
            "title": self.title,
            "href": self.href,
            "words": list(self.words),
            "step": self.step,
            "badge": self.badge.as_data() if self.badge else None,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One full-text answer; `page` is the entry it belongs to, `snippet` alternates text and matched text."""

    id: str
    page: str
    group: str
    title: str
    step: str
    href: str
    snippet: tuple[tuple[str, bool], ...]

    def as_data(self) -> dict[str, object]:
        """The row as the box's script takes it."""
        return {
            "id": self.id,
            "page": self.page,
            "group": self.group,
            "title": self.title,
            "step": self.step,
            "href": self.href,
            "snippet": [[text, int(matched)] for text, matched in self.snippet],
        }


@dataclass(frozen=True, slots=True)
class Answers:
    """What the server found for one query; `literal` when spelling was left alone on request."""

    query: str = ""
    literal: bool = False
    rows: tuple[Row, ...] = ()
    corrections: tuple[tuple[str, str], ...] = field(default=())

    def as_data(self) -> dict[str, object]:
        """The answers as the box's script takes them."""
        return {
            "query": self.query,
            "literal": self.literal,
            "rows": [row.as_data() for row in self.rows],
            "corrections": [list(pair) for pair in self.corrections],
            "settled": True,
        }


def pieces(snippet: str, marks: Iterable[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """Cut a snippet at its marks.

    >>> pieces("a full refund", [(7, 13)])
    (('a full ', False), ('refund', True))
    """
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(marks):
        first, last = max(start, at), min(end, len(snippet))
        if last <= first:
            continue
        cut += [(snippet[at:first], False), (snippet[first:last], True)]
        at = last
    cut.append((snippet[at:], False))
    return tuple((text, matched) for text, matched in cut if text)


def publish_titles(entries: Iterable[Entry]) -> None:
    """Hand the index of titles to the browser. Outside the box's fragment, so that keys do not resend it."""
    _TITLES(key="titles", data={"entries": [entry.as_data() for entry in entries]})


def asked() -> tuple[str, bool]:
    """What is being searched, and whether to the letter: as typed, or as the address of this page says."""
    state: Mapping[str, Any] = st.session_state.get(_KEY) or {}
    typed = state.get("asked") or {}
    query = typed.get("query") if isinstance(typed, dict) else None
    if not isinstance(query, str):
        query = st.query_params.get("q", "")
        return query.strip()[:MOST_LETTERS], False
    return query.strip()[:MOST_LETTERS], bool(typed.get("literal"))


def mount(answers: Answers) -> None:
    """Draw the box with what was found for it."""
    _BOX(key=_KEY, data={"answers": answers.as_data()}, on_asked_change=lambda: None)
