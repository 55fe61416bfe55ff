"""What has changed between two texts of a page, passage by passage and word by word, as readers see it."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kb.markup import sections

Mark = Literal["same", "out", "in"]

_WORD = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 3000
_MOST_LINES = 4000


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that differs: the heading above it, its anchor, and its words in order, each run marked."""

    heading: str
    anchor: str
    runs: tuple[tuple[Mark, str], ...]


@dataclass(frozen=True, slots=True)
class _Line:
    heading: str
    anchor: str
    text: str


@lru_cache(maxsize=128)
def passages(before: str, after: str) -> tuple[Passage, ...]:
    """Return what differs between two Markdown bodies, from top to bottom, without their markup.

    Where nothing that can be read differs (a link leads elsewhere, a table is set otherwise), there is none.
    """
    old, new = _lines(before), _lines(after)
    matcher = difflib.SequenceMatcher(None, [x.text for x in old], [x.text for x in new], autojunk=False)
    found: list[Passage] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            found += _differing(old[a:b], new[c:d])
    return tuple(found)


def _lines(body: str) -> list[_Line]:
    found: list[_Line] = []
    for part in sections(body):
        if part.heading and part.level > 1:
            found.append(_Line(part.heading, part.anchor, part.heading))
        found += [_Line(part.heading, part.anchor, line) for line in part.text.split("\n") if line.strip()]
    return found[:_MOST_LINES]


def _differing(old: list[_Line], new: list[_Line]) -> Iterator[Passage]:
    """Pair what went with what came, nearest first in order, so that a changed word is shown as one."""
    pairs = _pairs(old, new)
    gone = [line for line in old if not any(line is one for one, _ in pairs)]
    for line in gone:
        yield Passage(line.heading, line.anchor, (("out", line.text),))
    partner = {id(other): one for one, other in pairs}
    for line in new:
        one = partner.get(id(line))
        runs = (("in", line.text),) if one is None else tuple(_runs(one.text, line.text))
        yield Passage(line.heading, line.anchor, runs)


def _pairs(old: list[_Line], new: list[_Line]) -> list[tuple[_Line, _Line]]:
    found: list[tuple[_Line, _Line]] = []
    start = 0
    for line in old:
        for place in range(start, min(len(new), start + 20)):
            if _alike(line.text, new[place].text):
                found.append((line, new[place]))
                start = place + 1
                break
    return found


def _alike(one: str, other: str) -> bool:
    matcher = difflib.SequenceMatcher(
        None, one.split()[:_MOST_WORDS], other.split()[:_MOST_WORDS], autojunk=False
    )
    return matcher.real_quick_ratio() > 0.4 and matcher.quick_ratio() > 0.4 and matcher.ratio() > 0.4


def _runs(before: str, after: str) -> Iterator[tuple[Mark, str]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > 2 * _MOST_WORDS:
        yield from (("out", before), ("in", after))
        return
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[a:b])
            continue
        if a < b:
            yield "out", "".join(old[a:b])
        if c < d:
            yield "in", "".join(new[c:d])
