"""Explaining hits: the same steps as a search, with what each of them did to the pages found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kb.search.explanation import Bonus, Explanation, Match, WordScore
from kb.search.ranking import called, exactness
from kb.search.scoring import impacts
from kb.search.second_look import MEASURES, look_weights, measures
from kb.search.segment import BODY, HEADING, LABEL, TITLE
from kb.search.tokens import exact_key, title_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kb.search.explanation import How
    from kb.search.group import Group
    from kb.search.places import Matches
    from kb.search.ranking import Found, Question
    from kb.search.scoring import Draw
    from kb.search.snapshot import Snapshot

_FIELDS = {TITLE: "title", HEADING: "heading", LABEL: "label", BODY: "text"}


def explained(
    question: Question, pages: Sequence[int], found: Sequence[Found], where: Matches | None
) -> tuple[Explanation, ...]:
    """Return why each of `found` has its score; `pages` and `where` are what the second look looked at."""
    table = measures(question, pages, where) if where is not None else None
    weights = look_weights(question) if table is not None else None
    typed, whole = title_key(question.text), exact_key(question.text)
    told = []
    for one in found:
        label = question.snapshot.label(one.page)
        words = tuple(_words(question, one.page))
        bonuses: list[Bonus] = []
        if table is not None and weights is not None:
            values = table[:, one.row].tolist()
            bonuses = [Bonus(*each) for each in zip(MEASURES, values, weights.tolist(), strict=True)]
        bonuses += [Bonus(name, 1.0, value) for name, value in called(question, typed, label) if value]
        told.append(
            Explanation(
                slug=label.slug,
                title=label.title,
                score=one.score,
                words=words,
                factors=tuple(_factors(question, one.page, words)),
                bonuses=tuple(bonuses),
                exactness=exactness(typed, whole, label),
            )
        )
    return tuple(told)


def _words(question: Question, page: int) -> Iterator[WordScore]:
    for group, drawn in zip(question.groups, question.drawn, strict=True):
        matches = tuple(_matches(question.snapshot, group, drawn, page))
        gain = max((match.weight * match.impact for match in matches), default=0.0)
        yield WordScore(group.word, group.idf, gain, matches)


def _matches(snapshot: Snapshot, group: Group, drawn: Draw, page: int) -> Iterator[Match]:
    """Yield what the page has of a group, the heaviest first."""
    entry = snapshot.entry(page)
    spelled = snapshot.lexicon.term_of.view()[entry.tokens]
    found = []
    for lists in drawn.lists:
        every = impacts(lists, snapshot.shares)
        for at in np.flatnonzero(lists.pages == page).tolist():
            which = int(lists.which[at])
            term, weight = int(drawn.members[which]), float(drawn.weight[which])
            fields = tuple(name for field, name in _FIELDS.items() if lists.counts[field][at])
            words = {snapshot.lexicon.words[int(n)] for n in np.unique(entry.tokens[spelled == term])}
            word = group.word if group.word in words else min(words, default=group.word)
            how = _how(group, term, word)
            found.append(Match(group.word, word, how, fields, weight, float(every[at])))
    yield from sorted(found, key=lambda match: (-match.weight * match.impact, match.word))


def _how(group: Group, term: int, word: str) -> How:
    if group.part_of:
        return "split"
    if word == group.word:
        return "exact"
    if term in group.alike:
        return "synonym"
    if term in group.literal:
        return "stem" if group.members[term] == 1.0 else "joined"
    return "correction" if term in group.meant else "completion"


def _factors(question: Question, page: int, words: Sequence[WordScore]) -> Iterator[tuple[str, float]]:
    """Yield what the sum of the words is multiplied by."""
    snapshot, rank = question.snapshot, question.rank
    if words:
        mass = sum(word.rarity for word in words) or 1.0
        calm = min(1.0, rank.long_query / max(1, len(words)))
        shares = [word.rarity / mass for word in words]
        covered = _share(words, shares, {"title", "heading", "label", "text"})
        titled = _share(words, shares, {"title", "label"})
        yield "coverage", rank.floor + (1 - rank.floor) * covered
        yield "in title", 1 + rank.in_title * calm * titled * titled
        yield "in headings", 1 + rank.in_heading * calm * _share(words, shares, {"heading"})
    yield "kind of page", float(snapshot.standing[page])


def _share(words: Sequence[WordScore], shares: Sequence[float], fields: set[str]) -> float:
    """Return how much of the query's rarity stands in these fields, by each word's heaviest match there."""
    return sum(
        share * max((match.weight for match in word.matches if fields & set(match.fields)), default=0.0)
        for word, share in zip(words, shares, strict=True)
    )
