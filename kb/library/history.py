"""History: every revision of a page for ever, and any two of them beside each other."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

import policies
from kb.access import Actor, Gate, use_case, visible
from kb.library.catalogue import Entry
from kb.library.comparing import Hunk, rendered_difference, source_difference
from kb.library.errors import NotFound
from kb.library.revising import approvers
from kb.library.shelves import Shelves
from kb.library.showing import Showing
from kb.library.verdicts import verdict_difference
from kb.markup import MAX_ARTICLE_BYTES, MarkupError
from kb.model import Article, Revision
from kb.sources.source_page import SourcePage, read_page
from kb.storage import Database


@dataclass(frozen=True, slots=True)
class RevisionCard:
    """One revision in a list: who, when, why, upon what; `origin` tells what made it."""

    number: int
    parent: int | None
    author: str
    at: datetime
    note: str
    material: bool
    origin: str
    approved_by: tuple[str, ...]
    sha256: str
    live: bool


@dataclass(frozen=True, slots=True)
class RevisionView:
    """A revision as it was written and as it reads today; `html` is None where it cannot be rendered."""

    slug: str
    title: str
    card: RevisionCard
    source: str
    html: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions beside each other.

    `html` is the newer page with `ins` and `del`, safe; None where it is too large. `verdicts` says, of
    policies, in which cases they decide otherwise; None of other pages.
    """

    slug: str
    title: str
    old: RevisionCard
    new: RevisionCard
    hunks: tuple[Hunk, ...]
    html: str | None
    verdicts: policies.Difference | None


class History:
    """What was, for whoever may see what is."""

    def __init__(self, database: Database, gate: Gate, shelves: Shelves, showing: Showing) -> None:
        """Read revisions in `database`, for whom `gate` admits."""
        self.gate = gate
        self._database = database
        self._shelves = shelves
        self._showing = showing

    @use_case("article.history")
    def history(self, actor: Actor, slug: str, limit: int | None = None) -> tuple[RevisionCard, ...]:
        """Return the revisions of a page, newest first; at most `limit` where it is given.

        Raises:
            NotFound: there is no such page, or none that this person may see.
        """
        entry = self._entry(actor, slug)
        query = select(Revision).where(Revision.article_id == entry.id).order_by(col(Revision.number).desc())
        if limit is not None:
            query = query.limit(max(0, limit))
        with self._database.read() as session:
            rows = session.exec(query.options(defer(Revision.body))).all()  # type: ignore[arg-type] # a column by then
            live = _live(session, entry)
            return tuple(_card(row, live) for row in rows)

    @use_case("article.history")
    def revision(self, actor: Actor, slug: str, number: int) -> RevisionView:
        """Return a revision, its links leading where they lead today.

        Raises:
            NotFound: there is no such page or revision, or none that this person may see.
        """
        entry = self._entry(actor, slug)
        with self._database.read() as session:
            revision = self._revision(session, entry, number)
            card, source = _card(revision, _live(session, entry)), revision.body
        page = _page(entry, source)
        return RevisionView(
            entry.slug,
            page.title if page is not None else entry.card.title,
            card,
            source,
            self._html(actor, entry, page),
        )

    @use_case("article.history")
    def compare(self, actor: Actor, slug: str, old: int, new: int) -> Comparison:
        """Return how revision `new` differs from `old`, whichever was first.

        Raises:
            NotFound: there is no such page or revision, or none that this person may see.
        """
        entry = self._entry(actor, slug)
        with self._database.read() as session:
            before, after = (self._revision(session, entry, number) for number in (old, new))
            live = _live(session, entry)
            cards, texts = (_card(before, live), _card(after, live)), (before.body, after.body)
            pages = (_page(entry, texts[0]), _page(entry, texts[1]))
            verdicts = verdict_difference(session, entry.id, *pages)
        return Comparison(
            slug=entry.slug,
            title=pages[1].title if pages[1] is not None else entry.card.title,
            old=cards[0],
            new=cards[1],
            hunks=source_difference(*texts),
            html=self._rendered(actor, entry, pages),
            verdicts=verdicts,
        )

    def _rendered(
        self, actor: Actor, entry: Entry, pages: tuple[SourcePage | None, SourcePage | None]
    ) -> str | None:
        if any(page is None or len(page.body) > MAX_ARTICLE_BYTES for page in pages):
            return None
        before, after = (self._html(actor, entry, page) for page in pages)
        return rendered_difference(before, after) if before is not None and after is not None else None

    def _html(self, actor: Actor, entry: Entry, page: SourcePage | None) -> str | None:
        if page is None:
            return None
        try:
            return self._showing.html(actor, entry, page.body, page.title)
        except MarkupError:
            return None

    def _entry(self, actor: Actor, slug: str) -> Entry:
        catalogue = self._shelves.catalogue()
        entry = catalogue.at(catalogue.addresses.current(slug) or slug)
        if entry is None:  # published a moment ago, perhaps by another process
            catalogue = self._shelves.refresh()
            entry = catalogue.at(catalogue.addresses.current(slug) or slug)
        if entry is None or not visible(actor)(entry):
            raise NotFound(f"There is no page at `{slug[:120]}`.")
        return entry

    def _revision(self, session: Session, entry: Entry, number: int) -> Revision:
        wanted = (Revision.article_id == entry.id, Revision.number == number)
        found = session.exec(select(Revision).where(*wanted)).first()
        if found is None:
            raise NotFound(f"`{entry.slug}` has no revision {number}.")
        return found


def _page(entry: Entry, source: str) -> SourcePage | None:
    return read_page(entry.path, source.encode("utf-8"))[0]


def _live(session: Session, entry: Entry) -> int:
    return session.exec(select(Article.current).where(Article.id == entry.id)).one()


def _card(revision: Revision, live: int) -> RevisionCard:
    return RevisionCard(
        number=revision.number,
        parent=revision.parent,
        author=revision.author,
        at=revision.at,
        note=revision.note,
        material=revision.material,
        origin=revision.origin,
        approved_by=approvers(revision),
        sha256=revision.sha256,
        live=revision.number == live,
    )
