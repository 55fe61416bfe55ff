"""Heads: what the article table says of each article now, and the page behind it read from its revision."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from sqlmodel import Session, col, select

from kb.library.catalogue import Entry, Former
from kb.library.parsed import Gist, ParsedPages
from kb.library.views import ArticleCard
from kb.markup import Section, links, sections, transcluded_words, words
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


@dataclass(frozen=True)
class ReadPage:
    """A page; what must be parsed out of it is so once, when it is first asked for."""

    source: SourcePage
    known: Gist | None = None

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The plain text of its sections."""
        return sections(self.source.body)

    @cached_property
    def gist(self) -> Gist:
        """What the catalogue needs of its text."""
        if self.known is not None:
            return self.known
        front, _ = read_front(self.source.meta)
        found = (link.href for link in links(self.source.body) if link.inner and not link.image)
        read = words(self.sections) + transcluded_words(self.source.body)
        minutes = max(1, round(read / WORDS_A_MINUTE))
        return Gist(front.summary or "", minutes, tuple(dict.fromkeys(found)))


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
    ((_, page, revision, _),) = read_heads(session, (head,))
    return page, revision


def read_heads(
    session: Session, found: Sequence[Head], parsed: ParsedPages | None = None
) -> Iterator[tuple[Head, ReadPage, Revision, tuple[str, ...]]]:
    """Yield each head with its page, its revision and its tags; what `parsed` knows is not parsed again."""
    for start in range(0, len(found), _AT_A_TIME):
        some = found[start : start + _AT_A_TIME]
        ids = [head.id for head in some]
        current = select(Revision).join(Article, col(Article.id) == Revision.article_id)
        wanted = current.where(col(Article.id).in_(ids), Revision.number == Article.current)
        revisions = {revision.article_id: revision for revision in session.exec(wanted)}
        tags: dict[int, list[str]] = {}
        for tag in session.exec(select(Tag).where(col(Tag.article_id).in_(ids)).order_by(col(Tag.name))):
            tags.setdefault(tag.article_id, []).append(tag.name)
        for head in some:
            revision = revisions[head.id]
            yield head, _page(head, revision, parsed), revision, tuple(tags.get(head.id, ()))
            session.expunge(revision)


def _page(head: Head, revision: Revision, parsed: ParsedPages | None) -> ReadPage:
    known = parsed.recall(head.path, revision.sha256, revision.body) if parsed is not None else None
    if known is not None:
        return ReadPage(replace(known[0], slug=head.slug), known[1])
    page, _ = read_page(head.path, revision.body.encode("utf-8"))
    if page is None:
        raise ValueError(f"revision {head.current} of `{head.slug}` cannot be read")
    read = ReadPage(replace(page, slug=head.slug))
    if parsed is not None and page.sha256 == revision.sha256:
        parsed.keep(page, read.gist)
    return read


def as_entry(head: Head, revision: Revision, page: ReadPage, tags: tuple[str, ...]) -> Entry:
    """Return the catalogue's entry for a page that was just read."""
    gist = page.gist
    card = ArticleCard(
        slug=head.slug,
        kind=head.kind,  # type: ignore[arg-type] # the table holds no other
        title=head.title,
        owner=head.owner,
        tags=tags,
        summary=gist.summary,
        revision=head.current,
        published_at=revision.at,
        verified_at=head.verified_at,
        review_due=due(head.verified_at, head.review_every_days),
        minutes=gist.minutes,
        archived_at=head.archived_at,
    )
    return Entry(head.id, card, head.path, page.source.aliases, gist.hrefs, revision.sha256)


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
