"""What the last word may grow into while it is still being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

if TYPE_CHECKING:
    from kb.search.group import Group
    from kb.search.snapshot import Snapshot
    from kb.search.weights import RankWeights


def complete(snapshot: Snapshot, group: Group, rank: RankWeights) -> int:
    """Add the most used words that begin with what was typed; the more letters are missing, the lighter.

    Return in how many pages the most used is, one in a title counting like many.
    """
    numbers = snapshot.vocabulary.beginning(group.word)
    frequency = snapshot.prominence(numbers)
    numbers, frequency = numbers[frequency > 0], frequency[frequency > 0]
    if len(numbers) > 2 * rank.completions:
        least = np.partition(frequency, -2 * rank.completions)[-2 * rank.completions]
        numbers, frequency = numbers[frequency >= least], frequency[frequency >= least]
    words = snapshot.lexicon.words
    found = sorted(
        zip((words[number] for number in numbers.tolist()), frequency.tolist(), strict=True),
        key=lambda item: (-item[1], item[0]),
    )[: rank.completions]
    for word, _ in found:
        if word == group.word:
            continue
        missing = len(word) - len(group.word)
        weight = rank.completion * max(0.4, 1 - rank.completion_fade * missing)
        for term in snapshot.stems(word):
            group.add(term, weight)
            group.growing = True
    if group.growing and not group.literal:
        group.idf = min(snapshot.idf(term) for term in group.members)
    return max((pages for word, pages in found if word != group.word), default=0)


def complete_misspelt(snapshot: Snapshot, group: Group, rank: RankWeights) -> None:
    """Add words whose first letters are nearly those typed."""
    typed = group.word
    numbers = np.concatenate(
        [snapshot.vocabulary.beginning(start) for start in {typed[:1], typed[1::-1], typed[1:2]}]
    )
    frequency = snapshot.prominence(numbers)
    numbers, frequency = numbers[frequency > 0], frequency[frequency > 0]
    if len(numbers) > 1500:
        order = np.argsort(-frequency, kind="stable")[:1500]
        numbers, frequency = numbers[order], frequency[order]
    if not len(numbers):
        return
    words = snapshot.lexicon.words
    candidates = [
        (words[number], pages) for number, pages in zip(numbers.tolist(), frequency.tolist(), strict=True)
    ]
    alike = np.max(
        [
            cdist(
                [typed],
                [word[: len(typed) + extra] for word, _ in candidates],
                scorer=OSA.normalized_similarity,
                score_cutoff=0.7,
            )[0]
            for extra in (0, 1)
        ],
        axis=0,
    )
    scored = [
        (float(alike[at]), candidates[at][1], candidates[at][0])
        for at in np.flatnonzero(alike).tolist()
        if len(candidates[at][0]) > len(typed)
    ]
    scored.sort(key=lambda item: (-item[0], -item[1], item[2]))
    for alike, _, word in scored[: rank.completions]:
        fade = max(0.4, 1 - rank.completion_fade * (len(word) - len(typed)))
        for term in snapshot.stems(word):
            if term not in group.literal:
                group.add(term, rank.misspelt_prefix * alike * fade)
                group.meant.setdefault(term, word)
                group.sure.add(term)
                group.idf = group.idf or snapshot.idf(term)
