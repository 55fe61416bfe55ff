"""What one search sees: a state of the library that never changes under it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from kb.search.entry import Entry
    from kb.search.lexicon import Lexicon
    from kb.search.segment import Postings, Segment
    from kb.search.titles import Titles
    from kb.search.vocabulary import Vocabulary


_TITLE_LIKE_PAGES = 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Pages numbered in `entries`; those no longer `alive` are skipped, and counted nowhere."""

    lexicon: Lexicon
    vocabulary: Vocabulary
    entries: Sequence[Entry]
    alive: NDArray[np.bool_]
    base: Segment
    overlay: Segment
    pages_with_term: NDArray[np.int32]
    pages_with_word: NDArray[np.int32]
    titles_with_word: NDArray[np.int32]
    titles: Titles
    standing: NDArray[np.float32]
    count: int

    def postings(self, term: int) -> tuple[Postings, ...]:
        """Return the lists of a stem, of the base and of the pages changed since."""
        found = (self.base.postings(term), self.overlay.postings(term))
        return tuple(part for part in found if part is not None)

    def stems(self, word: str) -> list[int]:
        """Return the stems of a folded word that some page has."""
        known = len(self.pages_with_term)
        return [t for t in self.lexicon.stems(word) if t < known and self.pages_with_term[t]]

    def has_word(self, word: str) -> bool:
        """Tell whether some page has this very word."""
        known = len(self.pages_with_word)
        return any(n < known and self.pages_with_word[n] for n in self.lexicon.find(word))

    def prominence(self, words: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return how much each word is used, a title counting like many pages; 0 when no page has it."""
        return self.pages_with_word[words] + _TITLE_LIKE_PAGES * self.titles_with_word[words]

    def idf(self, term: int) -> float:
        """Return how telling a stem is: the rarer among the pages, the more; never negative."""
        having = int(self.pages_with_term[term])
        return math.log(1 + (self.count - having + 0.5) / (having + 0.5))
