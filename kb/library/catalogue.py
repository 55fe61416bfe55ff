"""The catalogue: everything about all articles but their text, as it was at one moment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kb.library.views import ArticleCard
from kb.sources.addresses import Addresses

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One article: its card, where its page lies, its other names, and its links as written."""

    id: int
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

    @property
    def archived(self) -> bool:
        """Whether it was put away."""
        return self.card.archived_at is not None


@dataclass(frozen=True, slots=True)
class Former:
    """Where articles, or what was merged into them, used to be: the slug of today by slug and by path."""

    slugs: Mapping[str, str] = field(default_factory=lambda: _NONE)
    paths: Mapping[str, str] = field(default_factory=lambda: _NONE)


Targets = tuple[tuple[str, ...], frozenset[str]]
"""The links of a page as written, and the slugs to which they lead."""


class Catalogue:
    """All entries at one moment; never changed, so that any number of threads may read it.

    `entries` are what readers find in lists and search; `archived` are those put away, which only an address
    still leads to.
    """

    def __init__(
        self, entries: Iterable[Entry], former: Former | None = None, before: "Catalogue | None" = None
    ) -> None:
        """Take the entries, archived ones among them, and work out who links to whom.

        `before` is the catalogue of a moment ago: where no address has changed since, only what the pages
        that changed link to is looked up.
        """
        all_entries = tuple(entries)
        self.former = former or Former()
        self.entries: Mapping[str, Entry] = MappingProxyType(
            {entry.slug: entry for entry in all_entries if not entry.archived}
        )
        self.archived: Mapping[str, Entry] = MappingProxyType(
            {entry.slug: entry for entry in all_entries if entry.archived}
        )
        self.places = (_places(self.entries), _places(self.archived))
        if before is not None and (before.places, before.former) == (self.places, self.former):
            self.addresses: Addresses = before.addresses
            known: Mapping[int, Targets] = before.targets
        else:
            slugs, paths = self.former.slugs, self.former.paths
            self.addresses = Addresses(
                self.places[0], archived=self.places[1], former_slugs=slugs, former_paths=paths
            )
            known = {}
        self.targets: Mapping[int, Targets] = {
            entry.id: self._targets(entry, known.get(entry.id)) for entry in self.entries.values()
        }
        self._links_to = self._backlinks()

    def links_to(self, slug: str) -> tuple[Entry, ...]:
        """Return the entries whose pages link to `slug`, by title; a page's links to itself do not count."""
        found = (self.entries[source] for source in self._links_to.get(slug, ()))
        return tuple(sorted(found, key=lambda entry: entry.card.title.casefold()))

    def at(self, slug: str) -> Entry | None:
        """Return the article at `slug`, archived or not."""
        return self.entries.get(slug) or self.archived.get(slug)

    def all(self) -> tuple[Entry, ...]:
        """Return every entry, the archived ones last."""
        return (*self.entries.values(), *self.archived.values())

    def _targets(self, entry: Entry, known: Targets | None) -> Targets:
        if known is not None and known[0] is entry.hrefs:
            return known
        targets = (self.addresses.target(entry.path, href) for href in entry.hrefs)
        return entry.hrefs, frozenset(each[0] for each in targets if each is not None)

    def _backlinks(self) -> Mapping[str, set[str]]:
        sources: defaultdict[str, set[str]] = defaultdict(set)
        for entry in self.entries.values():
            for target in self.targets[entry.id][1] - {entry.slug}:
                sources[target].add(entry.slug)
        return sources


def _places(entries: Mapping[str, Entry]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((entry.path, entry.slug) for entry in entries.values()))
