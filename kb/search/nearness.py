"""Where a page has the query's words, and how close together they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.search.weights import RANK, RankWeights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kb.search.groups import Group
    from kb.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Places:
    """The matched words of one page, in reading order.

    `at` are word positions, `terms` the stems there. `weights` has a row for
    each group. `near` is the share of the query (by idf) within the window
    that begins at each place.
    """

    at: NDArray[np.int64]
    terms: NDArray[np.int32]
    weights: NDArray[np.float32]
    near: NDArray[np.float32]

    @property
    def nearest(self) -> float:
        """The largest share of the query that stands together, 0 to 1."""
        return float(self.near.max()) if len(self.near) else 0.0


def places(
    snapshot: Snapshot, groups: list[Group], pages: Sequence[int], rank: RankWeights = RANK
) -> list[Places]:
    """Return the places of each page, found for all pages together because each step costs the same for many."""
    if not pages:
        return []
    tokens = [snapshot.entries[page].tokens for page in pages]
    lengths = np.array([len(part) for part in tokens])
    begins = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    terms = snapshot.lexicon.term_of.view()[np.concatenate(tokens)]
    wanted = np.zeros(len(snapshot.pages_with_term), dtype=np.bool_)
    for group in groups:
        wanted[list(group.members)] = True
    at = np.flatnonzero(wanted[terms])
    terms = terms[at]
    # a page's places are moved a window away from the next page's, so that no window reaches over
    owner = np.searchsorted(begins, at, side="right") - 1
    apart = at + owner * rank.window
    weights = np.zeros((len(groups), len(at)), dtype=np.float32)
    near = np.zeros(len(at), dtype=np.float32)
    mass = sum(group.idf for group in groups) or 1.0
    for row, group in enumerate(groups):
        weights[row] = _weights(group, terms)
        here = np.flatnonzero(weights[row])
        if not len(here):
            continue
        following = here[np.minimum(np.searchsorted(here, np.arange(len(at))), len(here) - 1)]
        distance = apart[following] - apart
        reached = (distance >= 0) & (distance < rank.window)
        near += np.where(reached, weights[row][following] * np.float32(group.idf / mass), np.float32(0))
    edges = np.searchsorted(owner, np.arange(len(pages) + 1))
    return [
        Places(at[a:b] - begin, terms[a:b], weights[:, a:b], near[a:b])
        for a, b, begin in zip(edges[:-1].tolist(), edges[1:].tolist(), begins.tolist(), strict=True)
    ]


def _weights(group: Group, terms: NDArray[np.int32]) -> NDArray[np.float32]:
    members = np.array(sorted(group.members), dtype=np.int32)
    values = np.array([group.members[term] for term in members.tolist()], dtype=np.float32)
    where = np.minimum(np.searchsorted(members, terms), len(members) - 1)
    return np.where(members[where] == terms, values[where], np.float32(0))
