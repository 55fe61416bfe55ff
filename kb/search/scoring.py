"""The first look: every page scored at once, a group at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kb.search.entry import IN_HEADING, IN_LABEL, IN_TITLE
from kb.search.weights import RANK, RankWeights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kb.search.groups import Group
    from kb.search.snapshot import Snapshot


def first_look(snapshot: Snapshot, groups: list[Group], rank: RankWeights = RANK) -> NDArray[np.float32]:
    """Score all pages: the sum of the groups' best members, times how much of the query is covered.

    Coverage in the title and in the headings counts beyond their field
    weights; less so in long queries, whose words are rarely all in a title.
    """
    size = len(snapshot.entries)
    total = np.zeros(size, dtype=np.float32)
    titled = np.zeros(size, dtype=np.float32)
    headed = np.zeros(size, dtype=np.float32)
    whole = np.zeros(size, dtype=np.float32)
    mass = sum(group.idf for group in groups) or 1.0
    for group in groups:
        share = np.float32(group.idf / mass)
        gain, cover, title, heading = _group(snapshot, group, size)
        whole += share * cover
        total += np.float32(group.idf) * gain
        titled += share * title
        headed += share * heading
    calm = min(1.0, rank.long_query / max(1, len(groups)))
    scores = (
        total
        * (rank.floor + (1 - rank.floor) * whole)
        * (1 + np.float32(rank.in_title * calm) * titled * titled)
        * (1 + np.float32(rank.in_heading * calm) * headed)
        * snapshot.standing
    )
    scores[~snapshot.alive] = 0
    return scores


def _group(snapshot: Snapshot, group: Group, size: int) -> tuple[NDArray[np.float32], ...]:
    """Return by page: the best impact of the group, how surely it is there, in the title, in a heading."""
    gain = np.zeros(size, dtype=np.float32)
    cover = np.zeros(size, dtype=np.float32)
    title = np.zeros(size, dtype=np.float32)
    heading = np.zeros(size, dtype=np.float32)
    # lightest member first, so that a heavier one overwrites it where both stand
    for term, weight in sorted(group.members.items(), key=lambda item: item[1]):
        for pages, impacts, fields in snapshot.postings(term):
            value = np.float32(weight)
            gain[pages] = np.maximum(gain[pages], impacts * value)
            cover[pages] = value
            title[pages[(fields & (IN_TITLE | IN_LABEL)) != 0]] = value
            heading[pages[(fields & IN_HEADING) != 0]] = value
    return gain, cover, title, heading
