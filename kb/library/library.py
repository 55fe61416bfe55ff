"""The library's use cases: import a folder, read an article, browse, see what is new."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kb.access import Actor, Gate, use_case, visible
from kb.library.catalogue import Catalogue, Entry
from kb.library.errors import NotFound
from kb.library.exchanging.importing import Terms, bring_in, look
from kb.library.exchanging.trees import FolderTree
from kb.library.intake import ImportReport
from kb.library.revising import Stamp
from kb.library.shelves import Shelves
from kb.library.showing import Showing, contents, resolver
from kb.library.views import ArticleCard, ArticleView, Shelf
from kb.sources.front import KINDS
from kb.storage import Database

Clock = Callable[[], datetime]


class Library:
    """What people do with articles. Every use case takes the actor first and passes the gate."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        shelves: Shelves,
        clock: Clock,
        showing: Showing,
    ) -> None:
        """Work on `database`, for whom `gate` admits."""
        self.gate = gate
        self._database = database
        self._shelves = shelves
        self._clock = clock
        self._showing = showing

    @use_case("library.import")
    def import_folder(self, actor: Actor, root: Path, note: str = "") -> ImportReport:
        """Load the Markdown pages below `root`: every faultless page or, if it is interrupted, none.

        Pages with an error are left out and named in the report. What is already there, byte for byte, stays
        as it is, so that an import can be run again.

        Raises:
            NotADirectoryError: `root` is not a folder.
        """
        terms, tree = Terms(), FolderTree(root)
        stamp = Stamp(actor, self._clock(), note or f"Imported from {tree.name}", origin="import")
        report = bring_in(self._database, look(tree, terms), terms, stamp)
        self._shelves.refresh()
        return report

    @use_case("article.read")
    def article(self, actor: Actor, slug: str) -> ArticleView:
        """Return the article that is, or was, at `slug`, ready to show; the view says its slug of today.

        Raises:
            NotFound: there is none that this person may see.
        """
        catalogue = self._shelves.catalogue()
        found, allowed = self._shelves.read(catalogue.addresses.current(slug) or slug), visible(actor)
        if found is None:  # moved a moment ago, perhaps by another process
            catalogue = self._shelves.refresh()
            found = self._shelves.read(catalogue.addresses.current(slug) or slug)
        if found is None or not allowed(found[1]):
            raise _no_page(slug)
        body, entry = found[0].source.body, found[1]
        card, slug = entry.card, entry.slug
        return ArticleView(
            slug=slug,
            kind=card.kind,
            title=card.title,
            owner=card.owner,
            tags=card.tags,
            summary=card.summary,
            html=self._showing.html(actor, entry, body, card.title),
            outline=contents(body),
            revision=card.revision,
            published_at=card.published_at,
            verified_at=card.verified_at,
            review_due=card.review_due,
            minutes=card.minutes,
            links_here=tuple(other.card for other in catalogue.links_to(slug) if allowed(other)),
            archived_at=card.archived_at,
        )

    @use_case("article.read")
    def address(self, actor: Actor, slug: str, href: str) -> str | None:
        """Return the app's address for a link as written in the article at `slug`, or None: it is broken."""
        catalogue = self._shelves.catalogue()
        entry = self._entry(actor, catalogue, slug)
        return resolver(catalogue, entry.path, visible(actor))(href)

    @use_case("library.browse")
    def browse(self, actor: Actor, kind: str | None = None, tag: str | None = None) -> Shelf:
        """Return the articles of a kind and with a tag, by title, and the counts of the other choices."""
        entries = [entry for entry in self._shelves.catalogue().entries.values() if visible(actor)(entry)]
        of_kind = [entry.card for entry in entries if kind is None or entry.kind == kind]
        of_tag = [entry.card for entry in entries if tag is None or tag in entry.card.tags]
        chosen = [card for card in of_kind if tag is None or tag in card.tags]
        kinds = Counter(card.kind for card in of_tag)
        tags = Counter(name for card in of_kind for name in card.tags)
        return Shelf(
            articles=tuple(sorted(chosen, key=lambda card: (KINDS.index(card.kind), card.title.casefold()))),
            kinds={name: kinds[name] for name in KINDS if kinds[name]},
            tags=dict(sorted(tags.items(), key=lambda item: (-item[1], item[0].casefold()))),
        )

    @use_case("library.browse")
    def recent(self, actor: Actor, limit: int = 10) -> tuple[ArticleCard, ...]:
        """Return the `limit` articles published last, newest first."""
        allowed = visible(actor)
        cards = [entry.card for entry in self._shelves.catalogue().entries.values() if allowed(entry)]
        cards.sort(key=lambda card: card.title.casefold())
        cards.sort(key=lambda card: card.published_at, reverse=True)
        return tuple(cards[: max(0, limit)])

    def _entry(self, actor: Actor, catalogue: Catalogue, slug: str) -> Entry:
        entry = catalogue.at(catalogue.addresses.current(slug) or slug)
        if entry is None or not visible(actor)(entry):
            raise _no_page(slug)
        return entry


def _no_page(slug: str) -> NotFound:
    return NotFound(f"There is no page at `{slug[:120]}`.")
