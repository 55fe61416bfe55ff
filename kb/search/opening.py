"""Which section each hit opens at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kb.search.tokens import fold, raw_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kb.search.entry import Entry
    from kb.search.group import Group
    from kb.search.lexicon import Lexicon
    from kb.search.places import Matches
    from kb.search.ragged import Numbers

_IN_HEADING, _ABOVE, _IN_TEXT, _IN_TITLE, _TOGETHER, _AGAIN = 1.0, 0.5, 0.6, 0.9, 0.4, 0.1
_TOP = -1
_DEEPEST = 4  # headings above one another
_APART = 1 << 32


def openings(
    lexicon: Lexicon, groups: list[Group], where: Matches, rows: Sequence[int], typed: str
) -> list[int]:
    """Return for each of these pages the number of its best section, or -1 for its top.

    A heading that says exactly what was typed is the place. Otherwise the top,
    when the title has all that the page has of the query; else the section
    whose headings and text cover most of it.
    """
    entries = [where.entries[row] for row in rows]
    words = [fold(word) for word in raw_words(typed)]
    spans = where.page.searchsorted(np.array([rows, [row + 1 for row in rows]]))
    counts = spans[1] - spans[0]
    chosen = np.concatenate([np.arange(begin, end) for begin, end in spans.T])
    parts = [entry.sections for entry in entries]
    first = np.cumsum([0, *map(len, parts)])
    sections = np.concatenate(parts)
    alike = np.flatnonzero(sections[:, 1] - sections[:, 0] == len(words)).tolist()
    bounds = np.array([entry.bounds for entry in entries])
    mass = np.array([group.idf for group in groups], dtype=np.float32)
    mass /= max(float(mass.sum()), 1e-9)

    hit, at, weights = np.repeat(np.arange(len(rows)), counts), where.at[chosen], where.weights[:, chosen]
    titled = _by_hit(weights * (at < bounds[hit, 0]), hit, len(rows))
    labelled = _by_hit(weights * (at < bounds[hit, 1]), hit, len(rows))
    anywhere = _by_hit(weights, hit, len(rows))
    seen = _Seen(hit, at, weights, where.near[chosen])
    values = _values(sections, first, (mass, titled), seen)
    in_title, top, all_there = mass @ titled, mass @ labelled, mass @ anywhere
    opened = []
    for n, entry in enumerate(entries):
        mine = values[first[n] : first[n + 1]]
        if not len(mine) or not counts[n] or words == entry.label.folded_title.split():
            opened.append(_TOP)
        elif (said := _said_exactly(lexicon, entry, words, _within(alike, first, n))) is not None:
            opened.append(_top_if_title(lexicon, entry, said))
        elif in_title[n] >= 0.999 * all_there[n] or float(mine.max()) <= top[n]:
            opened.append(_TOP)
        else:
            opened.append(_top_if_title(lexicon, entry, int(mine.argmax())))
    return opened


def _by_hit(values: NDArray[np.float32], hit: NDArray[np.int64], hits: int) -> NDArray[np.float32]:
    best = np.zeros((len(values), hits), dtype=np.float32)
    if len(hit):
        first = np.flatnonzero(np.diff(hit, prepend=-1))
        best[:, hit[first]] = np.maximum.reduceat(values, first, axis=1)
    return best


class _Seen(NamedTuple):
    """The matched words of all hits: whose, at which word, by which group, how close together."""

    hit: NDArray[np.int64]
    at: NDArray[np.int64]
    weights: NDArray[np.float32]
    near: NDArray[np.float32]


def _values(
    rows: Numbers, first: NDArray[np.int64], groups: tuple[NDArray[np.float32], ...], seen: _Seen
) -> NDArray[np.float32]:
    """Return, for the sections of all hits, how much of the query each answers; 0 where it has none of it."""
    hit, at, weights, near = seen
    mass, titled = groups
    count = int(first[-1])
    owner = np.repeat(np.arange(len(first) - 1), np.diff(first))
    begins = rows[np.minimum(first[:-1], max(count - 1, 0)), 0] if count else first[:-1]
    inside = np.flatnonzero((at >= begins[hit]) & (np.diff(first)[hit] > 0))
    if not count or not len(inside):
        return np.zeros(count, dtype=np.float32)
    edges = (rows[:, :2] + owner[:, None] * _APART).ravel()
    # twice the section's number, and one more in its text
    part = edges.searchsorted(at[inside] + hit[inside] * _APART, side="right") - 1
    change = np.flatnonzero(np.diff(part, prepend=-1))
    best = np.zeros((len(mass) + 1, 2 * count + 2), dtype=np.float32)
    best[:-1, part[change]] = np.maximum.reduceat(weights[:, inside], change, axis=1)
    best[-1, part[change]] = np.maximum.reduceat(near[inside], change)
    headings, texts = best[:-1, ::2], best[:-1, 1::2]
    together = best[-1].reshape(-1, 2).max(axis=1)
    # a last, empty section stands for "part of none"
    above = np.append(np.where(rows[:, 3] >= 0, rows[:, 3] + first[owner], count), count)
    inherited = np.zeros_like(headings)
    for _ in range(_DEEPEST):
        inherited = np.maximum(headings, inherited)[:, above]
    value = np.maximum(_IN_HEADING * headings, _IN_TEXT * texts) + _AGAIN * np.minimum(texts, headings)
    value = np.maximum(value, _ABOVE * inherited)[:, :-1]
    value = np.maximum(value, _IN_TITLE * titled[:, owner])
    total = mass @ value + np.float32(_TOGETHER) * together[:-1]
    some = (headings + texts).max(axis=0)[:-1] > 0
    return np.asarray(total * some, dtype=np.float32)


def _within(numbers: list[int], first: NDArray[np.int64], hit: int) -> list[int]:
    begin, end = first[hit : hit + 2].tolist()
    return [number - begin for number in numbers if begin <= number < end]


def _said_exactly(lexicon: Lexicon, entry: Entry, words: list[str], alike: list[int]) -> int | None:
    """Return the first of these sections whose heading is, word for word, what was typed."""
    edges, tokens = entry.sections, entry.tokens
    for number in alike if words else ():
        if [lexicon.words[word] for word in tokens[edges[number, 0] : edges[number, 1]]] == words:
            return number
    return None


def _top_if_title(lexicon: Lexicon, entry: Entry, number: int) -> int:
    """Take the first section for the top of the page where its heading is empty, or the title again."""
    if number:
        return number
    begin, end = entry.sections[0, :2].tolist()
    heading = " ".join(lexicon.words[word] for word in entry.tokens[begin:end])
    return _TOP if heading in ("", entry.label.folded_title) else number
