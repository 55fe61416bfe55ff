"""Word stems, by the language of the page."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

import Stemmer

if TYPE_CHECKING:
    from collections.abc import Callable

_lock = threading.Lock()  # a stemmer keeps a cache inside that two threads may not share


@lru_cache(maxsize=64)
def stemmer(lang: str) -> Callable[[str], str]:
    """Return the stemmer of a language (`en`, `de-AT`); an unknown one leaves words alone."""
    code = lang.replace("_", "-").split("-")[0].lower()
    try:
        stem = Stemmer.Stemmer(code).stemWord
    except KeyError:
        return str

    @lru_cache(maxsize=1 << 14)
    def locked(word: str) -> str:
        with _lock:
            return str(stem(word))

    return locked
