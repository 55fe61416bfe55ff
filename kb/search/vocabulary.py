"""Looking words up by how they begin and by what they nearly are."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from kb.search.lexicon import Lexicon

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A range of the lexicon in two orders: by length for near spellings, alphabetical for prefixes."""

    by_length: Numbers
    lengths: NDArray[np.uint8]
    fingerprints: NDArray[np.uint64]
    alphabet: list[str]
    by_alphabet: Numbers

    @classmethod
    def arrange(cls, lexicon: Lexicon, begin: int, end: int) -> Shelf:
        """Arrange the words numbered `begin` to `end`."""
        lengths = lexicon.lengths.view()[begin:end]
        order = np.argsort(lengths, kind="stable").astype(np.int32)
        order = order[np.searchsorted(lengths[order], 1) :]
        pairs = sorted(zip(lexicon.words[begin:end], range(begin, end), strict=True))
        return cls(
            order + np.int32(begin),
            lengths[order],
            lexicon.fingerprints.view()[begin:end][order],
            [word for word, _ in pairs],
            np.array([number for _, number in pairs], dtype=np.int32),
        )

    def near(self, length: int, print_: int, edits: int) -> Numbers:
        """Return every word that could be within `edits` edits, and few others."""
        low = int(np.searchsorted(self.lengths, max(1, length - edits)))
        high = int(np.searchsorted(self.lengths, min(255, length + edits), side="right"))
        unlike = np.bitwise_count(self.fingerprints[low:high] ^ np.uint64(print_))
        near: Numbers = self.by_length[low:high][unlike <= 2 * edits]
        return near

    def beginning(self, prefix: str) -> Numbers:
        """Return the words that begin with `prefix`."""
        low = bisect_left(self.alphabet, prefix)
        high = bisect_left(self.alphabet, prefix + "\U0010ffff")
        return self.by_alphabet[low:high]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the base and, apart, the few that came with changed pages since."""

    base: Shelf
    recent: Shelf

    def near(self, length: int, print_: int, edits: int) -> Numbers:
        """Return every word that could be within `edits` edits, and few others."""
        return _both(self.base.near(length, print_, edits), self.recent.near(length, print_, edits))

    def beginning(self, prefix: str) -> Numbers:
        """Return the words that begin with `prefix`."""
        return _both(self.base.beginning(prefix), self.recent.beginning(prefix))


def _both(first: Numbers, second: Numbers) -> Numbers:
    return np.concatenate((first, second)) if len(second) else first
