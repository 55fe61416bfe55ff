"""A page as the engine is given it: front matter already read, body still Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Page:
    """One page of kind `policy`.

    `meta_lines` and `body_line` count from 1 in the file the page came from, so that every problem can
    name the line its author sees. `sha256` is the hex digest of the whole page's bytes.
    """

    path: str
    slug: str
    meta: Mapping[str, object]
    meta_lines: Mapping[str, int]
    body: str
    body_line: int
    sha256: str

    @property
    def is_vocabulary(self) -> bool:
        """Whether the page declares the words that policies are written in.

        Its slug, in the address or in the front matter, starts with `vocabulary`; that allows dated
        revisions beside each other (`vocabulary-2027`).
        """
        return any(
            str(slug).strip().lower().startswith("vocabulary")
            for slug in (self.slug, self.meta.get("slug", ""))
        )

    def line_of(self, key: str) -> int:
        """Return the line of a front-matter key, or the first line of the page where it is missing."""
        return self.meta_lines.get(key, 1)
