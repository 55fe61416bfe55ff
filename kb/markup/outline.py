"""The headings of a page, with the anchors by which everything else points at them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.token import Token

from kb.markup.parser import parse, plain
from kb.markup.slugger import Anchors


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its `level` (1..6), its words, its `anchor`, and its `line` (0-based, in the body)."""

    level: int
    text: str
    anchor: str
    line: int


@lru_cache(maxsize=256)
def outline(body: str) -> tuple[Heading, ...]:
    """Return the headings of a Markdown body from top to bottom.

    Anchors are GitHub's: lower case, hyphens, letters of every script kept, repetitions numbered. Headings
    inside quotations and lists count, as they do there.
    """
    return tuple(heading for _, heading in headings(parse(body)))


def headings(tokens: Sequence[Token]) -> Iterator[tuple[int, Heading]]:
    """Yield each heading together with the position of its opening token."""
    anchors = Anchors()
    for i, token in enumerate(tokens):
        if token.type == "heading_open":
            text = plain(tokens[i + 1])
            line = token.map[0] if token.map else 0
            yield i, Heading(int(token.tag[1]), text, anchors.take(text), line)
