"""Where the best pages have the query's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.search.segment import BODY, HEADING, LABEL, TITLE
from kb.search.weights import RANK, RankWeights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kb.search.entry import Entry
    from kb.search.group import Group
    from kb.search.ragged import Numbers
    from kb.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Places:
    """The matched words of one page, in reading order.

    `at` are word positions, `words` the spellings there, `terms` their stems. `weights` has a row for
    each group. `near` is the share of the query within the window that begins
    at each place.
    """

    at: NDArray[np.int64]
    words: Numbers
    terms: NDArray[np.int32]
    weights: NDArray[np.float32]
    near: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Matches:
    """The matched words of several pages, one page after the other.

    `page` says by its row in the list of pages whose word it is, `field` in
    what part of the page it stands, `word` which spelling it has there.
    `lengths` are the pages' own, in words.
    """

    entries: list[Entry]
    lengths: NDArray[np.int64]
    page: NDArray[np.int64]
    at: NDArray[np.int64]
    word: Numbers
    term: NDArray[np.int32]
    field: NDArray[np.uint8]
    weights: NDArray[np.float32]
    near: NDArray[np.float32]

    def of(self, page: int) -> Places:
        """Return the places of one page, by its row."""
        part = slice(*self.page.searchsorted([page, page + 1]).tolist())
        return Places(self.at[part], self.word[part], self.term[part], self.weights[:, part], self.near[part])

    def best(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return by row and page the largest of `values`, which has a column for each match; else 0."""
        best = np.zeros((len(values), len(self.entries)), dtype=np.float32)
        if len(self.page):
            first = np.flatnonzero(np.diff(self.page, prepend=-1))
            best[:, self.page[first]] = np.maximum.reduceat(values, first, axis=1)
        return best


def matches(
    snapshot: Snapshot, groups: list[Group], pages: Sequence[int], rank: RankWeights = RANK
) -> Matches:
    """Find the places of all these pages at once: a step costs about the same for many as for one."""
    entries = [snapshot.entry(page) for page in pages]
    rows = [entry.tokens for entry in entries]
    tokens = np.concatenate(rows)
    lengths = np.array([len(row) for row in rows])
    ends = np.cumsum(lengths)
    begins = ends - lengths
    members = sorted(set().union(*(group.members for group in groups)))
    slot = np.zeros(len(snapshot.pages_with_term), dtype=np.int16)
    slot[members] = np.arange(1, len(members) + 1)
    terms = snapshot.lexicon.term_of.view().take(tokens)
    slots = slot.take(terms)
    found = np.flatnonzero(slots)
    page = ends.searchsorted(found, side="right")
    at = found - begins[page]
    weight = np.array(
        [[group.members.get(term, 0.0) for term in members] for group in groups], dtype=np.float32
    )
    weights = weight.take(slots[found] - 1, axis=1)
    return Matches(
        entries=entries,
        lengths=lengths,
        page=page,
        at=at,
        word=tokens[found],
        term=terms[found],
        field=_fields(entries, begins, found, page, at),
        weights=weights,
        near=_near(weights, found + page * rank.window, rank.window),
    )


def _near(weights: NDArray[np.float32], apart: NDArray[np.int64], window: int) -> NDArray[np.float32]:
    """Return for each place the share of the groups that stand within the window beginning there.

    `apart` keeps the pages a window away from each other, so that none reaches over.
    """
    groups, places = weights.shape
    if not places:
        return np.zeros(0, dtype=np.float32)
    here = np.where(weights > 0, np.arange(places), places)
    following = np.minimum.accumulate(here[:, ::-1], axis=1)[:, ::-1]
    inside = np.append(apart, apart[-1] + window)[following] - apart < window
    reached = np.concatenate((weights, np.zeros((groups, 1), dtype=np.float32)), axis=1)
    near = np.take_along_axis(reached, following, axis=1) * inside
    return np.asarray(near.sum(axis=0) / np.float32(groups), dtype=np.float32)


def _fields(
    entries: list[Entry],
    begins: NDArray[np.int64],
    found: NDArray[np.int64],
    page: NDArray[np.int64],
    at: NDArray[np.int64],
) -> NDArray[np.uint8]:
    edges = np.concatenate(
        [
            entry.sections[:, :2].ravel() + begin
            for entry, begin in zip(entries, begins.tolist(), strict=True)
        ]
    )
    field = np.full(len(found), BODY, dtype=np.uint8)
    if len(edges):
        edge = edges.searchsorted(found, side="right") - 1
        field[(edge >= 0) & (edge % 2 == 0)] = HEADING
    bounds = np.array([entry.bounds for entry in entries])
    field[at < bounds[page, 1]] = LABEL
    field[at < bounds[page, 0]] = TITLE
    return field


NOWHERE = Places(
    np.zeros(0, dtype=np.int64),
    np.zeros(0, dtype=np.int32),
    np.zeros(0, dtype=np.int32),
    np.zeros((0, 0), dtype=np.float32),
    np.zeros(0, dtype=np.float32),
)
