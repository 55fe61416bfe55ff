"""The words of the library: what was written, its stem, and a fingerprint for finding near spellings.

Append-only. A reader holding an older snapshot ignores ids past its own size,
so the one writer may add words while others search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from kb.search.stems import stemmer
from kb.search.tokens import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULT_LANG = "en"
_LONGEST_GUESSED = 40
_A, _Z = ord("a"), ord("z")


_Number = TypeVar("_Number", bound=np.integer[Any])


class Column(Generic[_Number]):
    """A NumPy array that grows at its end; `view()` stays true while it grows."""

    def __init__(self, dtype: type[_Number]) -> None:
        self._array: NDArray[_Number] = np.zeros(1024, dtype=dtype)
        self._size = 0

    def append(self, value: int) -> None:
        """Add one value at the end."""
        if self._size == len(self._array):
            grown = np.zeros(2 * self._size, dtype=self._array.dtype)
            grown[: self._size] = self._array
            self._array = grown
        self._array[self._size] = value
        self._size += 1

    def extend(self, values: NDArray[_Number]) -> None:
        """Add many values at the end."""
        self._array = np.concatenate((self.view(), values, np.zeros(1024, dtype=self._array.dtype)))
        self._size += len(values)

    def view(self) -> NDArray[_Number]:
        """Return the values so far, without copying."""
        return self._array[: self._size]


class Lexicon:
    """Word and stem numbers, given out once and never changed."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.terms: dict[str, int] = {}
        self.langs: tuple[str, ...] = (DEFAULT_LANG,)
        self._ids: dict[str, dict[str, int]] = {}
        self._lang_of = Column(np.uint16)
        self.term_of = Column(np.int32)
        self.fingerprints = Column(np.uint64)
        self.lengths = Column(np.uint8)

    def number(self, raw: str, lang: str) -> int:
        """Return the number of a word as written on a page in `lang`, adding it when new."""
        word = fold(raw)
        ids = self._ids.get(lang)
        if ids is None:
            ids = self._ids[lang] = {}
            if lang not in self.langs:
                self.langs = (*self.langs, lang)
        found = ids.get(word)
        if found is not None:
            return found
        term = self.terms.setdefault(stemmer(lang)(word), len(self.terms))
        self.term_of.append(term)
        self.fingerprints.append(fingerprint(word))
        self.lengths.append(len(word) if can_be_misspelt(word) else 0)
        self._lang_of.append(self.langs.index(lang))
        self.words.append(word)
        ids[word] = len(self.words) - 1
        return ids[word]

    def stored(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Return all of it as plain data and arrays."""
        known = len(self.words)
        plain = {"langs": self.langs, "words": self.words[:known], "terms": list(self.terms)}
        columns = ("_lang_of", "term_of", "fingerprints", "lengths")
        return plain, {f"lexicon.{name}": getattr(self, name).view()[:known] for name in columns}

    @classmethod
    def restored(cls, plain: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Lexicon:
        """Return the lexicon that was stored."""
        lexicon = cls()
        lexicon.words = plain["words"]
        lexicon.terms = {stem: number for number, stem in enumerate(plain["terms"])}
        lexicon.langs = tuple(plain["langs"])
        for name in ("_lang_of", "term_of", "fingerprints", "lengths"):
            getattr(lexicon, name).extend(arrays[f"lexicon.{name}"])
        by_lang: list[dict[str, int]] = [{} for _ in lexicon.langs]
        for number, lang in enumerate(arrays["lexicon._lang_of"].tolist()):
            by_lang[lang][lexicon.words[number]] = number
        lexicon._ids = dict(zip(lexicon.langs, by_lang, strict=True))
        return lexicon

    def find(self, word: str) -> list[int]:
        """Return the numbers of an already folded word, one for each language that has it."""
        return [ids[word] for ids in list(self._ids.values()) if word in ids]

    def stems(self, word: str) -> list[int]:
        """Return the known stems of an already folded word, in every language of the library."""
        stems = dict.fromkeys(stemmer(lang)(word) for lang in self.langs)
        return [self.terms[stem] for stem in stems if stem in self.terms]


class Numbering(dict[str, int]):
    """Words as written → their numbers; asks the lexicon once for each."""

    def __init__(self, lexicon: Lexicon, lang: str) -> None:
        super().__init__()
        self._lexicon = lexicon
        self._lang = lang

    def __missing__(self, raw: str) -> int:
        number = self[raw] = self._lexicon.number(raw, self._lang)
        return number


def can_be_misspelt(word: str) -> bool:
    """Tell whether guessing makes sense: never for codes with digits, pairs of signs, or endless strings."""
    return 2 <= len(word) <= _LONGEST_GUESSED and word.isalpha() and not any(c > "\u0e00" for c in word)


def fingerprint(word: str) -> int:
    """Return 64 bits of which one edit changes at most two, so that far words are told apart at once.

    A bit each for "has this letter" and "has it twice"; letters outside a–z share twelve bits.
    """
    bits = 0
    for char in word:
        code = ord(char)
        if _A <= code <= _Z:
            bit = 1 << (code - _A)
            bits |= bit << 26 if bits & bit else bit
        else:
            bits |= 1 << (52 + code % 12)
    return bits
