"""Words to weighted features: stems, neighbours, letters in a row, and what managers say is the same.

    "its in bits"  ->  stems      it .4, in .4, bit, and =damaged 1.5  (by the page of words that stand
                       pairs      it + =damaged                         for one another)
                       letters    " bi" "bit" " bit" "bits" …

Letters in a row forgive most misspellings by themselves; a word that nobody knows is also read as the
nearest one that examples have.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kb.search.near_words import NearWords
from kb.search.query import STOP_WORDS
from kb.search.tokens import fold, raw_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kb.search.synonyms import Synonyms

LONGEST = 4000
MOST_WORDS = 160
_STOP, _MENDED, _MENDED_LETTERS, _SET = 0.4, 0.8, 0.5, 1.5
_LETTERS = (3, 4, 5)
_LONGEST_WORD = 24
_FAMILIES = (("stem", 1.0), ("pair", 0.5), ("letters", 1.0))
_CLAUSE = re.compile(r"[.?!;:…]+\s|,\s| [-–—] |\n|\b(?:and|but|so|because)\b", re.IGNORECASE)
_FEWEST_IN_CLAUSE = 3

Features = dict[str, dict[str, float]]


def clauses(text: str) -> list[str]:
    """Return the parts of a long utterance that could each be the complaint; none of a single clause."""
    parts = [part for part in _CLAUSE.split(text[:LONGEST]) if len(raw_words(part)) >= _FEWEST_IN_CLAUSE]
    return parts[:12] if len(parts) > 1 else []


class Reader:
    """Reads utterances; what counts as a slip depends on the words it has been shown."""

    def __init__(self, texts: Iterable[str], synonyms: Synonyms, known: Callable[[str], bool]) -> None:
        """Learn the words of `texts`; `known` tells of a folded word that it is no slip."""
        self._synonyms = synonyms
        self._known = known
        seen = {fold(word) for text in texts for word in raw_words(text[:LONGEST])}
        self._near = NearWords(seen | synonyms.words)

    def features(self, text: str, *, mend: bool = True) -> Features:
        """Return the features of a text by family, before any is weighed by how rare it is.

        With `mend` false no word is read as another.
        """
        words = [fold(word) for word in raw_words(text[:LONGEST])][:MOST_WORDS]
        mended = [self._mended(word) if mend else None for word in words]
        read = [better or word for word, better in zip(words, mended, strict=True)]
        weights = [_STOP if word in STOP_WORDS else 1.0 for word in read]
        found: Features = {family: {} for family, _ in _FAMILIES}
        stems = self._synonyms.stems(read)
        for stem, better, weight in zip(stems, mended, weights, strict=True):
            _most(found["stem"], stem, weight * (_MENDED if better else 1.0))
        self._add_sets_and_pairs(found, read, stems, weights)
        for word, better, weight in zip(words, mended, weights, strict=True):
            _add_letters(found["letters"], word, weight)
            if better:
                _add_letters(found["letters"], better, _MENDED_LETTERS)
        return found

    def _add_sets_and_pairs(
        self, found: Features, words: list[str], stems: tuple[str, ...], weights: list[float]
    ) -> None:
        steps: list[tuple[str, float]] = []
        at = 0
        for start, end, number in self._synonyms.spans(words):
            steps += zip(stems[at:start], weights[at:start], strict=True)
            name = f"={number}"
            steps.append((name, 1.0))
            found["stem"][name] = _SET
            at = end
        steps += zip(stems[at:], weights[at:], strict=True)
        for (left, heavy), (right, light) in pairwise(steps):
            _most(found["pair"], f"{left} {right}", math.sqrt(heavy * light))

    def _mended(self, word: str) -> str | None:
        if word in self._near or word in self._synonyms or self._known(word):
            return None
        nearest = self._near.nearest(word)
        return nearest[0] if nearest else None


def families(features: Features) -> list[tuple[float, dict[str, float]]]:
    """Return the share of each family, and its features under names that no two families have in common."""
    return [
        (share, {family[0] + key: value for key, value in features[family].items()})
        for family, share in _FAMILIES
    ]


def _add_letters(found: dict[str, float], word: str, weight: float) -> None:
    for run in _runs(word):
        if weight > found.get(run, 0.0):
            found[run] = weight


@lru_cache(maxsize=1 << 13)
def _runs(word: str) -> tuple[str, ...]:
    padded = f" {word[:_LONGEST_WORD]} "
    return tuple(
        dict.fromkeys(padded[at : at + size] for size in _LETTERS for at in range(len(padded) - size + 1))
    )


def _most(found: dict[str, float], key: str, weight: float) -> None:
    if weight > found.get(key, 0.0):
        found[key] = weight
