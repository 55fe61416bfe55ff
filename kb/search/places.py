"""Where the best pages have the query's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.search.weights import RANK, RankWeights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kb.search.group import Group
    from kb.search.snapshot import Snapshot

TEXT, TITLE, LABEL, HEADING = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Places:
    """The matched words of one page, in reading order.

    `at` are word positions, `words` the spellings there, `terms` their stems. `weights` has a row for
    each group. `near` is the share of the query within the window that begins
    at each place.
    """

    at: NDArray[np.int64]
    words: NDArray[np.int32]
    terms: NDArray[np.int32]
    weights: NDArray[np.float32]
    near: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Matches:
    """The matched words of several pages, one page after the other.

    `page` says by its row in the list of pages whose word it is, `field` in
    what part of the page it stands, `word` which spelling it has there.
    """

    pages: int
    page: NDArray[np.int64]
    at: NDArray[np.int64]
    word: NDArray[np.int32]
    term: NDArray[np.int32]
    field: NDArray[np.uint8]
    weights: NDArray[np.float32]
    near: NDArray[np.float32]

    def of(self, page: int) -> Places:
        """Return the places of one page, by its row."""
        part = slice(*self.page.searchsorted([page, page + 1]).tolist())
        return Places(self.at[part], self.word[part], self.term[part], self.weights[:, part], self.near[part])


def matches(
    snapshot: Snapshot, groups: list[Group], pages: Sequence[int], rank: RankWeights = RANK
) -> Matches:
    """Find the places of all these pages at once: a step costs about the same for many as for one."""
    entries = [snapshot.entries[page] for page in pages]
    tokens = np.concatenate([entry.tokens for entry in entries])
    ends = np.cumsum([len(entry.tokens) for entry in entries])
    begins = ends - [len(entry.tokens) for entry in entries]
    wanted = np.zeros(len(snapshot.pages_with_term), dtype=np.bool_)
    for group in groups:
        wanted[list(group.members)] = True
    terms = snapshot.lexicon.term_of.view()[tokens]
    found = np.flatnonzero(wanted[terms])
    terms = terms[found]
    page = ends.searchsorted(found, side="right")
    at = found - begins[page]
    weights = np.stack([_weights(group, terms) for group in groups])
    return Matches(
        pages=len(entries),
        page=page,
        at=at,
        word=tokens[found],
        term=terms,
        field=_fields(entries, begins, found, page, at),
        weights=weights,
        near=_near(weights, found + page * rank.window, rank.window),
    )


def _weights(group: Group, terms: NDArray[np.int32]) -> NDArray[np.float32]:
    members = np.array(sorted(group.members), dtype=np.int32)
    values = np.array([group.members[term] for term in members.tolist()], dtype=np.float32)
    where = np.minimum(members.searchsorted(terms), len(members) - 1)
    return np.where(members[where] == terms, values[where], np.float32(0))


def _near(weights: NDArray[np.float32], apart: NDArray[np.int64], window: int) -> NDArray[np.float32]:
    """Return for each place the share of the groups that stand within the window beginning there.

    `apart` keeps the pages a window away from each other, so that none reaches over.
    """
    near = np.zeros(len(apart), dtype=np.float32)
    for row in weights:
        here = np.flatnonzero(row)
        if not len(here):
            continue
        first = np.zeros(len(apart), dtype=np.int64)
        first[here[:-1] + 1] = 1
        following = here[np.minimum(np.cumsum(first), len(here) - 1)]
        distance = apart[following] - apart
        near += np.where((distance >= 0) & (distance < window), row[following], np.float32(0))
    return near / np.float32(len(weights))


def _fields(entries, begins, found, page, at) -> NDArray[np.uint8]:  # type: ignore[no-untyped-def]
    edges = np.concatenate(
        [entry.starts.ravel() + begin for entry, begin in zip(entries, begins, strict=True)]
    )
    field = np.full(len(found), TEXT, dtype=np.uint8)
    if len(edges):
        edge = edges.searchsorted(found, side="right") - 1
        field[(edge >= 0) & (edge % 2 == 0)] = HEADING
    field[at < np.array([entry.labels_end for entry in entries])[page]] = LABEL
    field[at < np.array([entry.title_end for entry in entries])[page]] = TITLE
    return field


NOWHERE = Places(
    np.zeros(0, dtype=np.int64),
    np.zeros(0, dtype=np.int32),
    np.zeros(0, dtype=np.int32),
    np.zeros((0, 0), dtype=np.float32),
    np.zeros(0, dtype=np.float32),
)
