"""The one way in which a revision comes to be: written down for ever, and its article brought up to it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, delete, func, select

from kb.access import Actor
from kb.audit import Event
from kb.library.doubts import doubt, settle
from kb.model import Article, Revision, Tag
from kb.sources.source_page import SourcePage, read_page

Origin = Literal["start", "import", "draft", "moved", "owner", "restore"]

_MECHANICAL: frozenset[Origin] = frozenset({"moved", "owner"})
_LONGEST_NOTE = 500
_LONGEST_TAG = 120


@dataclass(frozen=True, slots=True)
class Stamp:
    """By whom, when and why; `material` is what readers must be shown, `approved_by` are names.

    `origin` tells what made it: the first start, an import, a draft, a link rewritten because a page
    moved, an owner replaced, or an earlier revision restored.
    """

    actor: Actor
    at: datetime
    note: str
    material: bool = True
    origin: Origin = "draft"
    approved_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revised:
    """What came to be, and the event that tells of it: the caller records it, with its others, at the end."""

    article: Article
    revision: Revision
    event: Event


def revise(session: Session, article: Article | None, page: SourcePage, stamp: Stamp) -> Revised:
    """Write `page` down as the newest revision of `article`, or as the first of a new one, in the caller's
    transaction.

    The article takes its kind, title, owner, tags, path and review interval from the page; the slug of an
    article that is there stays as it is. A material revision counts as verified, because somebody has just
    read the page; what a machine rewrote (a link, an owner) does not. Where a clause reads otherwise now, the
    policy rows that cite it are marked to be confirmed.

    Raises:
        ValueError: the page does not say its kind; whoever admits pages has refused it before.
    """
    if page.kind is None:
        raise ValueError(f"`{page.path}` does not say its kind")
    parent = article.current if article is not None else None
    before = _body_before(session, article) if article is not None else None
    if article is None:
        article = Article(slug=page.slug, kind="", title="", path=page.path, verified_at=stamp.at)
    else:
        article.current = _newest(session, article) + 1
        if stamp.material and stamp.origin not in _MECHANICAL:
            article.verified_at = stamp.at
    article.kind = page.kind
    article.title = page.title
    article.owner = page.owner
    article.path = page.path
    article.review_every_days = page.review_every
    session.add(article)
    session.flush()
    revision = _revision(article, page, stamp, parent)
    session.add(revision)
    session.exec(delete(Tag).where(col(Tag.article_id) == article.id))
    names = dict.fromkeys(name[:_LONGEST_TAG] for name in page.tags)
    session.add_all(Tag(article_id=revision.article_id, name=name) for name in names)
    session.flush()
    doubted: tuple[str, ...] = ()
    if before is not None and stamp.origin not in _MECHANICAL:
        doubted = doubt(session, article, before, page.body, revision)
    settled = settle(session, article, page, stamp.actor.name, stamp.at) if before is not None else ()
    return Revised(article, revision, _event(article, revision, doubted, settled))


def approvers(revision: Revision) -> tuple[str, ...]:
    """Return the names of those who approved a revision, in the order in which they did."""
    return tuple(str(name) for name in json.loads(revision.approved_by))


def _body_before(session: Session, article: Article) -> str | None:
    wanted = (Revision.article_id == article.id, Revision.number == article.current)
    text = session.exec(select(Revision.body).where(*wanted)).first()
    page = read_page(article.path, text.encode("utf-8"))[0] if text is not None else None
    return page.body if page is not None else None


def _newest(session: Session, article: Article) -> int:
    numbers = select(func.max(Revision.number)).where(Revision.article_id == article.id)
    return max(session.exec(numbers).one() or 0, article.current)


def _revision(article: Article, page: SourcePage, stamp: Stamp, parent: int | None) -> Revision:
    assert article.id is not None  # noqa: S101 -- it has been flushed
    return Revision(
        article_id=article.id,
        number=article.current,
        parent=parent,
        body=page.text,
        sha256=page.sha256,
        author=stamp.actor.name,
        at=stamp.at,
        note=stamp.note[:_LONGEST_NOTE],
        material=stamp.material,
        origin=stamp.origin,
        approved_by=json.dumps(stamp.approved_by, ensure_ascii=False),
    )


def _event(article: Article, revision: Revision, doubted: tuple[str, ...], settled: tuple[str, ...]) -> Event:
    return Event(
        "library",
        "publish",
        article.slug,
        {
            "kind": article.kind,
            "revision": revision.number,
            "parent": revision.parent,
            "sha256": revision.sha256,
            "origin": revision.origin,
            "author": revision.author,
            "note": revision.note,
            "material": revision.material,
            "approved_by": list(approvers(revision)),
            "to_confirm": list(doubted),
            "no_longer_to_confirm": list(settled),
        },
    )
