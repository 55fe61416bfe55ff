"""Where the best pages have the query's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.search.segment import BODY, HEADING, LABEL, TITLE
from kb.search.weights import RANK, RankWeights

_PAGE = 32
_APART = 1 << _PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kb.search.entry import Entry
    from kb.search.ragged import Numbers
    from kb.search.scoring import Drawn
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


def matches(snapshot: Snapshot, drawn: Drawn, pages: Sequence[int], rank: RankWeights = RANK) -> Matches:
    """Find the places of all these pages at once: a step costs about the same for many as for one."""
    entries = [snapshot.entry(page) for page in pages]
    row_of = np.full(len(snapshot.alive), -1, dtype=np.int32)
    row_of[pages] = np.arange(len(pages))
    keys, terms, values, owners = [], [], [], []
    for number, (members, weight, found) in enumerate(drawn):
        for lists in found:
            rows = row_of[lists.pages]
            chosen = (rows >= 0).nonzero()[0]
            places, lengths = lists.segment.where(lists.row[chosen])
            which = lists.which[chosen].repeat(lengths)
            keys.append((rows[chosen].astype(np.int64) << _PAGE).repeat(lengths) + places)
            terms.append(members[which])
            values.append(weight[which])
            owners.append(np.full(len(which), number))
    distinct, order, slot = _in_reading_order(np.concatenate(keys) if keys else np.zeros(0, dtype=np.int64))
    weights = np.zeros((len(drawn), len(distinct)), dtype=np.float32)
    term = np.zeros(len(distinct), dtype=np.int32)
    if keys:
        weights[np.concatenate(owners)[order], slot] = np.concatenate(values)[order]
        term[slot] = np.concatenate(terms)[order]
    page, at = distinct >> _PAGE, distinct & ((1 << _PAGE) - 1)
    return Matches(
        entries=entries,
        lengths=snapshot.lengths[:, pages].sum(axis=0, dtype=np.int64),
        page=page,
        at=at,
        word=_words(snapshot, pages, entries, page, at),
        term=term,
        field=_fields(*_sections(snapshot, pages, entries), snapshot.bounds[pages], page, at),
        weights=weights,
        near=_near(weights, at + page * _APART, rank.window),
    )


def _in_reading_order(
    keys: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.intp]]:
    """Return the distinct keys in order, the order of all, and, in that order, which distinct one each is."""
    order = keys.argsort(kind="stable")  # of a few sorted runs: merged, not sorted
    ordered = keys[order]
    new = np.ones(len(keys), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new], order, new.cumsum() - 1


def _sections(
    snapshot: Snapshot, pages: Sequence[int], entries: list[Entry]
) -> tuple[Numbers, NDArray[np.int64]]:
    """Return the sections of all pages, one page after the other, and how many each has."""
    numbers = np.array(pages)
    if len(pages) and int(numbers.max()) < len(snapshot.base):
        return snapshot.base.sections.rows(numbers)
    sections = [entry.sections for entry in entries]
    return np.concatenate(sections), np.array([len(rows) for rows in sections])


def _words(
    snapshot: Snapshot,
    pages: Sequence[int],
    entries: list[Entry],
    page: NDArray[np.int64],
    at: NDArray[np.int64],
) -> NDArray[np.int32]:
    """Return the spelling at each place."""
    old, tokens = len(snapshot.base), snapshot.base.tokens
    numbers = np.array(pages)[page]
    if not (numbers >= old).any():
        return np.asarray(tokens.values[tokens.at[numbers] + at], dtype=np.int32)
    parts = [entries[n].tokens[at[page == n]] for n in range(len(entries))]
    return np.asarray(np.concatenate(parts), dtype=np.int32)


def _near(weights: NDArray[np.float32], apart: NDArray[np.int64], window: int) -> NDArray[np.float32]:
    """Return for each place the share of the groups that stand within the window beginning there.

    `apart` keeps the pages far from each other, so that none reaches over.
    """
    groups, places = weights.shape
    if not places:
        return np.zeros(0, dtype=np.float32)
    near = np.zeros(places, dtype=np.float32)
    for row in weights:
        here = row.nonzero()[0]
        if len(here):
            up_to = int(here[-1]) + 1
            gaps = np.empty_like(here)
            gaps[0] = here[0] + 1
            np.subtract(here[1:], here[:-1], out=gaps[1:])
            distance = apart[here].repeat(gaps) - apart[:up_to]
            near[:up_to] += row[here].repeat(gaps) * (distance < window)
    return near / np.float32(groups)


def _fields(
    sections: Numbers,
    counts: NDArray[np.int64],
    bounds: NDArray[np.int32],
    page: NDArray[np.int64],
    at: NDArray[np.int64],
) -> NDArray[np.uint8]:
    """Return in what part of its page each matched word stands."""
    begins = (np.arange(len(counts)) * _APART).repeat(counts)
    edges = (sections[:, :2] + begins[:, None]).ravel()
    field = np.full(len(at), BODY, dtype=np.uint8)
    field[edges.searchsorted(at + page * _APART, side="right") & 1 == 1] = HEADING
    end = bounds[page]
    field[at < end[:, 1]] = LABEL
    field[at < end[:, 0]] = TITLE
    return field


NOWHERE = Places(
    np.zeros(0, dtype=np.int64),
    np.zeros(0, dtype=np.int32),
    np.zeros(0, dtype=np.int32),
    np.zeros((0, 0), dtype=np.float32),
    np.zeros(0, dtype=np.float32),
)
