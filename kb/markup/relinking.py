"""The links of a page led elsewhere, and not one other byte of it changed."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from kb.markup import hrefs
from kb.markup.link_places import LinkPlace, link_places
from kb.markup.parser import parse

Change = Callable[[str, bool], str | None]
"""Asked with an address as written and whether it is an image's; answers with the new one, or None."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_ALWAYS = frozenset('%<>\\|"`?#\x7f') | {chr(code) for code in range(32)}
_BARE = _ALWAYS | frozenset(" ()[]'&*_~")


@dataclass(frozen=True, slots=True)
class Relinked:
    """The text with its links changed, how many were, and the addresses that could not be."""

    text: str
    changed: int
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    words: str
    href: str
    becomes: str


def relink(text: str, body: str, change: Change) -> Relinked:
    """Change the addresses of links in `text`, a page whose Markdown `body` is its end.

    Ordinary, angle-bracket, reference-style and wiki links and images are changed where they are written, in
    the way they are written; code and everything else stay as they are, byte for byte. What comes out is
    parsed again, and a change that would alter anything but its own link is not made: it is named in
    `missed`.
    """
    edits, missed = _edits(body, change)
    kept: list[_Edit] = []
    if _holds(body, edits):
        kept = edits
    else:
        for edit in edits:
            if _holds(body, [*kept, edit]):
                kept.append(edit)
            else:
                missed.append(edit.href)
    return Relinked(_apply(text, body, kept), len(kept), tuple(dict.fromkeys(missed)))


def _edits(body: str, change: Change) -> tuple[list[_Edit], list[str]]:
    found: dict[int, _Edit] = {}
    missed: list[str] = []
    for place in link_places(body):
        becomes = change(place.href, place.image)
        if becomes is None or becomes == place.href:
            continue
        if place.start is None or place.end is None:
            missed.append(place.href)
        else:
            words = _written(body[place.start : place.end], place, becomes)
            found[place.start] = _Edit(place.start, place.end, words, place.href, becomes)
    return [found[at] for at in sorted(found)], missed


def _written(raw: str, place: LinkPlace, becomes: str) -> str:
    """Write an address the way the old one was written, and its anchor as it was where it stays the same."""
    if becomes.startswith("[["):
        before = place.href[2:-2]
        return raw.replace(before.strip(), becomes[2:-2], 1)
    inner = raw[1:-1] if raw.startswith("<") else raw
    path, mark, anchor = becomes.partition("#")
    _, _, old_anchor = place.href.partition("#")
    fragment = mark + _encoded(anchor, raw) if anchor != old_anchor else mark + inner.partition("#")[2]
    path, question, query = path.partition("?") if path.startswith("/article?") else (path, "", "")
    if ":" in path.split("/")[0]:
        path = f"./{path}"
    words = _encoded(path, raw) + question + query + fragment
    return f"<{words}>" if raw.startswith("<") else words


def _encoded(path: str, like: str) -> str:
    marks = _ALWAYS if like.startswith("<") else _BARE
    letters = "%" in like and like.isascii()
    return "".join(
        "".join(f"%{byte:02X}" for byte in char.encode())
        if char in marks or (letters and char > "~")
        else char
        for char in path
    )


def _apply(text: str, body: str, edits: Sequence[_Edit]) -> str:
    """Make the edits, which count characters of the body, in the text, whatever its line ends are."""
    ends = list(_LINE_END.finditer(text))
    first = len(ends) - body.count("\n")  # the line of the text on which the body begins
    begins = [0, *(end.end() for end in ends)][first:]
    starts = [0, *(found.end() for found in re.finditer("\n", body))]
    mark = int(first == 0 and text.startswith("\ufeff"))
    pieces: list[str] = []
    done = 0
    for edit in edits:
        line = bisect_right(starts, edit.start) - 1
        at = begins[line] + edit.start - starts[line] + (mark if line == 0 else 0)
        pieces += [text[done:at], edit.words]
        done = at + edit.end - edit.start
    return "".join([*pieces, text[done:]])


def _holds(body: str, edits: Sequence[_Edit]) -> bool:
    """Say whether the body with these edits differs from the body in nothing but the addresses meant."""
    if not edits:
        return True
    pieces: list[str] = []
    done = 0
    for edit in edits:
        pieces += [body[done : edit.start], edit.words]
        done = edit.end
    after = "".join([*pieces, body[done:]])
    meant = {edit.href: edit.becomes for edit in edits}
    return _shape(body, meant) == _shape(after, {})


def _shape(body: str, becomes: dict[str, str]) -> list[tuple[object, ...]]:
    """Return what a page is made of, each address replaced by what it is to become."""
    found: list[tuple[object, ...]] = []
    for token in parse(body):
        if token.type != "inline":
            found.append((token.type, token.tag, token.nesting, token.map, token.info, token.content))
            continue
        found += _inline_shape(token.children or (), becomes)
    return found


def _inline_shape(children: Sequence[Token], becomes: dict[str, str]) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    wiki = False
    for child in children:
        href = ""
        if child.type in ("link_open", "image"):
            written = hrefs.written(child)
            href = becomes.get(written, written)
        content = "" if wiki and child.type == "text" else child.content
        wiki = child.type == "link_open" and child.markup == "wiki"
        found.append((child.type, child.nesting, content, href, str(child.attrGet("title") or "")))
    return found
