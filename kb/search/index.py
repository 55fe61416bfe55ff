"""The search index: many readers, one writer, no waiting."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from kb.search import stored
from kb.search.answer import answer
from kb.search.library import Library
from kb.search.synonyms import NO_SYNONYMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kb.search.page import SearchPage
    from kb.search.results import Results
    from kb.search.synonyms import Synonyms

DEFAULT_LIMIT = 10
MOST_HITS = 100


class SearchIndex:
    """Everything findable, in memory.

    A search reads one snapshot from start to end, so a page changed meanwhile
    neither disturbs it nor waits for it.
    """

    def __init__(self) -> None:
        self._library = Library()
        self._snapshot = self._library.filled_with([])
        self._writing = threading.Lock()

    @classmethod
    def build(cls, pages: Iterable[SearchPage]) -> SearchIndex:
        """Return an index of `pages`; of two with the same slug the later stays."""
        index = cls()
        index._snapshot = index._library.filled_with(pages)
        return index

    @classmethod
    def load(cls, path: Path) -> SearchIndex | None:
        """Return the index that was saved at `path`; None where none is that is whole and of this version."""
        index = cls()
        try:
            index._library, index._snapshot = stored.load(path)
        except stored.Unreadable:
            return None
        return index

    def save(self, path: Path) -> None:
        """Store the index at `path`, at once or not at all; searches go on meanwhile.

        Raises:
            OSError: it cannot be written.
        """
        with self._writing:
            self._snapshot = snapshot = self._library.merged(self._snapshot)
        stored.save(path, snapshot)

    def stamps(self) -> dict[str, str]:
        """Return by slug what each page was stamped with when it was given."""
        snapshot = self._snapshot
        pages = [snapshot.label(number) for number in np.flatnonzero(snapshot.alive).tolist()]
        return {page.slug: page.stamp for page in pages}

    def __len__(self) -> int:
        return self._snapshot.count

    def update(self, page: SearchPage) -> None:
        """Add a page, or put it in the place of the one with its slug. Searchable on return."""
        with self._writing:
            self._snapshot = self._library.with_page(self._snapshot, page)

    def remove(self, slug: str) -> None:
        """Take a page out; one that is not there is no error."""
        with self._writing:
            self._snapshot = self._library.without(self._snapshot, slug)

    def search(  # noqa: PLR0913 - the whole of one question
        self,
        query: str,
        limit: int = DEFAULT_LIMIT,
        visible: Callable[[str], bool] | None = None,
        *,
        correct: bool = True,
        synonyms: Synonyms = NO_SYNONYMS,
        explain: bool = False,
    ) -> Results:
        """Return the best pages for whatever was typed, best first; never raises for what it says.

        `visible` decides by slug which pages exist for this reader, before the
        limit counts. With `correct` false no word is read as another; `synonyms`
        are words by which pages that say it otherwise are found. With `explain`
        the results tell of each hit why it has its score.
        """
        most = max(0, min(limit, MOST_HITS))
        return answer(
            self._snapshot, query, most, visible, correct=correct, synonyms=synonyms, explain=explain
        )

    def knows(self, word: str) -> bool:
        """Tell whether some page has this folded word."""
        return self._snapshot.has_word(word)
