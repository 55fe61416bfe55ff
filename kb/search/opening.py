"""Which section of a page a hit opens at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kb.search.tokens import fold_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.search.entry import Entry, StoredSection
    from kb.search.groups import Group
    from kb.search.places import Places

_IN_HEADING, _ABOVE, _IN_TEXT, _IN_TITLE, _TOGETHER = 1.0, 0.5, 0.6, 0.9, 0.4
_TOP = -1


def opening(
    entry: Entry, sections: Sequence[StoredSection], places: Places, groups: list[Group], query: str
) -> int:
    """Return the number of the best section, or -1 for the top of the page.

    A heading that says exactly what was typed is the place. Otherwise the top,
    when the title has all that the page has of the query; else the section
    whose headings and text cover most of it.
    """
    typed = fold_text(query)
    if typed == entry.folded_title or not sections or not len(places.at):
        return _TOP
    for number, section in enumerate(sections):
        if typed and fold_text(section.heading) == typed:
            return _top_if_title(entry, section, number)
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


def _values(entry: Entry, sections: Sequence[StoredSection], places: Places, mass, in_title):  # type: ignore[no-untyped-def]
    count = len(sections)
    inside = places.at >= entry.labels_end
    at = places.at[inside]
    weights = places.weights[:, inside]
    section = np.searchsorted(entry.starts[:, 0], at, side="right") - 1
    in_heading = at < entry.starts[section, 1]
    headings = np.zeros((len(mass), count), dtype=np.float32)
    texts = np.zeros((len(mass), count), dtype=np.float32)
    together = np.zeros(count, dtype=np.float32)
    np.maximum.at(together, section, places.near[inside])
    for row in range(len(mass)):
        np.maximum.at(headings[row], section[in_heading], weights[row][in_heading])
        np.maximum.at(texts[row], section[~in_heading], weights[row][~in_heading])
    above = np.zeros_like(headings)
    trail: list[int] = []
    for number, one in enumerate(sections):
        while trail and sections[trail[-1]].level >= one.level:
            trail.pop()
        if trail:
            above[:, number] = np.maximum(above[:, trail[-1]], headings[:, trail[-1]])
        trail.append(number)
    best = np.maximum(np.maximum(_IN_HEADING * headings, _ABOVE * above), _IN_TEXT * texts)
    best += 0.1 * np.minimum(texts, headings)
    best = np.maximum(best, _IN_TITLE * in_title[:, None])
    values = (mass[:, None] * best).sum(axis=0) / max(float(mass.sum()), 1e-9) + _TOGETHER * together
    has_any = (headings.max(axis=0, initial=0) > 0) | (texts.max(axis=0, initial=0) > 0)
    return np.where(has_any, values, 0.0)


def _top_if_title(entry: Entry, section: StoredSection, number: int) -> int:
    return _TOP if number == 0 and fold_text(section.heading) in {"", entry.folded_title} else number
