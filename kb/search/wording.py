"""Wordings that mean the same question: compared by their telling words, spelling forgiven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from kb.search.query import STOP_WORDS
from kb.search.stems import stemmer
from kb.search.tokens import fold, raw_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALIKE = 86.0
_SAME_WORD = 80.0
_LONGEST = 4000


def wording(text: str) -> str:
    """Return what nearly equal wordings share: the stems of their telling words, alphabetically.

    >>> wording("How do I post a Gift Card?") == wording("posting gift cards")
    True
    """
    stem = stemmer("en")
    words = [fold(word) for word in raw_words(text[:_LONGEST])]
    telling = [word for word in words if word not in STOP_WORDS] or words
    return " ".join(sorted(set(map(stem, telling))))


def same_wording(key: str, others: Iterable[str]) -> str | None:
    """Return the wording among `others` that is as good as `key`, the most alike if there are several."""
    found = process.extractOne(key, list(others), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return found[0] if found else None


def share_said(key: str, text: str) -> float:
    """Return the share of a wording's words, from 0 to 1, that a text has, in this spelling or nearly."""
    wanted = key.split()
    there = wording(text).split()
    if not wanted or not there:
        return 0.0
    known = set(there)
    said = sum(
        word in known
        or process.extractOne(word, there, scorer=fuzz.ratio, score_cutoff=_SAME_WORD) is not None
        for word in wanted
    )
    return said / len(wanted)
