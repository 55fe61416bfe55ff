"""Each word of a query becomes a group: itself, what it may grow into, and what it may have meant.

    refnud  ->  refund .80, refunds .74, rerun .31 …
    deliv   ->  delivery .84, delivered .79 …          (the last word, still being typed)
    re fund ->  re 1, refund .9 | fund 1, refund .9

A page counts once for each group, by its best member, so that many guesses
never outweigh one word that is really there.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from kb.search.completions import complete, complete_misspelt
from kb.search.group import Group
from kb.search.guesses import Guess, guesses
from kb.search.lexicon import can_be_misspelt
from kb.search.query import STOP_WORDS
from kb.search.synonyms import NO_SYNONYMS
from kb.search.weights import RANK, RankWeights
from kb.search.widening import widen

if TYPE_CHECKING:
    from kb.search.query import Query
    from kb.search.snapshot import Snapshot
    from kb.search.synonyms import Synonyms


def expand(
    snapshot: Snapshot,
    query: Query,
    *,
    correct: bool,
    rank: RankWeights = RANK,
    synonyms: Synonyms = NO_SYNONYMS,
) -> list[Group]:
    """Return the groups of a query's words, those no page can match left out.

    With `correct` false nothing is guessed: the words count as they stand.
    """
    groups: list[Group] = []
    budget = rank.guessed_words
    last = len(query.words) - 1
    strict = query.story(rank.long_query)
    for position, word in enumerate(query.words):
        group = _literally(snapshot, word)
        growing = query.open_ended and position == last
        likely = complete(snapshot, group, rank) if growing else 0
        if (
            correct
            and likely <= rank.rare * snapshot.count
            and budget
            and word not in synonyms
            and _doubtful(snapshot, group, rank)
        ):
            budget -= 1
            found = guesses(snapshot, word, rank, strict=strict)
            if not group.literal and not _close(word, found):
                split = _split(snapshot, word)
                if split:
                    groups += split
                    continue
            _guess(snapshot, group, found, rank)
            if growing and len(word) >= 3 and not group.growing:
                complete_misspelt(snapshot, group, rank)
        groups.append(group)
    if correct:
        _join(snapshot, groups)
        widen(snapshot, groups, synonyms, rank)
    for phrase in query.phrases:
        groups += [_literally(snapshot, word) for word in phrase]
    _forget_stop_words(groups)
    return [group for group in groups if group.members]


def _literally(snapshot: Snapshot, word: str) -> Group:
    group = Group(word, unseen=not snapshot.has_word(word))
    for term in snapshot.stems(word):
        group.add(term, 1.0)
        group.literal.add(term)
        group.idf = max(group.idf, snapshot.idf(term))
    return group


def _doubtful(snapshot: Snapshot, group: Group, rank: RankWeights) -> bool:
    """Tell whether a word may be a slip: unknown, or hardly ever used."""
    if group.word in STOP_WORDS:
        return False
    return group.unseen or _pages_with(snapshot, group) <= _few(snapshot, rank)


def _few(snapshot: Snapshot, rank: RankWeights) -> float:
    return max(3, rank.rare * snapshot.count)


def _pages_with(snapshot: Snapshot, group: Group) -> int:
    return max((int(snapshot.pages_with_term[term]) for term in group.literal), default=0)


def _close(word: str, found: list[Guess]) -> bool:
    """Tell whether one word was meant rather than two written together."""
    return any(guess.edits <= (1 if len(word) <= 5 else 2) for guess in found)


def _guess(snapshot: Snapshot, group: Group, found: list[Guess], rank: RankWeights) -> None:
    having = _pages_with(snapshot, group)
    honest = 0.0
    for word, likelihood, _, plausible in found:
        for term in snapshot.stems(word):
            if term in group.literal:
                continue
            weight = rank.guess * likelihood
            if having and not group.unseen:
                more = int(snapshot.pages_with_term[term]) / having
                weight *= rank.rare_guess * min(1.0, math.log(max(more, 1.0)) / math.log(rank.much_more))
                if weight < 0.05:
                    continue
            group.add(term, weight)
            group.meant.setdefault(term, word)
            if plausible:
                group.sure.add(term)
            if likelihood > 0.8:
                honest = max(honest, snapshot.idf(term))
    if not group.literal:
        group.idf = honest
    elif honest:
        group.idf = min(group.idf, honest * rank.rare_idf)


def _split(snapshot: Snapshot, word: str) -> list[Group] | None:
    """Read `giftcard` as `gift card`, when both parts are words that pages use."""
    best: tuple[float, list[Group]] | None = None
    if not can_be_misspelt(word):
        return None
    for at in range(3, len(word) - 2):
        if not (snapshot.has_word(word[:at]) and snapshot.has_word(word[at:])):
            continue
        left, right = _literally(snapshot, word[:at]), _literally(snapshot, word[at:])
        rarity = max(left.idf, right.idf)
        if best is None or rarity < best[0]:
            best = rarity, [left, right]
    if best is None:
        return None
    for group in best[1]:
        group.part_of = word
    return best[1]


def _join(snapshot: Snapshot, groups: list[Group]) -> None:
    """Read `re fund` also as `refund`, when that is a word that pages use."""
    for left, right in pairwise(groups):
        joined = left.word + right.word
        if not snapshot.has_word(joined):
            continue
        for term in snapshot.stems(joined):
            left.add(term, 0.9)
            right.add(term, 0.9)
            left.literal.add(term)
            right.literal.add(term)
            for group in (left, right):
                group.idf = group.idf or snapshot.idf(term)


def _forget_stop_words(groups: list[Group]) -> None:
    """Keep stop words only while there is nothing better to go by, or where they cost little."""
    telling = [group for group in groups if group.word not in STOP_WORDS and group.members]
    if len(telling) >= 3:
        groups[:] = [g for g in groups if g.word not in STOP_WORDS or g.growing]
