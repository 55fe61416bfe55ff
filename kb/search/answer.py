"""One search from the typed words to the hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kb.search.filters import Filter
from kb.search.groups import Group, expand
from kb.search.places import NOWHERE, Places, matches
from kb.search.opening import opening
from kb.search.query import STOP_WORDS, Query, parse
from kb.search.results import Hit, Results
from kb.search.scoring import first_look
from kb.search.second_look import reported, second_look
from kb.search.snippets import Marker, snippet
from kb.search.tokens import exact_key, fold_text, title_key
from kb.search.weights import KIND_NAMED, NAMED, RANK, RankWeights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kb.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Found:
    """A page that matches, with what the second look made of it."""

    page: int
    score: float
    places: Places


def answer(
    snapshot: Snapshot,
    text: str,
    limit: int,
    visible: Callable[[str], bool] | None,
    *,
    correct: bool,
    rank: RankWeights = RANK,
) -> Results:
    """Return the best pages of a snapshot for a query."""
    query = parse(text)
    groups = expand(snapshot, query, correct=correct, rank=rank)
    scores = first_look(snapshot, groups, rank)
    if not groups and query.filters and not query.words:
        scores = np.where(snapshot.alive, snapshot.standing, np.float32(0))
    accepted = Filter(snapshot, query, visible)
    pages = _candidates(snapshot, text, scores, accepted, max(rank.looked_at, limit), rank)
    found = _second_look(snapshot, text, query, groups, scores, pages, limit, rank)
    corrections = _corrections(groups, found)
    marker = _marker(snapshot, groups, found, corrections)
    return Results(text, tuple(_hit(snapshot, one, groups, text, marker) for one in found), corrections)


def _candidates(
    snapshot: Snapshot,
    text: str,
    scores: NDArray[np.float32],
    accepted: Filter,
    most: int,
    rank: RankWeights,
) -> list[int]:
    """Return the pages worth a second look: titles that begin as typed, and the best scores."""
    typed = title_key(text)
    titled = snapshot.titles.exactly(typed)
    if len(typed) >= 2:
        titled += snapshot.titles.beginning(typed, rank.title_beginnings)
    pages = dict.fromkeys(page for page in titled if accepted(page))
    most += len(pages)
    for page in _best_first(snapshot, scores, 2 * rank.looked_at):
        if len(pages) >= most:
            break
        if page not in pages and accepted(page):
            pages[page] = None
    return list(pages)


def _best_first(snapshot: Snapshot, scores: NDArray[np.float32], first: int) -> Iterator[int]:
    """Yield the pages with a score, best first; equal ones by slug, so that the order is always the same."""
    remaining = int(np.count_nonzero(scores > 0))
    threshold = np.float32(0)
    if remaining > first:
        threshold = np.partition(scores, -first)[-first]
    entries = snapshot.entries
    for chosen in (scores >= threshold) & (scores > 0), (scores < threshold) & (scores > 0):
        numbers = np.flatnonzero(chosen)
        ranked = zip((-scores[numbers]).tolist(), numbers.tolist(), strict=True)
        for _, page in sorted(ranked, key=lambda pair: (pair[0], entries[pair[1]].slug)):
            yield page


def _second_look(
    snapshot: Snapshot,
    text: str,
    query: Query,
    groups: list[Group],
    scores: NDArray[np.float32],
    pages: list[int],
    limit: int,
    rank: RankWeights,
) -> list[Found]:
    """Order the best pages anew; a page whose title is what was typed stands before all others."""
    if not pages:
        return []
    where = matches(snapshot, groups, pages, rank) if groups else None
    factors = [0.0] * len(pages)
    if where:
        factors = second_look(snapshot, groups, pages, where, _read_as(query, groups)).tolist()
    whole, typed = exact_key(text), title_key(text)
    ranked = []
    for row, page in enumerate(pages):
        entry = snapshot.entries[page]
        factor = factors[row]
        if typed in entry.names:
            factor += NAMED
        if entry.kind and entry.kind in query.words:
            factor += KIND_NAMED
        tier = 2 if exact_key(entry.title) == whole else 1 if title_key(entry.title) == typed else 0
        ranked.append((-tier, -reported(float(scores[page]), factor), entry.slug, row))
    ranked.sort()
    return [
        Found(pages[row], -score, where.of(row) if where else NOWHERE) for _, score, _, row in ranked[:limit]
    ]


def _read_as(query: Query, groups: list[Group]) -> tuple[str, ...]:
    """Return the query's words as written and, where words were guessed, as most likely meant."""
    best = {}
    for group in groups:
        if group.meant and not group.literal:
            term = max(group.meant, key=lambda t: (group.members[t], group.meant[t]))
            best[group.word] = group.meant[term]
    words = (*query.words, *(word for phrase in query.phrases for word in phrase))
    written = " ".join(words)
    if not best:
        return (written,)
    return written, " ".join(best.get(word, word) for word in words)


def _corrections(groups: list[Group], found: list[Found]) -> tuple[tuple[str, str], ...]:
    """Return, for each unknown word, the word by which the best hit that has it was found."""
    if not found:
        return ()
    corrections: dict[str, str] = {}
    for row, group in enumerate(groups):
        if group.part_of:
            corrections[group.part_of] = " ".join(g.word for g in groups if g.part_of == group.part_of)
        if group.known or group.literal or not group.meant:
            continue
        for one in found:
            weights = one.places.weights[row]
            if len(weights) and weights.max() > 0:
                meant = group.meant.get(int(one.places.terms[int(weights.argmax())]))
                if meant:
                    corrections.setdefault(group.word, meant)
                break
    return tuple(corrections.items())


def _marker(
    snapshot: Snapshot, groups: list[Group], found: list[Found], corrections: tuple[tuple[str, str], ...]
) -> Marker:
    """Allow for marking the spellings that the hits have of what was typed, or announced."""
    telling = [group for group in groups if group.word not in STOP_WORDS] or groups
    terms = {term for group in telling for term in group.literal}
    announced = dict(corrections)
    for group in groups:
        terms.update(t for t, word in group.meant.items() if announced.get(group.word) == word)
    words = snapshot.lexicon.words
    spelled = {
        words[number]
        for one in found
        for number, term in zip(one.places.words.tolist(), one.places.terms.tolist(), strict=True)
        if term in terms
    }
    return Marker(frozenset(spelled), next((g.word for g in groups if g.growing), ""))


def _hit(snapshot: Snapshot, found: Found, groups: list[Group], text: str, marker: Marker) -> Hit:
    entry = snapshot.entries[found.page]
    sections = entry.sections()
    section = opening(entry, sections, found.places, groups, text)
    shown = snippet(entry, sections, found.places, section)
    opened = sections[section] if section >= 0 else None
    return Hit(
        slug=entry.slug,
        kind=entry.kind,
        title=entry.title,
        heading=opened.heading if opened else "",
        anchor=opened.anchor if opened else "",
        score=found.score,
        snippet=shown,
        marks=marker.marks(shown),
    )
