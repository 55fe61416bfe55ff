"""The first look: every page scored at once, a group at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kb.search.segment import HEADING, LABEL, TITLE
from kb.search.weights import FIELDS, RANK, RankWeights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kb.search.group import Group
    from kb.search.snapshot import Snapshot


def first_look(snapshot: Snapshot, groups: list[Group], rank: RankWeights = RANK) -> NDArray[np.float32]:
    """Score all pages: the sum of the groups' best members, times how much of the query is covered.

    Coverage in the title and in the headings counts beyond their field
    weights; less so in long queries, whose words are rarely all in a title.
    """
    # rows: the sum of the groups' impacts, and the shares covered anywhere, in titles, in headings
    sums = np.zeros((4, len(snapshot.alive)), dtype=np.float32)
    mass = sum(group.idf for group in groups) or 1.0
    for group in groups:
        _add(sums, snapshot, group, group.idf / mass)
    total, whole, titled, headed = sums
    calm = min(1.0, rank.long_query / max(1, len(groups)))
    total *= rank.floor + (1 - rank.floor) * whole
    total *= 1 + np.float32(rank.in_title * calm) * titled * titled
    total *= 1 + np.float32(rank.in_heading * calm) * headed
    total *= snapshot.standing
    total *= snapshot.alive
    return total


def _add(sums: NDArray[np.float32], snapshot: Snapshot, group: Group, share: float) -> None:
    """Add to each page the group's best member there: impact, presence, presence in title and headings."""
    if not group.members:
        return
    # lightest member first, so that a heavier one overwrites it where both stand
    members = sorted(group.members.items(), key=lambda item: item[1])
    weight = np.array([value for _, value in members], dtype=np.float32)
    once = len(members) == 1
    best = None if once else np.zeros_like(sums)
    for lists in snapshot.lists(np.array([term for term, _ in members], dtype=np.int32)):
        counts = lists.counts
        found = np.einsum("ij,ij->i", counts.astype(np.float32), snapshot.shares[lists.pages])
        impacts = found * np.float32(FIELDS.k1 + 1) / (found + np.float32(FIELDS.k1))
        titles = np.flatnonzero(counts[:, TITLE] | counts[:, LABEL])
        heads = np.flatnonzero(counts[:, HEADING])
        if best is None:
            pages, one = lists.pages, weight[0] * np.float32(share)
            sums[0][pages] += impacts * (weight[0] * np.float32(group.idf))
            sums[1][pages] += one
            sums[2][pages[titles]] += one
            sums[3][pages[heads]] += one
            continue
        weights = weight[lists.which]
        np.maximum.at(best[0], lists.pages, impacts * weights)
        best[1][lists.pages] = weights
        best[2][lists.pages[titles]] = weights[titles]
        best[3][lists.pages[heads]] = weights[heads]
    if best is not None:
        sums += best * np.array([group.idf, share, share, share], dtype=np.float32)[:, None]
