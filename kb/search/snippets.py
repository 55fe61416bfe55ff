"""The few words around a match, and which of them are literally what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.search.tokens import fold, word_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.search.entry import Entry
    from kb.search.places import Places

LENGTH = 160
_BEFORE = 40
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Marker:
    """What may be marked: these folded words, and words that begin with what is still being typed."""

    words: frozenset[str]
    beginning: str = ""

    def marks(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where `text` literally has what was searched."""
        found = []
        for start, end in word_spans(text):
            raw = text[start:end]
            word = fold(raw)
            if word in self.words:
                found.append((start, end))
            elif self.beginning and word.startswith(self.beginning):
                found.append((start, start + len(self.beginning) if len(word) == len(raw) else end))
        return tuple(found)


def snippet(entry: Entry, texts: Sequence[str], places: Places, section: int) -> str:
    """Return about 160 characters around the best place in a section (-1: in the whole page)."""
    in_text = _places_in_text(entry, places, section)
    if not len(in_text) and section >= 0 and not texts[section].strip():
        in_text = _places_in_text(entry, places, -1)
    if len(in_text):
        best = int(in_text[places.near[in_text].argmax()])
        position = int(places.at[best])
        number = int(entry.starts[:, 0].searchsorted(position, side="right")) - 1
        text = texts[number]
        return _cut(text, _offset(entry, text, number, position))
    if section >= 0 and texts[section].strip():
        return _cut(texts[section], 0)
    return next((_cut(text, 0) for text in texts if text.strip()), "")


def _places_in_text(entry: Entry, places: Places, section: int) -> np.ndarray:
    at = places.at
    if section >= 0:
        return np.flatnonzero((at >= entry.starts[section, 1]) & (at < entry.section_end(section)))
    number = entry.starts[:, 0].searchsorted(at, side="right") - 1
    inside = number >= 0
    inside[inside] = at[inside] >= entry.starts[number[inside], 1]
    return np.flatnonzero(inside)


def _offset(entry: Entry, text: str, section: int, position: int) -> int:
    """Return where in a section's text the word at `position` begins."""
    word, offset = int(entry.starts[section, 1]), 0
    before = int(entry.steps[:, 0].searchsorted(position, side="right")) - 1
    if before >= 0 and entry.steps[before, 0] >= word and entry.steps[before, 1] < len(text):
        word, offset = int(entry.steps[before, 0]), int(entry.steps[before, 1])
    for start, _ in word_spans(text, offset):
        if word == position:
            return start
        word += 1
    return offset


def _cut(text: str, at: int) -> str:
    """Return the words around offset `at`, white space made single, what is left out shown by an ellipsis."""
    start = max(0, at - _BEFORE)
    if start:
        space = next((i for i in range(start, at) if text[i].isspace()), at)
        start = space
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = next((i for i in range(end, max(start + LENGTH // 2, at), -1) if text[i].isspace()), end)
    shown = " ".join(text[start:end].split())
    if text[:start].strip():
        shown = f"{_ELLIPSIS} {shown}"
    return f"{shown} {_ELLIPSIS}" if text[end:].strip() else shown
