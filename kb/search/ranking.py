"""From scores to an order: which pages are looked at twice, and which comes first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.search.places import NOWHERE, Matches, Places, matches
from kb.search.second_look import reported, second_look
from kb.search.tokens import exact_key, title_key
from kb.search.weights import KIND_NAMED, NAMED, RANK, STANDING, STANDING_AGAIN, RankWeights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from kb.search.group import Group
    from kb.search.query import Query
    from kb.search.scoring import Drawn
    from kb.search.snapshot import Snapshot
    from kb.search.stack import Label


# No title is longer: what is typed beyond it cannot make it more alike, only slower to compare.
_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, how it is read, and the library it is asked of."""

    snapshot: Snapshot
    text: str
    query: Query
    groups: list[Group]
    drawn: Drawn
    rank: RankWeights = RANK

    def readings(self) -> tuple[str, ...]:
        """Return the query's words as written and, where words were guessed, as most likely meant."""
        best = {}
        for group in self.groups:
            if group.meant and not group.literal:
                term = max(group.meant, key=lambda t, g=group: (g.members[t], g.meant[t]))  # type: ignore[misc]
                best[group.word] = group.meant[term]
        words = (*self.query.words, *(word for phrase in self.query.phrases for word in phrase))
        written = " ".join(words)[:_LONGEST_TITLE]
        if not best:
            return (written,)
        return written, " ".join(best.get(word, word) for word in words)[:_LONGEST_TITLE]


@dataclass(frozen=True, slots=True)
class Found:
    """A page that answers, its row among the pages looked at, and where it has the query's words."""

    page: int
    row: int
    score: float
    places: Places


def candidates(
    question: Question, scores: NDArray[np.float32], accepted: Callable[[int], bool], most: int
) -> list[int]:
    """Return the pages worth a second look: titles that are or begin what was typed, and the best scores."""
    typed = title_key(question.text)
    titles = question.snapshot.titles
    titled = titles.exactly(typed)
    if len(typed) >= 2:
        titled += titles.beginning(typed, question.rank.title_beginnings)
    pages = dict.fromkeys(page for page in titled if accepted(page))
    most += len(pages)
    for page in _best_first(question.snapshot, scores, 2 * most):
        if len(pages) >= most:
            break
        if page not in pages and accepted(page):
            pages[page] = None
    return list(pages)


def _best_first(snapshot: Snapshot, scores: NDArray[np.float32], first: int) -> Iterator[int]:
    """Yield the pages with a score, best first; equal ones by slug, so that the order is always the same."""
    threshold = np.float32(0)
    if len(scores) > first:
        threshold = max(threshold, np.partition(scores, -first)[-first])
    best = scores >= threshold if threshold > 0 else scores > 0
    for chosen in (best, (scores > 0) & ~best):
        numbers = np.flatnonzero(chosen)
        values = -scores[numbers]
        order = np.argsort(values, kind="stable")
        numbers, values = numbers[order], values[order]
        if len(values) and (np.diff(values) == 0).any():
            pairs = zip(values.tolist(), numbers.tolist(), strict=True)
            yield from (n for _, n in sorted(pairs, key=lambda pair: (pair[0], snapshot.label(pair[1]).slug)))
        else:
            yield from numbers.tolist()


def ranked(
    question: Question, scores: NDArray[np.float32], pages: list[int], limit: int
) -> tuple[list[Found], Matches | None]:
    """Order the pages by a second look; one whose title is what was typed stands before all others."""
    if not pages:
        return [], None
    snapshot, groups = question.snapshot, question.groups
    where = matches(snapshot, question.drawn, pages, question.rank) if groups else None
    factors = [0.0] * len(pages)
    if where:
        factors = second_look(question, pages, where).tolist()
    typed, whole = title_key(question.text), exact_key(question.text)
    order = []
    firsts = scores[pages].tolist()
    for row, page in enumerate(pages):
        label = snapshot.label(page)
        score = reported(firsts[row], factors[row] + _all_called(question, typed, label))
        order.append((-exactness(typed, whole, label), -score, label.slug, row))
    order.sort()
    found = [
        Found(pages[row], row, -score, where.of(row) if where else NOWHERE)
        for _, score, _, row in order[:limit]
    ]
    return found, where


def _all_called(question: Question, typed: str, label: Label) -> float:
    if not label.kind and typed not in label.names:
        return 0.0
    return sum(value for _, value in called(question, typed, label))


def called(question: Question, typed: str, label: Label) -> tuple[tuple[str, float], ...]:
    """Return what it counts that the query is its other name or names its kind, and which kind that is."""
    kind = label.kind and label.kind in question.query.words
    return (
        ("another name of the page", NAMED if typed in label.names else 0.0),
        ("names the kind of page", KIND_NAMED if kind else 0.0),
        ("what the kind of page is for", STANDING_AGAIN * math.log(STANDING.get(label.kind or "", 1.0))),
    )


def exactness(typed: str, whole: str, label: Label) -> int:
    """Return 2 where the title is what was typed, 1 where only accents or punctuation differ, else 0."""
    if typed != label.folded_title:
        return 0
    return 2 if exact_key(label.title) == whole else 1
