"""Text to words: one rule for pages and for queries, so that both always meet.

A word is a run of letters and digits, with the apostrophes and combining marks
inside it. Scripts written without spaces have no such runs; there each pair of
neighbouring characters is a word, and a lone character is itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Kana, Han, Thai, Lao, Burmese, Khmer: scripts that leave no space between words.
_SPACELESS = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eae\u1000-\u103f\u1780-\u17b3"
    "\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Marks that stand inside words but are not letters: accents written apart, vowel signs.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0903\u093a-\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0b82\u0bbe-\u0bcd"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u102b-\u103e\u17b4-\u17d3"
)
_LETTER = rf"(?:(?![{_SPACELESS}])[^\W_])"
_WORD = re.compile(r"[^\W_]+(?:['’\u02bc" + _MARKS + r"]+[^\W_]*)*")
_WORD_BESIDE_SPACELESS = re.compile(
    rf"(?P<run>[{_SPACELESS}][{_SPACELESS}{_MARKS}]*)|{_LETTER}+(?:['’\u02bc{_MARKS}]+{_LETTER}*)*"
)
_SPAN = re.Match.span
_HAS_SPACELESS = re.compile(f"[{_SPACELESS}]")
_APOSTROPHES = re.compile("['’\u02bc]")
_DIACRITICS = re.compile("[\u0300-\u036f]+")
_NOT_DECOMPOSED = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "ħ": "h",
        "ŋ": "n",
    }
)


def raw_words(text: str) -> list[str]:
    """Return the words of `text` as written, in order."""
    if text.isascii() or not _HAS_SPACELESS.search(text):
        return _WORD.findall(text)
    return [text[start:end] for start, end in word_spans(text)]


def word_spans(text: str, start: int = 0) -> Iterable[tuple[int, int]]:
    """Return where the words of `text` begin and end, from offset `start` on."""
    if text.isascii() or not _HAS_SPACELESS.search(text):
        return map(_SPAN, _WORD.finditer(text, start))
    return _spans_beside_spaceless(text, start)


def _spans_beside_spaceless(text: str, start: int) -> Iterator[tuple[int, int]]:
    for match in _WORD_BESIDE_SPACELESS.finditer(text, start):
        begin, end = match.span()
        if match.group("run") is None or end - begin < 3:
            yield begin, end
        else:
            for at in range(begin, end - 1):
                yield at, at + 2


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """Return the form under which a word is looked up: case, width, ligatures and accents gone.

    >>> fold("Café’s"), fold("ﬁnden"), fold("Straße")
    ('cafe', 'finden', 'strasse')
    """
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word.casefold())
        word = unicodedata.normalize("NFKC", _DIACRITICS.sub("", word)).casefold().translate(_NOT_DECOMPOSED)
    else:
        word = word.lower()
    if word.isalnum():
        return word
    parts = _APOSTROPHES.split(word)
    if len(parts) > 1 and parts[-1] in {"s", ""}:
        parts.pop()
    return "".join(parts) or word


def fold_text(text: str) -> str:
    """Return `text` as its folded words with single spaces between, for comparing titles with queries."""
    return " ".join(map(fold, raw_words(text)))


def exact_key(text: str) -> str:
    """Return what two texts share when people would call them the same, punctuation included."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def title_key(text: str) -> str:
    """Return what titles are looked up by: their folded words, or their very signs when they have no word."""
    return fold_text(text) or exact_key(text)


def pieces(text: str, size: int = 160) -> Iterator[tuple[int, str]]:
    """Cut `text` at white space into parts of about `size` characters; yield offset and part.

    No word is cut in two, so the words of the parts are the words of the text.
    """
    start, end = 0, len(text)
    while end - start > size:
        cut = start + size
        while cut < end and not text[cut].isspace():
            cut += 1
        yield start, text[start:cut]
        start = cut
    if start < end:
        yield start, text[start:end]
