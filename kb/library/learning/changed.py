"""What has changed between two texts of a page, passage by passage and word by word, as readers see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kb.library.comparing.words import Change, alike, changes, opcodes, pieces
from kb.markup import sections

Mark = Literal["same", "out", "in"]

_MARKS: dict[Change, Mark] = {"same": "same", "old": "out", "new": "in"}
_MOST_LINES = 4000
_ALIKE = 0.45


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
    found: list[Passage] = []
    for tag, a, b, c, d in opcodes([each.text for each in old], [each.text for each in new]):
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
            if alike(pieces(line.text), pieces(new[place].text)) > _ALIKE:
                found.append((line, new[place]))
                start = place + 1
                break
    return found


def _runs(before: str, after: str) -> Iterator[tuple[Mark, str]]:
    for change, run in changes(pieces(before), pieces(after)):
        yield _MARKS[change], "".join(run)
