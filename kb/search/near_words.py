"""The nearest of a few thousand words to a misspelt one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAST_LETTERS = 4
_MOST_LETTERS = 30
_LOOKED_AT = 5


class NearWords:
    """Words by length, so that only those that could be near are compared."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take folded words; those with digits, and the very short ones, are nobody's misspelling."""
        self._words = frozenset(words)
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._words):
            if _LEAST_LETTERS <= len(word) <= _MOST_LETTERS and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def nearest(self, word: str) -> tuple[str, int] | None:
        """Return the word that this folded one was most likely meant to be, and how many slips away it is.

        One slip is forgiven in up to five letters, two in longer words.
        """
        if not _LEAST_LETTERS <= len(word) <= _MOST_LETTERS or not word.isalpha():
            return None
        slips = 1 if len(word) <= 5 else 2
        near = [
            each
            for length in range(len(word) - slips, len(word) + slips + 1)
            for each in self._by_length.get(length, ())
        ]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=_LOOKED_AT)
        best = min(
            ((edits, other[0] != word[0], abs(len(other) - len(word)), other) for other, edits, _ in found),
            default=None,
        )
        return (best[3], int(best[0])) if best else None
