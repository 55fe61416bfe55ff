"""What search is given: one page, already read and cut into sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class PageSection(Protocol):
    """One heading with the plain text under it, up to the next heading."""

    @property
    def heading(self) -> str: ...  # noqa: D102 - a field, named by itself
    @property
    def level(self) -> int: ...  # noqa: D102
    @property
    def anchor(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page as the index reads it.

    `words` are other names of the page: its aliases and, where it serves a
    complaint type, what customers say. `lang` chooses the stemmer (an ISO 639
    code); an unknown language is searched unstemmed. `stamp` is whatever changes
    when the page does; a stored index tells by it which pages to read again.
    """

    slug: str
    kind: str | None
    title: str
    owner: str | None
    tags: tuple[str, ...]
    words: tuple[str, ...]
    sections: tuple[PageSection, ...]
    lang: str = "en"
    stamp: str = ""
