"""The catalogue: everything about all articles but their text, as it was at one moment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kb.library.views import ArticleCard
from kb.sources.addresses import Addresses


@dataclass(frozen=True, slots=True)
class Entry:
    """One article: its card, where its page lies, its other names, and its links as written."""

    card: ArticleCard
    path: str
    aliases: tuple[str, ...]
    hrefs: tuple[str, ...]
    sha256: str

    @property
    def slug(self) -> str:
        """The article's address."""
        return self.card.slug

    @property
    def kind(self) -> str:
        """The article's kind."""
        return self.card.kind


class Catalogue:
    """All entries at one moment; never changed, so that any number of threads may read it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take the entries and work out who links to whom."""
        by_slug = {entry.slug: entry for entry in entries}
        self.entries: Mapping[str, Entry] = MappingProxyType(by_slug)
        self.addresses = Addresses((entry.path, entry.slug) for entry in by_slug.values())
        self._links_to = self._backlinks()

    def links_to(self, slug: str) -> tuple[Entry, ...]:
        """Return the entries whose pages link to `slug`, by title; a page's links to itself do not count."""
        found = (self.entries[source] for source in self._links_to.get(slug, ()))
        return tuple(sorted(found, key=lambda entry: entry.card.title.casefold()))

    def _backlinks(self) -> Mapping[str, frozenset[str]]:
        sources: defaultdict[str, set[str]] = defaultdict(set)
        for entry in self.entries.values():
            for href in entry.hrefs:
                target = self.addresses.target(entry.path, href)
                if target is not None and target[0] != entry.slug:
                    sources[target[0]].add(entry.slug)
        return {slug: frozenset(found) for slug, found in sources.items()}
