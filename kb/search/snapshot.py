"""What one search sees: a state of the library that never changes under it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.search.entry import Entry

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.search.lexicon import Lexicon
    from kb.search.segment import Lists, Segment
    from kb.search.stack import Label, Stack
    from kb.search.titles import Titles
    from kb.search.vocabulary import Vocabulary


_TITLE_LIKE_PAGES = 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Pages by number, first those of `base`, then `recent` ones, a stack each.

    Those no longer `alive` are skipped, and counted nowhere. `lengths` and
    `shares` have a column a page and a row a field: how many words, and how much
    one of them counts. `bounds` are those of the stacks.
    """

    lexicon: Lexicon
    vocabulary: Vocabulary
    base: Stack
    recent: tuple[Stack, ...]
    alive: NDArray[np.bool_]
    segments: tuple[Segment, ...]
    pages_with_term: NDArray[np.int32]
    pages_with_word: NDArray[np.int32]
    titles_with_word: NDArray[np.int32]
    titles: Titles
    standing: NDArray[np.float32]
    bounds: NDArray[np.int32]
    lengths: NDArray[np.int32]
    shares: NDArray[np.float32]
    count: int

    def entry(self, page: int) -> Entry:
        """Return a page by its number."""
        old = len(self.base)
        return Entry(self.base, page) if page < old else Entry(self.recent[page - old], 0)

    def label(self, page: int) -> Label:
        """Return what a page is called and filed under."""
        old = len(self.base)
        return self.base.labels[page] if page < old else self.recent[page - old].labels[0]

    def lists(self, terms: NDArray[np.int32]) -> list[Lists]:
        """Return the inverted lists of these stems, of the base and of the pages changed since."""
        return [found for segment in self.segments if (found := segment.lists(terms)) is not None]

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
