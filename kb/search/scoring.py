"""The first look: every page scored at once, a group at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kb.search.segment import BODY, HEADING, LABEL, TITLE
from kb.search.weights import FIELDS, RANK, RankWeights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kb.search.group import Group
    from kb.search.segment import Lists
    from kb.search.snapshot import Snapshot


class Draw(NamedTuple):
    """What the index has of one group: its stems, lightest first, their weights, and their lists."""

    members: NDArray[np.int32]
    weight: NDArray[np.float32]
    lists: list[Lists]


Drawn = list[Draw]


def draw(snapshot: Snapshot, groups: list[Group]) -> Drawn:
    """Look the stems of all groups up."""
    drawn = []
    for group in groups:
        members = sorted(group.members.items(), key=lambda item: item[1])
        terms = np.array([term for term, _ in members], dtype=np.int32)
        weight = np.array([value for _, value in members], dtype=np.float32)
        drawn.append(Draw(terms, weight, snapshot.lists(terms)))
    return drawn


def first_look(
    snapshot: Snapshot, groups: list[Group], drawn: Drawn, rank: RankWeights = RANK
) -> NDArray[np.float32]:
    """Score all pages: the sum of the groups' best members, times how much of the query is covered.

    Coverage in the title and in the headings counts beyond their field
    weights; less so in long queries, whose words are rarely all in a title.
    """
    # rows: the sum of the groups' impacts, and the shares covered anywhere, in titles, in headings
    sums, room = np.zeros((2, 4, len(snapshot.alive)), dtype=np.float32)
    mass = sum(group.idf for group in groups) or 1.0
    for group, found in zip(groups, drawn, strict=True):
        share = group.idf / mass
        _add(sums, room, snapshot.shares, found, (group.idf, share, share, share))
    total: NDArray[np.float32] = sums[0]
    whole, titled, headed = sums[1:]
    calm = min(1.0, rank.long_query / max(1, len(groups)))
    total *= rank.floor + (1 - rank.floor) * whole
    total *= 1 + np.float32(rank.in_title * calm) * titled * titled
    total *= 1 + np.float32(rank.in_heading * calm) * headed
    total *= snapshot.standing
    total *= snapshot.alive
    return total


def _add(
    sums: NDArray[np.float32],
    room: NDArray[np.float32],
    shares: NDArray[np.float32],
    drawn: Draw,
    scales: tuple[float, ...],
) -> None:
    """Add to each page the group's best member there: impact, presence, presence in title and headings.

    `room` is to work in, all zero before and after.
    """
    several = len(drawn.members) > 1
    for lists in drawn.lists:
        pages, counts = lists.pages, lists.counts
        weights = drawn.weight[lists.which]
        titles = np.flatnonzero(counts[TITLE] | counts[LABEL])
        heads = np.flatnonzero(counts[HEADING])
        gains = impacts(lists, shares) * weights
        wheres = pages, pages, pages[titles], pages[heads]
        news = gains, weights, weights[titles], weights[heads]
        for row, (where, new, scale) in enumerate(zip(wheres, news, scales, strict=True)):
            values = _best(room[row], where, new) if several else new
            # a page that comes twice is given the same sum twice, not two sums
            sums[row][where] = sums[row][where] + values * np.float32(scale)


def _best(
    room: NDArray[np.float32], pages: NDArray[np.intp], values: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return for each page the largest of its values."""
    np.maximum.at(room, pages, values)
    best = room[pages]
    room[pages] = 0
    return best


def impacts(lists: Lists, shares: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what BM25F makes of how often a stem stands in each field, its idf apart."""
    found = lists.counts[BODY] * shares[BODY][lists.pages]
    for field in (TITLE, HEADING, LABEL):
        here = np.flatnonzero(lists.counts[field])
        found[here] += lists.counts[field][here] * shares[field][lists.pages[here]]
    return np.asarray(found * np.float32(FIELDS.k1 + 1) / (found + np.float32(FIELDS.k1)))
