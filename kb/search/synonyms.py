"""Words that stand for one another, as managers set them side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kb.search.near_words import NearWords
from kb.search.stems import stemmer
from kb.search.tokens import fold, raw_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_WORDS = 5
"""Words in one entry of a set, at most."""


class Span(NamedTuple):
    """A run of words, from `start` to before `end`, that stands in the set of this number."""

    start: int
    end: int
    number: int


class Synonyms:
    """Sets of words or short phrases. Never changed once made; any number of threads may read it."""

    def __init__(self, sets: Iterable[Sequence[str]] = (), lang: str = "en") -> None:
        """Take the sets; what stands in two of them belongs to the first."""
        self._stem = stemmer(lang)
        self._sets: list[tuple[tuple[str, ...], ...]] = []
        self._number: dict[tuple[str, ...], int] = {}
        self._most = 0
        for each in sets:
            members = dict.fromkeys(filter(None, map(folded, each)))
            for member in members:
                if len(member) <= MOST_WORDS:
                    self._number.setdefault(self.stems(member), len(self._sets))
                    self._most = max(self._most, len(member))
            self._sets.append(tuple(members))
        self._words = frozenset(word for each in self._sets for member in each for word in member)
        self._known = frozenset(map(self._stem, self._words))
        self._near = NearWords(self._words)

    def __len__(self) -> int:
        return len(self._sets)

    def __contains__(self, word: str) -> bool:
        """Tell whether some entry has this folded word, in whatever form."""
        return self._stem(word) in self._known

    @property
    def words(self) -> frozenset[str]:
        """Every word of every entry, folded."""
        return self._words

    def stems(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the stems by which entries are told apart."""
        return tuple(map(self._stem, words))

    def spans(self, words: Sequence[str]) -> Iterator[Span]:
        """Yield which runs of these folded words stand in a set; the longest run first, none overlapping."""
        stems = self.stems(words)
        start = 0
        while start < len(stems):
            for length in range(min(self._most, len(stems) - start), 0, -1):
                number = self._number.get(stems[start : start + length])
                if number is not None:
                    yield Span(start, start + length, number)
                    start += length
                    break
            else:
                start += 1

    def others(self, words: Sequence[str], number: int) -> tuple[tuple[str, ...], ...]:
        """Return the other members of a set, each as folded words."""
        stems = self.stems(words)
        return tuple(member for member in self._sets[number] if self.stems(member) != stems)

    def meant(self, word: str) -> str | None:
        """Return the word of some entry that a misspelt one was most likely meant to be."""
        found = None if word in self else self._near.nearest(word)
        return found[0] if found else None


def folded(text: str) -> tuple[str, ...]:
    """Return the words of an entry as they are looked up.

    >>> folded("Money-back!")
    ('money', 'back')
    """
    return tuple(map(fold, raw_words(text)))


NO_SYNONYMS = Synonyms()
