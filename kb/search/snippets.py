"""The few words around a match, and which of them are literally what was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.search.tokens import fold, word_spans

if TYPE_CHECKING:
    from kb.search.entry import Entry
    from kb.search.places import Places
    from kb.search.ragged import Numbers

LENGTH = 160
_BEFORE = 40
_ELLIPSIS = "…"
_FETCHED = 720
_DEBRIS = re.compile(r"[#*_~`]+|:?-+:?|={2,}")  # marks of Markdown that stand alone, as in examples


@dataclass(frozen=True, slots=True)
class Marker:
    """What may be marked: these folded words, and words that begin with what is still being typed."""

    words: frozenset[str]
    beginning: str = ""

    def marks(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where `text` literally has what was searched."""
        found = []
        words, beginning = self.words, self.beginning
        for start, end in word_spans(text):
            word = fold(text[start:end])
            if word in words:
                found.append((start, end))
            elif beginning and word.startswith(beginning):
                found.append((start, start + len(beginning) if len(word) == end - start else end))
        return tuple(found)


def snippet(entry: Entry, places: Places, section: int) -> str:
    """Return about 160 characters around the best place in a section (-1: in the whole page)."""
    sections = entry.sections
    if not len(sections):
        return ""
    at = places.at
    number = sections[:, 0].searchsorted(at, side="right") - 1
    inside = (number >= 0) & (at >= sections[number, 1])
    here = np.flatnonzero(inside & (number == section)) if section >= 0 else np.flatnonzero(inside)
    begins = sections[:, 2]
    empty = section >= 0 and section + 1 < len(begins) and begins[section + 1] - begins[section] <= 1
    if not len(here) and empty:
        here = np.flatnonzero(inside)
    if len(here):
        best = here[places.near[here].argmax()]
        return _around(entry, sections, int(number[best]), int(at[best]))
    return _first(entry, begins, section if section >= 0 and not empty else 0)


def _around(entry: Entry, sections: Numbers, section: int, position: int) -> str:
    """Return the words around the one at `position` in a section's text."""
    word, offset = sections[section, 1:3].tolist()
    begin, steps = offset, entry.steps
    before = int(steps[:, 0].searchsorted(position, side="right")) - 1
    if before >= 0 and steps[before, 0] >= word and steps[before, 1] >= begin:
        word, offset = steps[before].tolist()
    end = _end(sections[:, 2], section)
    start = max(begin, offset - 2 * _BEFORE)
    text = entry.text(start, min(end, start + _FETCHED))
    at = offset - start
    for found, _ in word_spans(text, at):
        if word == position:
            at = found
            break
        word += 1
    if at + LENGTH > len(text):  # a long way from the last step
        start, at = start + max(0, at - 2 * _BEFORE), min(at, 2 * _BEFORE)
        text = entry.text(start, min(end, start + _FETCHED))
    return _cut(text, at, before=start > begin)


def _first(entry: Entry, begins: Numbers, section: int) -> str:
    """Return the first words of a section, or of the next that has any."""
    for number in range(section, len(begins)):
        start = int(begins[number])
        text = entry.text(start, min(_end(begins, number), start + 2 * LENGTH))
        if text.strip():
            return _cut(text, 0, before=False)
    return ""


def _end(begins: Numbers, section: int) -> int:
    return int(begins[section + 1]) - 1 if section + 1 < len(begins) else 1 << 31


def _unruled(text: str) -> str:
    """Return the text without the lines between the cells of a table."""
    return text.replace("|", " ") if text.count("|") > 1 else text


def _cut(text: str, at: int, *, before: bool) -> str:
    """Return the words around offset `at`, white space made single, what is left out shown by an ellipsis."""
    start = max(0, at - _BEFORE)
    if start:
        start = next((i for i in range(start, at) if text[i].isspace()), at)
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = next((i for i in range(end, max(start + LENGTH // 2, at), -1) if text[i].isspace()), end)
    shown = " ".join(word for word in _unruled(text[start:end]).split() if not _DEBRIS.fullmatch(word))
    if before or text[:start].strip():
        shown = f"{_ELLIPSIS} {shown}"
    return f"{shown} {_ELLIPSIS}" if text[end:].strip() else shown
