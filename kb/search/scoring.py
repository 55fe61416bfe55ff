"""The first look: every page scored at once, a group at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kb.search.entry import IN_HEADING, IN_LABEL, IN_TITLE
from kb.search.weights import RANK, RankWeights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kb.search.group import Group
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
    scores: NDArray[np.float32] = (
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
    gain, cover, title, heading = np.zeros((4, size), dtype=np.float32)
    # lightest member first, so that a heavier one overwrites it where both stand
    members = sorted(group.members.items(), key=lambda item: item[1])
    found = [(weight, part) for term, weight in members for part in snapshot.postings(term)]
    if not found:
        return gain, cover, title, heading
    if len(found) == 1:
        weight, (pages, impacts, fields) = found[0]
        gain[pages] = impacts * np.float32(weight)
        cover[pages] = weight
        title[pages[(fields & (IN_TITLE | IN_LABEL)) != 0]] = weight
        heading[pages[(fields & IN_HEADING) != 0]] = weight
        return gain, cover, title, heading
    pages = np.concatenate([part[0] for _, part in found])
    fields = np.concatenate([part[2] for _, part in found])
    weights = np.repeat(
        np.array([w for w, _ in found], dtype=np.float32), [len(part[0]) for _, part in found]
    )
    impacts = np.concatenate([part[1] for _, part in found]) * weights
    np.maximum.at(gain, pages, impacts)
    cover[pages] = weights
    here = np.flatnonzero(fields & (IN_TITLE | IN_LABEL))
    title[pages[here]] = weights[here]
    here = np.flatnonzero(fields & IN_HEADING)
    heading[pages[here]] = weights[here]
    return gain, cover, title, heading
