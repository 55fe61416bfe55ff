"""The finder: the search index kept in step with the shelves, and asked on behalf of a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.access import Actor, Gate, use_case, visible
from kb.desk import Rulebook
from kb.library.shelves import Change, ReadPage, Shelves
from kb.search import Results, SearchIndex
from kb.sources import Kind, all_words, search_page

_Words = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TitleEntry:
    """What a browser needs to match titles on every key: `words` are aliases and what customers say."""

    slug: str
    kind: Kind
    title: str
    words: tuple[str, ...]


class Finder:
    """Search, for one person at a time: what they may not see is gone before any limit counts."""

    def __init__(self, gate: Gate, shelves: Shelves, rulebook: Rulebook) -> None:
        """Index what is on `shelves`, with what customers say, which `rulebook` knows."""
        self.gate = gate
        self._shelves = shelves
        self._rulebook = rulebook
        self._index = SearchIndex()
        self._words: _Words = {}
        shelves.follow(self._follow)

    @use_case("library.search")
    def search(self, actor: Actor, query: str, limit: int = 10, *, correct: bool = True) -> Results:
        """Return the best pages for what was typed, opened at the heading that matched.

        With `correct` false, no word is read as another.
        """
        entries, allowed = self._shelves.catalogue().entries, visible(actor)
        return self._index.search(
            query, limit, lambda slug: slug in entries and allowed(entries[slug]), correct=correct
        )

    @use_case("library.search")
    def titles(self, actor: Actor) -> tuple[TitleEntry, ...]:
        """Return every title this person may see, with its other names, by title."""
        allowed, words = visible(actor), self._words
        entries = [entry for entry in self._shelves.catalogue().entries.values() if allowed(entry)]
        entries.sort(key=lambda entry: entry.card.title.casefold())
        return tuple(
            TitleEntry(
                entry.slug, entry.card.kind, entry.card.title, all_words(entry.aliases, words, entry.slug)
            )
            for entry in entries
        )

    def _follow(self, change: Change) -> None:
        before, after = self._words, self._rulebook.customer_words(change.catalogue)
        pages = {page.source.slug: page for page in change.pages}
        pages |= self._read(
            slug for slug in before.keys() | after.keys() if before.get(slug) != after.get(slug)
        )
        others = change.catalogue.entries.keys() - pages.keys()
        if len(pages) > len(
            others
        ):  # laying the index out anew is then quicker than changing it page by page
            pages |= self._read(others)
            self._index = SearchIndex.build(
                search_page(page.source, after, page.sections) for page in pages.values()
            )
        else:
            for slug in change.gone:
                self._index.remove(slug)
            for page in pages.values():
                self._index.update(search_page(page.source, after, page.sections))
        self._words = after

    def _read(self, slugs: Iterable[str]) -> dict[str, ReadPage]:
        read = {slug: self._shelves.read(slug) for slug in slugs}
        return {slug: found[0] for slug, found in read.items() if found is not None}
