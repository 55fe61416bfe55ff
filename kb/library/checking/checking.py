"""The use cases: check the library, check one text before it is published."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from kb.access import Actor, Gate, use_case, visible
from kb.library.attachments.links import lying
from kb.library.attachments.paths import candidates
from kb.library.catalogue import Catalogue, Entry
from kb.library.shelves import Shelves
from kb.sources.checking import Corpus, Known, check, check_page
from kb.sources.source_page import SourcePage, derived_slug, read_page
from kb.storage import Database
from policies import Book, Problem


@dataclass(frozen=True, slots=True)
class Held:
    """What the checks look at: the pages on the shelves, the files in the database, the policies."""

    database: Database
    shelves: Shelves
    book: Callable[[], Book]


class Checking:
    """What is wrong with pages, for whoever writes them or answers for them.

    Nobody is told of a page that they may not see.
    """

    def __init__(self, held: Held, gate: Gate, clock: Callable[[], datetime]) -> None:
        """Check what is `held`, for whom `gate` admits; `clock` tells which reviews are overdue."""
        self.gate = gate
        self._held = held
        self._clock = clock

    @use_case("library.check")
    def library(self, actor: Actor, told: Callable[[int], None] = lambda _done: None) -> tuple[Problem, ...]:
        """Return every problem of the library, by path and line; `told` hears how many pages are done."""
        return check(self._corpus(actor), told)

    @use_case("library.check")
    def page(self, actor: Actor, slug: str, text: str) -> tuple[Problem, ...]:
        """Return the problems that the page at `slug` would have with this text.

        `slug` may also be the path of a page that is not there yet. What keeps the text from being a page at
        all is among them; nothing is stored.
        """
        corpus = self._corpus(actor)
        current = corpus.addresses.current(slug)
        known = corpus.known.get(current or "")
        path = known.path if known is not None else slug if "/" in slug else f"{slug}.md"
        page, problems = read_page(path, text.encode("utf-8", "replace"))
        if page is None:
            return problems
        named = replace(page, slug=known.slug if known is not None else page.slug or derived_slug(path))
        return (*problems, *check_page(corpus, named))

    def _corpus(self, actor: Actor) -> Corpus:
        catalogue, allowed = self._held.shelves.catalogue(), visible(actor)
        known = {slug: _known(entry) for slug, entry in catalogue.entries.items() if allowed(entry)}
        book, today = self._held.book(), self._clock().date()
        linked = frozenset(slug for slug in known if _is_linked(catalogue, slug))
        return Corpus(known, self._source, catalogue.addresses, book, today, linked, self._has_file)

    def _source(self, slug: str) -> SourcePage | None:
        found = self._held.shelves.read(slug)
        return found[0].source if found is not None else None

    def _has_file(self, path: str, href: str) -> bool:
        with self._held.database.read() as session:
            return bool(lying(session, candidates(path, href)))


def _known(entry: Entry) -> Known:
    card = entry.card
    return Known(card.slug, entry.path, card.kind, card.title, card.owner, card.review_due)


def _is_linked(catalogue: Catalogue, slug: str) -> bool:
    return bool(catalogue.links_to(slug))
