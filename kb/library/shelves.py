"""The shelves: the catalogue kept up to date with the database, whoever wrote to it.

A server and a command line may share one database. So before anybody reads, at most once a second, one cheap
question is asked: has the feed of revisions moved? If so, the articles that changed are read, and whoever
follows (the search index, the desk) is told.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import Session, col, func, select

from kb.library.catalogue import Catalogue, Entry
from kb.library.views import ArticleCard
from kb.markup import Section, links, sections, words
from kb.model import Article, Revision, Tag
from kb.sources.front import read_front
from kb.sources.source_page import SourcePage, read_page
from kb.storage import Database

WORDS_A_MINUTE = 220
_SECONDS_BETWEEN_LOOKS = 1.0


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page with the plain text of its sections, for which it has been parsed once."""

    source: SourcePage
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """The catalogue as it is now, the pages that are new or changed, and the slugs that went."""

    catalogue: Catalogue
    pages: tuple[ReadPage, ...]
    gone: tuple[str, ...]


Follower = Callable[[Change], None]
_Feed = tuple[int, int]


class Shelves:
    """Keeps the catalogue. Safe to use from any number of threads."""

    def __init__(self, database: Database, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Follow `database`; nothing is read before the first question."""
        self._database = database
        self._monotonic = monotonic
        self._followers: list[Follower] = []
        self._refreshing = threading.Lock()
        self._catalogue: Catalogue | None = None
        self._feed: _Feed = (0, 0)
        self._looked = 0.0

    def follow(self, follower: Follower) -> None:
        """Have `follower` told of every change; call this before the first question."""
        self._followers.append(follower)

    def catalogue(self) -> Catalogue:
        """Return the catalogue, at most about a second old.

        While another thread brings it up to date, it is answered from what is there.
        """
        known = self._catalogue
        if known is not None and self._monotonic() - self._looked < _SECONDS_BETWEEN_LOOKS:
            return known
        if known is not None and self._refreshing.locked():
            return known
        return self.refresh()

    def refresh(self) -> Catalogue:
        """Look now, and return the catalogue as of this moment."""
        with self._refreshing:
            self._looked = self._monotonic()
            with self._database.read() as session:
                feed = _feed(session)
                if self._catalogue is not None and feed == self._feed:
                    return self._catalogue
                change = self._changes(session)
            for follower in self._followers:
                follower(change)
            self._feed, self._catalogue = feed, change.catalogue
            return change.catalogue

    def read(self, slug: str) -> tuple[ReadPage, Entry] | None:
        """Return what stands at `slug` at this moment; who may see it is the caller's to ask."""
        with self._database.read() as session:
            article = session.exec(select(Article).where(Article.slug == slug)).first()
            if article is None:
                return None
            page, revision = _source(session, article)
            tags = session.exec(select(Tag.name).where(Tag.article_id == article.id).order_by(Tag.name)).all()
            return page, _entry(article, revision, page, tuple(tags))

    def _changes(self, session: Session) -> Change:
        before = self._catalogue.entries if self._catalogue else {}
        tags = _tags(session)
        entries: dict[str, Entry] = {}
        pages: list[ReadPage] = []
        for article, sha256 in _heads(session):
            known = before.get(article.slug)
            if known and known.sha256 == sha256 and known.card.revision == article.current:
                entries[article.slug] = known
                continue
            page, revision = _source(session, article)
            entries[article.slug] = _entry(article, revision, page, tags.get(article.id or 0, ()))
            pages.append(page)
        gone = tuple(slug for slug in before if slug not in entries)
        return Change(Catalogue(entries.values()), tuple(pages), gone)


def _source(session: Session, article: Article) -> tuple[ReadPage, Revision]:
    wanted = (Revision.article_id == article.id, Revision.number == article.current)
    revision = session.exec(select(Revision).where(*wanted)).one()
    page, _ = read_page(article.path, revision.body.encode("utf-8"))
    if page is None:
        raise ValueError(f"revision {article.current} of `{article.slug}` cannot be read")
    return ReadPage(replace(page, slug=article.slug), sections(page.body)), revision


def _feed(session: Session) -> _Feed:
    newest, count = session.exec(select(func.max(Revision.id), func.count(col(Revision.id)))).one()
    return newest or 0, count


def _heads(session: Session) -> Sequence[tuple[Article, str]]:
    current = (col(Revision.article_id) == Article.id) & (col(Revision.number) == Article.current)
    return session.exec(select(Article, Revision.sha256).join(Revision, current).order_by(Article.slug)).all()


def _tags(session: Session) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for tag in session.exec(select(Tag).order_by(col(Tag.article_id), col(Tag.name))):
        found.setdefault(tag.article_id, []).append(tag.name)
    return {article: tuple(names) for article, names in found.items()}


def _entry(article: Article, revision: Revision, page: ReadPage, tags: tuple[str, ...]) -> Entry:
    source = page.source
    front, _ = read_front(source.meta)
    every = article.review_every_days
    card = ArticleCard(
        slug=article.slug,
        kind=article.kind,  # type: ignore[arg-type] # the table holds no other
        title=article.title,
        owner=article.owner,
        tags=tags,
        summary=front.summary or "",
        revision=article.current,
        published_at=revision.at,
        verified_at=article.verified_at,
        review_due=(article.verified_at + timedelta(days=every)).date() if every else None,
        minutes=max(1, round(words(page.sections) / WORDS_A_MINUTE)),
    )
    hrefs = tuple(dict.fromkeys(link.href for link in links(source.body) if link.inner and not link.image))
    return Entry(card, article.path, source.aliases, hrefs, revision.sha256)
