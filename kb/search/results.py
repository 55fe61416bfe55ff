"""What search answers: hits that open at a heading, and what was corrected on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.search.explanation import Explanation


@dataclass(frozen=True, slots=True)
class Hit:
    """One page, opened at the section that answers best.

    `heading` and `anchor` are empty when the page itself is the answer.
    `marks` are `(start, end)` offsets into `snippet`, and only of words that
    the reader wrote, or of an announced correction: a guess is never marked.
    """

    slug: str
    kind: str | None
    title: str
    heading: str
    anchor: str
    score: float
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the fields that other programs are promised."""
        return {
            "slug": self.slug,
            "title": self.title,
            "heading": self.heading,
            "anchor": self.anchor,
            "score": self.score,
            "snippet": self.snippet,
        }


@dataclass(frozen=True, slots=True)
class Results:
    """The best hits first; `corrections` holds `(written, meant)` for each word read otherwise.

    `why` explains each hit, in the same order, where that was asked for.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    why: tuple[Explanation, ...] = ()
