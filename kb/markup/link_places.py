"""Where in a page's source the address of each link stands, to the character."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import isStrSpace, normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkLabel
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.image import image as read_image
from markdown_it.rules_inline.link import link as read_link
from markdown_it.token import Token

from kb.markup import hrefs
from kb.markup.parser import make_parser
from kb.markup.wiki_links import read_wiki_link

Rule = Callable[[StateInline, bool], bool]
_WIKI_END = re.compile(r"\\?\||\]\]")
_DEFINED = re.compile(r"\]:[ \t]*(?:\n[ \t>]*)?")


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """One link or image: its address in words (`href`), and where that stands in the body.

    `start` and `end` count characters of a body whose lines end in `\\n`; `None` where the place could not be
    made out. A reference-style link has the place of its definition.
    """

    href: str
    image: bool
    start: int | None
    end: int | None


def link_places(body: str) -> tuple[LinkPlace, ...]:
    """Return every link and image of `body` that has an address of its own or a definition, in order."""
    env: dict[str, object] = {}
    lines = _Lines(body)
    tokens = _recorder().parse(body, env)
    defined = _Definitions(lines, env)
    found: list[LinkPlace] = []
    for at, token in enumerate(tokens):
        if token.type == "inline":
            found += _of_inline(token, tokens[at - 1], lines, defined)
    return tuple(found)


class _Lines:
    """The lines of a body, how far each has been read by the cells of a table, and where each begins."""

    def __init__(self, body: str) -> None:
        self.text = body.split("\n")
        self.begins = [0]
        for line in self.text:
            self.begins.append(self.begins[-1] + len(line) + 1)
        self.read: dict[int, int] = {}


class _Definitions:
    """The reference definitions of a page, each read once."""

    def __init__(self, lines: _Lines, env: dict[str, object]) -> None:
        self._lines = lines
        references = env.get("references")
        self._known = references if isinstance(references, dict) else {}

    def place(self, label: str) -> tuple[int, int] | None:
        """Return where the address of the definition of `label` stands."""
        known = self._known.get(label)
        if not known:
            return None
        first, last = known["map"]
        start, end = self._lines.begins[first], self._lines.begins[last]
        text = "\n".join(self._lines.text[first:last])
        begin = _DEFINED.search(text)
        if begin is None:
            return None
        found = parseLinkDestination(text, begin.end(), len(text))
        place = (start + begin.end(), start + found.pos)
        return place if found.ok and place[1] <= end else None


def _of_inline(token: Token, before: Token, lines: _Lines, defined: _Definitions) -> Iterator[LinkPlace]:
    links = [child for child in token.children or () if child.type in ("link_open", "image")]
    base = _Content(token, before, lines) if links or before.type in ("td_open", "th_open") else None
    for child in links:
        written, image = hrefs.written(child), child.type == "image"
        place = None
        if "place" in child.meta and base is not None:
            place = base.place(*child.meta["place"])
        elif "label" in child.meta:
            place = defined.place(child.meta["label"])
        elif "place" not in child.meta:
            continue
        yield LinkPlace(written, image, *(place or (None, None)))


class _Content:
    """The content of one inline token, laid over the lines of the source it was taken from."""

    def __init__(self, token: Token, before: Token, lines: _Lines) -> None:
        self._lines = lines
        self._first = token.map[0] if token.map else 0
        self._content = token.content
        self._cell = before.type in ("td_open", "th_open")
        self._heading = before.type == "heading_open" and before.markup.startswith("#")
        self._bases = [self._base(at, line) for at, line in enumerate(self._content.split("\n"))]

    def _base(self, at: int, line: str) -> int | None:
        """Return the column of the source line at which this line of the content begins."""
        number = self._first + at
        if number >= len(self._lines.text):
            return None
        source, words = self._lines.text[number], line.strip()
        lead = len(line) - len(line.lstrip())
        if self._cell:
            written = words.replace("|", "\\|")
            found = source.find(written, self._lines.read.get(number, 0))
            if found >= 0:
                self._lines.read[number] = found + len(written)
        elif self._heading:
            found = source.find(words)
        else:
            found = len(source.rstrip()) - len(words) if source.rstrip().endswith(words) else -1
        return found - lead if found >= 0 else None

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a stretch of the content, within one line, stands in the body."""
        row = self._content.count("\n", 0, start)
        begin = self._content.rfind("\n", 0, start) + 1
        base = self._bases[row]
        if base is None or "\n" in self._content[start:end]:
            return None
        escaped = self._content.count("|", begin, start) if self._cell else 0
        inside = self._content.count("|", start, end) if self._cell else 0
        at = self._lines.begins[self._first + row] + base + start - begin + escaped
        return at, at + end - start + inside


@lru_cache(maxsize=1)
def _recorder() -> MarkdownIt:
    """Build the pages' own parser, with each link remembering where its address was read."""
    md = make_parser()
    md.inline.ruler.at("link", _remembering(read_link, 0))
    md.inline.ruler.at("image", _remembering(read_image, 1))
    md.inline.ruler.at("wiki_link", _wiki_remembering)
    return md


def _remembering(rule: Rule, bracket: int) -> Rule:
    """Wrap `rule` so that its token knows where the address stands; `bracket` is where its `[` is."""

    def read(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
        start, before, limit = state.pos, len(state.tokens), state.posMax
        if not rule(state, silent):
            return False
        if not silent:
            token = next(t for t in state.tokens[before:] if t.type in ("link_open", "image"))
            token.meta.update(_address(state, start + bracket, limit, link=not bracket))
        return True

    return read


def _address(state: StateInline, bracket: int, limit: int, *, link: bool) -> dict[str, object]:
    after, closed = state.pos, state.posMax
    state.posMax = limit
    label_end = parseLinkLabel(state, bracket, disableNested=link)
    state.pos, state.posMax = after, closed
    label = state.src[bracket + 1 : label_end]
    if state.src[after - 1] == ")" and state.src[label_end + 1 : label_end + 2] == "(":
        at = label_end + 2
        while at < limit and (isStrSpace(state.src[at]) or state.src[at] == "\n"):
            at += 1
        found = parseLinkDestination(state.src, at, limit)
        if found.ok and found.pos < after:
            return {"place": (at, found.pos)}
    rest = state.src[label_end + 1 : after]
    if rest.startswith("[") and len(rest) > 2:
        label = rest[1:-1]
    return {"label": normalizeReference(label)}


def _wiki_remembering(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    start, before = state.pos, len(state.tokens)
    if not read_wiki_link(state, silent):
        return False
    if not silent:
        token = next(t for t in state.tokens[before:] if t.type == "link_open")
        end = _WIKI_END.search(state.src, start + 2)
        token.meta["place"] = (start + 2, end.start() if end else start + 2)
    return True
