"""Heads: what the article table says of each article now, and the page behind it read from its revision."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, select

from kb.library.catalogue import Entry, Former
from kb.library.views import ArticleCard
from kb.markup import Section, links, sections, words
from kb.model import Article, Redirect, Revision, Tag
from kb.sources.front import read_front
from kb.sources.source_page import SourcePage, read_page

WORDS_A_MINUTE = 220
_AT_A_TIME = 400


class Head(NamedTuple):
    """One article as its row says."""

    id: int
    slug: str
    kind: str
    title: str
    owner: str | None
    path: str
    review_every_days: int | None
    current: int
    verified_at: datetime
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page with the plain text of its sections, for which it has been parsed once."""

    source: SourcePage
    sections: tuple[Section, ...]


_COLUMNS = tuple(getattr(Article, name) for name in Head._fields)


def heads(session: Session, slugs: Collection[str] | None = None) -> tuple[Head, ...]:
    """Return the heads of all articles by slug, or of those at `slugs`."""
    if slugs is None:
        rows = session.execute(select(*_COLUMNS).order_by(col(Article.slug))).all()
        return tuple(Head(*row) for row in rows)
    found: list[Head] = []
    wanted = sorted(slugs)
    for start in range(0, len(wanted), _AT_A_TIME):
        some = col(Article.slug).in_(wanted[start : start + _AT_A_TIME])
        found += [Head(*row) for row in session.execute(select(*_COLUMNS).where(some)).all()]
    return tuple(sorted(found, key=lambda head: head.slug))


def former_addresses(session: Session) -> Former:
    """Return where every former address leads today."""
    rows = session.exec(
        select(Redirect.kind, Redirect.address, Article.slug).join(
            Article, col(Article.id) == Redirect.article_id
        )
    ).all()
    return Former(
        {address: slug for kind, address, slug in rows if kind == "slug"},
        {address: slug for kind, address, slug in rows if kind == "path"},
    )


def read_head(session: Session, head: Head) -> tuple[ReadPage, Revision]:
    """Read the page that readers see.

    Raises:
        ValueError: the revision cannot be read as a page; none such is ever written by this program.
    """
    wanted = (Revision.article_id == head.id, Revision.number == head.current)
    revision = session.exec(select(Revision).where(*wanted)).one()
    page, _ = read_page(head.path, revision.body.encode("utf-8"))
    if page is None:
        raise ValueError(f"revision {head.current} of `{head.slug}` cannot be read")
    return ReadPage(replace(page, slug=head.slug), sections(page.body)), revision


def as_entry(session: Session, head: Head, revision: Revision, page: ReadPage) -> Entry:
    """Return the catalogue's entry for a page that was just read."""
    source = page.source
    front, _ = read_front(source.meta)
    card = ArticleCard(
        slug=head.slug,
        kind=head.kind,  # type: ignore[arg-type] # the table holds no other
        title=head.title,
        owner=head.owner,
        tags=_tags(session, head.id),
        summary=front.summary or "",
        revision=head.current,
        published_at=revision.at,
        verified_at=head.verified_at,
        review_due=due(head.verified_at, head.review_every_days),
        minutes=max(1, round(words(page.sections) / WORDS_A_MINUTE)),
        archived_at=head.archived_at,
    )
    hrefs = tuple(dict.fromkeys(link.href for link in links(source.body) if link.inner and not link.image))
    return Entry(head.id, card, head.path, source.aliases, hrefs, revision.sha256)


def still(head: Head, entry: Entry) -> Entry | None:
    """Return `entry` with what its row says now, or None where the page itself must be read again."""
    card = entry.card
    page_as_was = (head.slug, head.path, head.current) == (card.slug, entry.path, card.revision)
    if not page_as_was or (head.archived_at is None) != (card.archived_at is None):
        return None
    fresh = replace(
        card,
        kind=head.kind,  # type: ignore[arg-type] # the table holds no other
        title=head.title,
        owner=head.owner,
        verified_at=head.verified_at,
        review_due=due(head.verified_at, head.review_every_days),
        archived_at=head.archived_at,
    )
    return entry if fresh == card else replace(entry, card=fresh)


def due(verified_at: datetime, every_days: int | None) -> date | None:
    """Return the day on which a page is to be verified again, None where it has no interval."""
    return (verified_at + timedelta(days=every_days)).date() if every_days else None


def _tags(session: Session, article_id: int) -> tuple[str, ...]:
    named = select(Tag.name).where(Tag.article_id == article_id).order_by(col(Tag.name))
    return tuple(session.exec(named).all())
