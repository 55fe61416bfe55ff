"""Which words of the library a misspelt word may have meant."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from kb.search.lexicon import can_be_misspelt, fingerprint
from kb.search.weights import RANK, RankWeights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kb.search.snapshot import Snapshot

_LEAST_RATIO = 62.0
_MOST_COMPARED = 60
_READ_AS = (("ph", "f"), ("ck", "k"), ("qu", "kw"), ("x", "ks"), ("c", "k"))
_DOUBLED = re.compile(r"(.)\1+")
_SAME_SOUND = {
    **dict.fromkeys("bp", "p"), **dict.fromkeys("fv", "f"), **dict.fromkeys("ckqg", "k"), "j": "k",
    **dict.fromkeys("dt", "t"), **dict.fromkeys("sz", "s"), "x": "ks", "l": "l", "r": "r",
    **dict.fromkeys("mn", "n"),
}  # fmt: skip


def edits_allowed(length: int, *, strict: bool = False) -> int:
    """Return how many slips are forgiven in a word of this length; fewer where other words tell enough."""
    if strict:
        return 0 if length <= 3 else 1 if length <= 5 else 2
    if length <= 3:
        return 1
    return 2 if length <= 6 else 3 if length <= 9 else 4


@lru_cache(maxsize=1 << 15)
def sound(word: str) -> str:
    """Return roughly how a word sounds in English: its consonants, alike ones made one.

    >>> sound("receive") == sound("recieve"), sound("parcel") == sound("parsel")
    (True, True)
    """
    word = (
        word.replace("ph", "f")
        .replace("ght", "t")
        .replace("ce", "se")
        .replace("ci", "si")
        .replace("cy", "sy")
    )
    heard: list[str] = []
    for char in word:
        code = _SAME_SOUND.get(char, "")
        if code and (not heard or heard[-1] != code):
            heard.append(code)
    return "".join(heard)


@lru_cache(maxsize=1 << 15)
def reading(word: str) -> str:
    """Return a word written as it is read aloud: one way for each sound that has several.

    >>> reading("photo"), reading("foto")
    ('foto', 'foto')
    """
    for written, read in _READ_AS:
        word = word.replace(written, read)
    return _DOUBLED.sub(r"\1", word)


class Guess(NamedTuple):
    """A word that may have been meant: how likely (the best has 1), how many slips away, fit to be said?"""

    word: str
    likelihood: float
    edits: int
    plausible: bool


def guesses(snapshot: Snapshot, word: str, rank: RankWeights = RANK, *, strict: bool = False) -> list[Guess]:
    """Return the likeliest meant words, best first; none for codes and numbers."""
    if not can_be_misspelt(word):
        return []
    most = edits_allowed(len(word), strict=strict)
    # nine slips in ten are one edit: the many words that are farther are compared only where none is near
    near, distance, frequency = _near(snapshot, word, min(2, most))
    if most > 2 and not (distance == 1).any():
        near, distance, frequency = _near(snapshot, word, most)
    if not near:
        return []
    ratio = cdist([word], near, scorer=fuzz.ratio, dtype=np.float32)[0]
    kept = np.flatnonzero(ratio >= _LEAST_RATIO)
    if len(kept) > _MOST_COMPARED:
        threshold = np.partition(ratio[kept], -_MOST_COMPARED)[-_MOST_COMPARED]
        kept = kept[ratio[kept] >= threshold]
    heard = sound(word)
    scored: dict[str, tuple[float, int, bool]] = {}
    for at in kept.tolist():
        other = near[at]
        likeness = (
            rank.ratio * float(ratio[at]) / 100
            + rank.jaro_winkler * JaroWinkler.similarity(word, other)
            - rank.distance * int(distance[at])
            + (rank.sounds_alike if heard == sound(other) else 0.0)
            + (rank.reads_alike if reading(word) == reading(other) else 0.0)
            - (rank.other_initial if word[0] != other[0] else 0.0)
        )
        if strict and (likeness < rank.plausible or _another_letter(word, other, int(distance[at]))):
            continue
        score = likeness + rank.frequency * math.log(int(frequency[at]))
        found = score, int(distance[at]), likeness >= rank.plausible
        scored[other] = max(found, scored.get(other, found))
    if not scored:
        return []
    best = sorted(scored.items(), key=lambda item: (-item[1][0], item[0]))[: rank.guesses]
    return [
        Guess(other, math.exp(rank.steepness * (score - best[0][1][0])), edits, plausible)
        for other, (score, edits, plausible) in best
    ]


def _another_letter(word: str, other: str, edits: int) -> bool:
    """Tell whether a rather short word is another but for one letter: then both may well be words."""
    return edits == 1 and len(word) == len(other) < 8 and sorted(word) != sorted(other)


def _near(
    snapshot: Snapshot, word: str, edits: int
) -> tuple[list[str], NDArray[np.int32], NDArray[np.int32]]:
    """Return the words within so many edits, how many each is away, and how much it is used."""
    numbers = snapshot.vocabulary.near(len(word), fingerprint(word), edits)
    frequency = snapshot.prominence(numbers)
    used = np.flatnonzero(frequency)
    numbers, frequency = numbers[used], frequency[used]
    words = list(map(snapshot.lexicon.words.__getitem__, numbers.tolist()))
    if not words:
        return [], frequency, frequency
    distance = cdist([word], words, scorer=OSA.distance, score_cutoff=edits, dtype=np.int32)[0]
    close = np.flatnonzero((distance <= edits) & (distance > 0))
    return [words[at] for at in close.tolist()], distance[close], frequency[close]
