"""One search from the typed words to the hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.search.explain import explained
from kb.search.filters import Filter
from kb.search.groups import expand
from kb.search.opening import openings
from kb.search.query import STOP_WORDS, parse
from kb.search.ranking import Found, Question, candidates, ranked
from kb.search.results import Hit, Results
from kb.search.scoring import draw, first_look
from kb.search.snippets import Marker, snippet
from kb.search.synonyms import NO_SYNONYMS
from kb.search.weights import RANK

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb.search.snapshot import Snapshot
    from kb.search.synonyms import Synonyms


def answer(  # noqa: PLR0913 - the whole of one question
    snapshot: Snapshot,
    text: str,
    limit: int,
    visible: Callable[[str], bool] | None,
    *,
    correct: bool,
    synonyms: Synonyms = NO_SYNONYMS,
    explain: bool = False,
) -> Results:
    """Return the best pages of a snapshot for a query; with `explain`, why each has its score."""
    query, rank = parse(text), RANK
    groups = expand(snapshot, query, correct=correct, rank=rank, synonyms=synonyms)
    question = Question(snapshot, text, query, groups, draw(snapshot, groups), rank)
    scores = first_look(snapshot, groups, question.drawn, rank)
    if query.filters and not query.words and not question.groups:
        scores = snapshot.standing * snapshot.alive
    accepted = Filter(snapshot, query, visible).accepts
    pages = candidates(question, scores, accepted, max(rank.looked_at, limit))
    found, where = ranked(question, scores, pages, limit)
    corrections = _corrections(question, found)
    marker = _marker(question, found, corrections)
    sections = [-1] * len(found)
    if where is not None and found:
        rows = [one.row for one in found]
        sections = openings(snapshot.lexicon, question.groups, where, rows, text)
    hits = [_hit(snapshot, one, at, marker) for one, at in zip(found, sections, strict=True)]
    why = explained(question, pages, found, where) if explain else ()
    return Results(text, tuple(hits), corrections, why)


def _corrections(question: Question, found: list[Found]) -> tuple[tuple[str, str], ...]:
    """Return, for each unknown word, the word by which the best hit that has it was found.

    A guess that is too far-fetched to be said may help a page up; it is never marked.
    """
    corrections: dict[str, str] = {}
    for row, group in enumerate(question.groups):
        best = next((one.places for one in found if one.places.weights[row].any()), None)
        if best is None:
            continue
        if group.part_of:
            parts = [other.word for other in question.groups if other.part_of == group.part_of]
            corrections[group.part_of] = " ".join(parts)
        elif group.meant and (not group.literal or group.unseen):
            term = int(best.terms[int(best.weights[row].argmax())])
            if term in group.sure and term in group.meant:
                corrections[group.word] = group.meant[term]
    return tuple(corrections.items())


def _marker(question: Question, found: list[Found], corrections: tuple[tuple[str, str], ...]) -> Marker:
    """Allow for marking the spellings that the hits have of what was typed, or announced."""
    groups = question.groups
    telling = [group for group in groups if group.word not in STOP_WORDS] or groups
    terms = {term for group in telling for term in group.literal}
    announced = dict(corrections)
    for group in groups:
        terms.update(term for term, word in group.meant.items() if announced.get(group.word) == word)
    words = question.snapshot.lexicon.words
    spelled = {
        words[number]
        for one in found
        for number, term in zip(one.places.words.tolist(), one.places.terms.tolist(), strict=True)
        if term in terms
    }
    return Marker(frozenset(spelled), next((group.word for group in groups if group.growing), ""))


def _hit(snapshot: Snapshot, found: Found, section: int, marker: Marker) -> Hit:
    entry = snapshot.entry(found.page)
    shown = snippet(entry, found.places, section)
    anchor, heading = entry.head(section) if section >= 0 else ("", "")
    return Hit(
        slug=entry.label.slug,
        kind=entry.label.kind,
        title=entry.label.title,
        heading=heading,
        anchor=anchor,
        score=found.score,
        snippet=shown,
        marks=marker.marks(shown),
    )
