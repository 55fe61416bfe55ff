"""The finder: the search index kept in step with the shelves, and asked on behalf of a person."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kb.access import Actor, Gate, use_case, visible
from kb.desk import Rulebook
from kb.library.catalogue import Catalogue, Entry
from kb.library.shelves import Change, ReadPage, Shelves
from kb.search import Results, SearchIndex, Synonyms
from kb.sources import SEARCH_WORDS, Kind, all_words, search_page, search_words
from policies import Problem

_Words = dict[str, tuple[str, ...]]
_MOST_UNSAVED = 200


@dataclass(frozen=True, slots=True)
class TitleEntry:
    """What a browser needs to match titles on every key: `words` are aliases and what customers say."""

    slug: str
    kind: Kind
    title: str
    words: tuple[str, ...]


class Finder:
    """Search, for one person at a time: what they may not see is gone before any limit counts."""

    def __init__(self, gate: Gate, shelves: Shelves, rulebook: Rulebook, stored: Path | None = None) -> None:
        """Index what is on `shelves`, with what customers say, which `rulebook` knows.

        The index is kept in the file `stored`, so that only pages that changed meanwhile are indexed again.
        """
        self.gate = gate
        self._shelves = shelves
        self._rulebook = rulebook
        self._stored = stored
        self._index = (SearchIndex.load(stored) if stored else None) or SearchIndex()
        self._unsaved = 0
        self._words: _Words = {}
        self._synonyms = Synonyms()
        self._problems: tuple[Problem, ...] = ()
        self._catalogue: Catalogue | None = None
        shelves.follow(self._follow)

    @use_case("library.search")
    def search(
        self, actor: Actor, query: str, limit: int = 10, *, correct: bool = True, explain: bool = False
    ) -> Results:
        """Return the best pages for what was typed, opened at the heading that matched.

        With `correct` false, no word is read as another; with `explain`, it is told why each hit is there.
        """
        entries, allowed = self._shelves.catalogue().entries, visible(actor)
        return self._index.search(
            query,
            limit,
            lambda slug: slug in entries and allowed(entries[slug]),
            correct=correct,
            synonyms=self._synonyms,
            explain=explain,
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

    @use_case("desk.problems")
    def problems(self, _actor: Actor) -> tuple[Problem, ...]:
        """Return what is wrong with the table of words that stand for one another, by line."""
        self._shelves.catalogue()
        return self._problems

    @property
    def synonyms(self) -> Synonyms:
        """The words that stand for one another, as managers have them now."""
        self._shelves.catalogue()
        return self._synonyms

    @property
    def knows(self) -> Callable[[str], bool]:
        """Tells of a folded word whether some page has it."""
        return self._index.knows

    def _follow(self, change: Change) -> None:
        before, after = self._words, self._rulebook.customer_words(change.catalogue)
        entries, first = change.catalogue.entries, self._catalogue is None
        pages = {page.source.slug: page for page in change.pages if page.source.slug in entries}
        gone: Iterable[str] = change.gone
        if first:
            stamps = self._index.stamps()
            gone = stamps.keys() - entries.keys()
            pages = {n: page for n, page in pages.items() if stamps.get(n) != _stamp(entries[n], after)}
        else:
            pages |= self._read(
                slug for slug in before.keys() | after.keys() if before.get(slug) != after.get(slug)
            )
        self._read_synonyms(change)
        self._take(pages, gone, change.catalogue, after)
        self._words, self._catalogue = after, change.catalogue
        self._unsaved += len(pages)
        if self._unsaved > (len(entries) // 20 if first else _MOST_UNSAVED):
            self._save()

    def _take(
        self, pages: dict[str, ReadPage], gone: Iterable[str], catalogue: Catalogue, words: _Words
    ) -> None:
        """Index these pages, all anew where that is quicker than changing the index page by page."""
        others = catalogue.entries.keys() - pages.keys()
        anew = len(pages) > len(others)
        pages |= self._read(others) if anew else {}
        found = (
            replace(
                search_page(page.source, words, page.sections), stamp=_stamp(catalogue.entries[slug], words)
            )
            for slug, page in pages.items()
            if slug in catalogue.entries
        )
        if anew:
            self._go_on_with(SearchIndex.build(found))
            return
        for slug in gone:
            self._index.remove(slug)
        for page in found:
            self._index.update(page)

    def _save(self) -> None:
        """Store the index, and go on with the stored one, of which only what is used is in memory.

        A folder that cannot be written to costs the next start some time, and nothing else.
        """
        self._unsaved = 0
        if self._stored is None:
            return
        try:
            self._index.save(self._stored)
        except OSError:
            return
        loaded = SearchIndex.load(self._stored)
        if loaded is not None:
            self._go_on_with(loaded)

    def _go_on_with(self, index: SearchIndex) -> None:
        self._index = index

    def _read_synonyms(self, change: Change) -> None:
        page = next((page.source for page in change.pages if page.source.slug == SEARCH_WORDS), None)
        if page is not None:
            sets, self._problems = search_words(page)
            self._synonyms = Synonyms(sets)
        elif SEARCH_WORDS in change.gone:
            self._synonyms, self._problems = Synonyms(), ()

    def _read(self, slugs: Iterable[str]) -> dict[str, ReadPage]:
        read = {slug: self._shelves.read(slug) for slug in slugs}
        return {slug: found[0] for slug, found in read.items() if found is not None}


def _stamp(entry: Entry, words: _Words) -> str:
    """Return what changes whenever the page as search takes it does."""
    told = "\0".join((entry.slug, entry.path, *words.get(entry.slug, ())))
    return f"{entry.sha256} {hashlib.blake2b(told.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
