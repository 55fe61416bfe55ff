"""The links of a page as they were written, before anybody has asked where they lead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.token import Token

from kb.markup import hrefs
from kb.markup.parser import parse


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image: `href` as written (`[[slug]]` for a wiki link), `line` 0-based in the body."""

    href: str
    line: int
    image: bool = False

    @property
    def inner(self) -> bool:
        """Whether it points at another place of the library: no scheme, and not within its own page."""
        return not hrefs.has_scheme(self.href) and not self.href.startswith("#")


@lru_cache(maxsize=256)
def links(body: str) -> tuple[Link, ...]:
    """Return every link and image of a Markdown body, in order, with repetitions."""
    found: list[Link] = []
    for token in parse(body):
        if token.type == "inline":
            found += _inside(token.children or (), token.map[0] if token.map else 0)
    return tuple(found)


def _inside(children: Sequence[Token], line: int) -> Iterator[Link]:
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "link_open":
            yield Link(hrefs.written(child), line)
        elif child.type == "image":
            yield Link(hrefs.written(child), line, image=True)
