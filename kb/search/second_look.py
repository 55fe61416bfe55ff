"""The second look: the best few pages judged by what the first could not see.

Each page's score is multiplied by e to a weighted sum of measures between 0
and 1: how like its title is to what was typed, how close together and in what
order the words stand, how many of them are in title or headings, and whether
they are spelled as typed. The weights were fitted to some four thousand
queries for known pages. Long queries rarely are titles: for them the titles
count less and closeness counts more.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from kb.search.segment import HEADING, LABEL, TITLE
from kb.search.weights import LOOK, LookWeights

MEASURES = (
    "same words as the title",
    "the whole title",
    "the title's beginning",
    "words close together",
    "words in order",
    "words in the title",
    "words in title or headings",
    "spelled as typed",
    "like another name",
    "words missing",
    "length of the page",
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kb.search.group import Group
    from kb.search.places import Matches
    from kb.search.ranking import Question
    from kb.search.snapshot import Snapshot


def second_look(
    question: Question, pages: Sequence[int], found: Matches, look: LookWeights = LOOK
) -> NDArray[np.float64]:
    """Return for each page the logarithm of the factor on its score."""
    return np.asarray(look_weights(question, look) @ measures(question, pages, found))


def look_weights(question: Question, look: LookWeights = LOOK) -> NDArray[np.float64]:
    """Return what each measure counts for a question of this length."""
    long = min(1.0, max(0.0, (len(question.groups) - 3) / 2))
    return np.asarray(np.array(look.short) + long * np.array(look.long))


def measures(question: Question, pages: Sequence[int], found: Matches) -> NDArray[np.float64]:
    """Return a row for each measure of `MEASURES`, a column for each page."""
    snapshot, groups = question.snapshot, question.groups
    mass = np.array([group.idf for group in groups]) + 1e-9
    mass /= mass.sum()
    titles, heads = found.field == TITLE, found.field == HEADING
    typed = _spelled_as_typed(snapshot, groups, found)
    stacked = (
        found.weights,
        found.weights * titles,
        found.weights * (titles | heads),
        typed,
        found.near[None],
    )
    best = found.best(np.concatenate(stacked))
    anywhere, in_title, in_head, as_typed = best[:-1].reshape(4, len(groups), -1)
    titles_typed = [snapshot.label(page).folded_title for page in pages]
    return np.vstack(
        (
            _likeness(titles_typed, question.readings()),
            best[-1],
            _in_order(found, mass),
            mass @ in_title,
            mass @ in_head,
            mass @ as_typed,
            _named(found, mass),
            (anywhere == 0).mean(axis=0),
            np.log(found.lengths + 50),
        )
    )


def _likeness(titles: list[str], wanted: tuple[str, ...]) -> NDArray[np.float64]:
    """Return by title the best reading's likeness to its words, to all of it and to its beginning."""
    readings = list(wanted)
    begun = [[title[: len(words)] for title in titles] for words in wanted]
    return np.vstack(
        (
            cdist(readings, titles, scorer=fuzz.token_set_ratio).max(axis=0),
            cdist(readings, titles, scorer=fuzz.token_sort_ratio).max(axis=0),
            np.max(
                [
                    cdist([words], some, scorer=fuzz.ratio)[0]
                    for words, some in zip(readings, begun, strict=True)
                ],
                axis=0,
            ),
        )
    ) / np.float64(100)


def _spelled_as_typed(snapshot: Snapshot, groups: list[Group], found: Matches) -> NDArray[np.float32]:
    spelled = found.weights.copy()
    for row, group in enumerate(groups):
        if group.literal:
            same = np.zeros(len(found.word), dtype=np.bool_)
            for number in snapshot.lexicon.find(group.word):
                same |= found.word == number
            spelled[row] *= same
    return spelled


def _named(found: Matches, mass: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by page how much of the query one of its other names has, and how fully."""
    best = np.zeros(len(found.entries))
    labels = found.field == LABEL
    for page in np.unique(found.page[labels]).tolist():
        starts = found.entries[page].name_starts
        if len(starts) < 2:
            continue
        here = np.flatnonzero(labels & (found.page == page))
        name = np.searchsorted(starts, found.at[here], side="right") - 1
        for each in np.unique(name[name >= 0]).tolist():
            words = found.weights[:, here[name == each]]
            fullness = min(1.0, words.max(axis=0).sum() / (starts[each + 1] - starts[each]))
            best[page] = max(best[page], float(mass @ words.max(axis=1)) * (0.6 + 0.4 * fullness))
    return best


def _in_order(found: Matches, mass: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by page the share of neighbouring words of the query that follow each other there too."""
    pairs = mass[:-1] + mass[1:]
    if not len(pairs) or len(found.at) < 2:
        return np.zeros(len(found.entries))
    step = np.diff(found.at)
    close = (step > 0) & (step <= 3) & (found.page[1:] == found.page[:-1])
    follow = np.zeros((len(pairs), len(found.at)), dtype=np.float32)
    follow[:, :-1] = np.minimum(found.weights[:-1, :-1], found.weights[1:, 1:]) * close
    return np.asarray((pairs @ found.best(follow)) / pairs.sum())


def reported(first: float, factor: float) -> float:
    """Return the score people see: it grows with the rank's score, without its enormous range."""
    return round(math.exp((math.log(max(first, 1e-6)) + factor) / 4), 4)
