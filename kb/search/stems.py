"""Word stems, by the language of the page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache

import Stemmer

_lock = threading.Lock()  # a stemmer keeps a cache inside that two threads may not share


@lru_cache(maxsize=64)
def stemmer(lang: str) -> Callable[[str], str]:
    """Return the stemmer of an ISO 639 code or region tag (`en`, `de-AT`); an unknown one leaves words alone."""
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
