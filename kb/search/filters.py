"""Which pages may be answered at all: seen by this reader, and as the query's own conditions say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kb.search.tokens import exact_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb.search.entry import Entry
    from kb.search.query import Query
    from kb.search.ragged import Numbers
    from kb.search.snapshot import Snapshot
    from kb.search.stack import Label


class Filter:
    """Tells of one page at a time whether it may be a hit, from the best page down, before any limit."""

    def __init__(self, snapshot: Snapshot, query: Query, visible: Callable[[str], bool] | None) -> None:
        self._snapshot = snapshot
        self._query = query
        self._visible = visible
        self._phrases = [[snapshot.lexicon.find(word) for word in phrase] for phrase in query.phrases]
        self._without = [[snapshot.lexicon.stems(word) for word in words] for words in query.without]

    def accepts(self, page: int) -> bool:
        """Tell whether this page may be a hit."""
        if self._visible is None and not self._query.filters:
            return True
        label = self._snapshot.label(page)
        if self._visible is not None and not self._visible(label.slug):
            return False
        if not self._query.filters:
            return True
        return self._described(label) and self._worded(self._snapshot.entry(page))

    def _described(self, label: Label) -> bool:
        query = self._query
        kind, owner = exact_key(label.kind or ""), exact_key(label.owner or "")
        if query.kinds and not any(kind == wanted or kind + "s" == wanted for wanted in query.kinds):
            return False
        return all(wanted in owner for wanted in query.owners) and set(query.tags) <= set(label.tags)

    def _worded(self, entry: Entry) -> bool:
        if not all(_has_run(entry.tokens, phrase) for phrase in self._phrases):
            return False
        if not self._without:
            return True
        terms = self._snapshot.lexicon.term_of.view()[entry.tokens]
        return not any(_has_run(terms, words) for words in self._without)


def _has_run(tokens: Numbers, wanted: list[list[int]]) -> bool:
    """Tell whether words of these numbers follow one another somewhere."""
    starts = len(tokens) - len(wanted) + 1
    if starts <= 0:
        return False
    run = np.ones(starts, dtype=np.bool_)
    for step, numbers in enumerate(wanted):
        run &= np.isin(tokens[step : step + starts], numbers)
    return bool(run.any())
