"""Which section of a page a hit opens at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kb.search.tokens import fold_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kb.search.entry import Entry, Head
    from kb.search.group import Group
    from kb.search.places import Places

_IN_HEADING, _ABOVE, _IN_TEXT, _IN_TITLE, _TOGETHER, _AGAIN = 1.0, 0.5, 0.6, 0.9, 0.4, 0.1
_TOP = -1


def opening(entry: Entry, places: Places, groups: list[Group], query: str) -> int:
    """Return the number of the best section, or -1 for the top of the page.

    A heading that says exactly what was typed is the place. Otherwise the top,
    when the title has all that the page has of the query; else the section
    whose headings and text cover most of it.
    """
    typed, sections = fold_text(query), entry.heads
    if typed == entry.folded_title or not sections or not len(places.at):
        return _TOP
    length = len(typed.split())
    for number in np.flatnonzero(entry.starts[:, 1] - entry.starts[:, 0] == length).tolist():
        if typed and fold_text(sections[number].heading) == typed:
            return _top_if_title(entry, sections[number], number)
    mass = np.array([group.idf for group in groups], dtype=np.float32)
    in_title = places.weights[:, places.at < entry.title_end].max(axis=1, initial=0)
    anywhere = places.weights.max(axis=1, initial=0)
    if float((mass * in_title).sum()) >= 0.999 * float((mass * anywhere).sum()):
        return _TOP
    labelled = places.weights[:, places.at < entry.labels_end].max(axis=1, initial=0)
    top = float((mass * labelled).sum()) / max(float(mass.sum()), 1e-9)
    values = _values(entry, sections, places, mass, in_title)
    best = int(values.argmax())
    return _top_if_title(entry, sections[best], best) if values[best] > top else _TOP


def _values(
    entry: Entry,
    sections: Sequence[Head],
    places: Places,
    mass: NDArray[np.float32],
    in_title: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return by section how much of the query it answers; 0 where it has no word of it."""
    inside = places.at >= entry.labels_end
    # twice the section's number, and one more in its text
    part = entry.starts.ravel().searchsorted(places.at[inside], side="right") - 1
    weights = places.weights[:, inside]
    rows, columns = weights.nonzero()
    flat = np.zeros(len(mass) * 2 * len(sections), dtype=np.float32)
    np.maximum.at(flat, rows * 2 * len(sections) + part[columns], weights[rows, columns])
    best = flat.reshape(len(mass), -1)
    together = np.zeros(len(sections), dtype=np.float32)
    np.maximum.at(together, part // 2, places.near[inside])
    headings, texts = best[:, ::2], best[:, 1::2]
    value = np.maximum(_IN_HEADING * headings, _IN_TEXT * texts) + _AGAIN * np.minimum(texts, headings)
    value = np.maximum(value, _ABOVE * _inherited(sections, headings))
    value = np.maximum(value, _IN_TITLE * in_title[:, None])
    total = (mass[:, None] * value).sum(axis=0) / max(float(mass.sum()), 1e-9) + _TOGETHER * together
    return np.where(best.any(axis=0).reshape(-1, 2).any(axis=1), total, np.float32(0))


def _inherited(sections: Sequence[Head], headings: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what each section has from the headings above it."""
    above = np.zeros_like(headings)
    for number in np.flatnonzero(headings.any(axis=0)).tolist():
        end = number + 1
        while end < len(sections) and sections[end].level > sections[number].level:
            end += 1
        above[:, number + 1 : end] = np.maximum(above[:, number + 1 : end], headings[:, number, None])
    return above


def _top_if_title(entry: Entry, section: Head, number: int) -> int:
    return _TOP if number == 0 and fold_text(section.heading) in {"", entry.folded_title} else number
