"""What a query's words stand for by the managers' table: pages that say it otherwise are found too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.search.query import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.search.group import Group
    from kb.search.snapshot import Snapshot
    from kb.search.synonyms import Synonyms
    from kb.search.weights import RankWeights


def widen(snapshot: Snapshot, groups: Sequence[Group], synonyms: Synonyms, rank: RankWeights) -> None:
    """Give each group the stems of what its words stand for, lighter than what was typed.

    A misspelt word is read as the nearest of the table, where no page has it. Of a phrase that stands for
    something, every word may be answered by it: "money back" by "refund". What a word stands for may be a
    phrase itself: then its rarest word answers, the less the more words there are.
    """
    if not len(synonyms) or not groups:
        return
    words = [_as_in(synonyms, group) for group in groups]
    for start, end, number in synonyms.spans(words):
        for other in synonyms.others(words[start:end], number):
            telling = {word: stems for word in other if (stems := _telling(snapshot, word))}
            if not telling or len(telling) < sum(word not in STOP_WORDS for word in other):
                continue  # a phrase of which some word stands on no page
            word, stems = max(telling.items(), key=lambda item: _rarity(snapshot, item[1]))
            for group in groups[start:end]:
                _add(snapshot, group, word, stems, rank.synonym / len(other))


def _as_in(synonyms: Synonyms, group: Group) -> str:
    if group.literal or group.growing or group.word in synonyms:
        return group.word
    return synonyms.meant(group.word) or group.word


def _telling(snapshot: Snapshot, word: str) -> list[int]:
    return [] if word in STOP_WORDS else snapshot.stems(word)


def _rarity(snapshot: Snapshot, stems: list[int]) -> float:
    return max(snapshot.idf(stem) for stem in stems)


def _add(snapshot: Snapshot, group: Group, word: str, stems: list[int], weight: float) -> None:
    for stem in stems:
        if stem in group.literal or group.members.get(stem, 0.0) >= weight:
            continue
        group.add(stem, weight)
        group.alike[stem] = word
    if not group.literal:
        group.idf = max(group.idf, _rarity(snapshot, stems))
