"""The journal: which searches were meant, what was opened from them, and their way into the database.

While somebody types, every key searches; only what stood still for a moment, or was opened from, was meant.
Nothing here waits for the database: a thread of its own writes what has settled, in batches.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

STOOD = 1.5
"""Seconds that a query stands still before it counts as meant."""
AGAIN = 30.0
"""Seconds within which the next search says that this one was in vain."""
HELD = 120.0
"""Seconds for which a search waits to hear what is opened from it."""

_EVERY = 1.0
_MOST_WAITING = 5000
_MOST_SESSIONS = 5000
_LONGEST = 2000


@dataclass(slots=True)
class Asked:
    """One search of one session. `since` and `left` are seconds of a clock that never goes back."""

    words: str
    slugs: tuple[str, ...]
    hits: int
    at: datetime
    since: float
    before: Asked | None = None
    opened: str | None = None
    rank: int | None = None
    again: bool = False


class Journal:
    """Takes note of searches. Safe to use from any number of threads."""

    def __init__(
        self,
        store: Callable[[Sequence[Asked]], None],
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Hand what has settled to `store`, which may raise: then it is handed over again later."""
        self._store = store
        self._clock = clock
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._storing = threading.Lock()
        self._asked: dict[str, Asked] = {}
        self._settled: deque[Asked] = deque(maxlen=_MOST_WAITING)
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._closed = False

    def searched(self, session: str, words: str, slugs: Sequence[str]) -> None:
        """Note that a session shows the answer to these words; no words: its box was emptied."""
        words, now = " ".join(words[:_LONGEST].split()), self._monotonic()
        with self._lock:
            last = self._asked.get(session)
            if last is not None and last.words == words:
                last.slugs, last.hits = tuple(slugs), len(slugs)
                return
            if last is None and len(self._asked) >= _MOST_SESSIONS:
                self._finish(self._asked.pop(next(iter(self._asked))))
            before = self._follow_on(last, words, now) if last is not None else None
            self._asked.pop(session, None)
            if words:
                self._asked[session] = Asked(
                    words, tuple(slugs), len(slugs), self._clock(), now, before=before
                )
            elif before is not None:
                self._finish(before)

    def opened(self, session: str, slug: str) -> None:
        """Note that a session opened a page: from its search, if it has one in hand."""
        with self._lock:
            asked = self._asked.pop(session, None)
            if asked is not None:
                asked.opened = slug
                asked.rank = asked.slugs.index(slug) + 1 if slug in asked.slugs else None
                self._meant(asked)
                self._settled.append(asked)

    def settle(self, *, everything: bool = False) -> None:
        """Let what stood long enough count as meant, and what was held long enough go."""
        now = self._monotonic()
        with self._lock:
            for session, asked in list(self._asked.items()):
                if everything or now - asked.since >= STOOD:
                    self._meant(asked)
                if everything or now - asked.since >= HELD:
                    del self._asked[session]
                    self._settled.append(asked)

    def write(self) -> None:
        """Store what has settled. What cannot be stored now stays for the next time."""
        with self._storing:
            with self._lock:
                batch = list(self._settled)
                self._settled.clear()
            if not batch:
                return
            try:
                self._store(batch)
            except SQLAlchemyError:
                with self._lock:
                    self._settled.extendleft(reversed(batch))

    def start(self) -> None:
        """Begin to write from time to time, until closed."""
        with self._lock:
            if self._thread is not None or self._closed:
                return
            self._thread = threading.Thread(target=self._run, name="search journal", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def close(self) -> None:
        """Write everything down and stop."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=10)
            atexit.unregister(self.close)
        self.settle(everything=True)
        self.write()

    def _run(self) -> None:
        while not self._wake.wait(_EVERY):
            self.settle()
            self.write()

    def _follow_on(self, last: Asked, words: str, now: float) -> Asked | None:
        """Return the search that these words come after: what was only typing on the way is forgotten."""
        stood = now - last.since
        goes_on = stood < HELD and words.casefold().startswith(last.words.casefold()) and bool(words)
        if stood < STOOD or goes_on:
            return last.before
        self._meant(last)
        return last

    def _meant(self, asked: Asked) -> None:
        """Settle what came before a search that has turned out to be meant."""
        before, asked.before = asked.before, None
        if before is not None:
            before.again = before.opened is None and asked.since - before.since <= AGAIN + STOOD
            self._settled.append(before)

    def _finish(self, asked: Asked) -> None:
        if asked.before is not None:
            self._settled.append(asked.before)
            asked.before = None
        if self._monotonic() - asked.since >= STOOD:
            self._settled.append(asked)
