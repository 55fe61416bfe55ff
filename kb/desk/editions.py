"""Editions: the revisions of a policy page that decide on some day, found among all it ever had.

The newest revision decides from its `effective` day on. The days before belong to the newest revision before
it whose day is earlier, and so on: what is on the page is what is executed, as soon as it says so, and a
change published ahead of its day leaves the former text in force until then.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, func, select

from kb.markup import FrontMatterError, split_front_matter
from kb.model import Article, Revision
from kb.sources import policy_page, read_page
from policies import Page
from policies.label import key_of

_HEAD = 8192
"""Characters in which the front matter of any page ends."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One revision of a policy page, in force from the day `since` until the next one's."""

    slug: str
    number: int
    since: date
    page: Page


def heads(session: Session, *, hold: bool = False) -> dict[str, int]:
    """Return the newest revision of every policy page that is not archived, by slug.

    With `hold` nobody publishes one of them before the caller's transaction ends.
    """
    query = select(Article.slug, Article.current).where(
        col(Article.kind) == "policy", col(Article.archived_at).is_(None)
    )
    if hold:  # on SQLite the transaction itself keeps every other writer out
        query = query.order_by(col(Article.id)).with_for_update(read=True)
    return dict(session.exec(query).all())


def editions(session: Session, slug: str) -> tuple[Edition, ...]:
    """Return the editions of the page at `slug`, newest first; none where no policy is there.

    The newest keeps the page's path; in the path of an earlier one its number is named.
    """
    article = session.exec(select(Article).where(Article.slug == slug)).first()
    if article is None or article.kind != "policy" or article.archived_at is not None:
        return ()
    newest = _read(session, article, article.current)
    if newest is None:
        return ()
    found = [newest]
    for number, since, complaint in _former(session, article):
        if since < found[-1].since and complaint == _complaint(newest.page.meta):
            former = _read(session, article, number)
            if former is not None:
                found.append(former)
        if found[-1].since == date.min:
            break
    return tuple(found)


def _former(session: Session, article: Article) -> Iterator[tuple[int, date, str]]:
    """Yield number, first day and complaint of every earlier revision, newest first; heads alone are read."""
    head = func.substr(Revision.body, 1, _HEAD)
    query = (
        select(Revision.number, head)
        .where(Revision.article_id == article.id, col(Revision.number) < article.current)
        .order_by(col(Revision.number).desc())
    )
    for number, text in session.exec(query):
        try:
            meta = split_front_matter(text).meta
        except FrontMatterError:
            continue
        if str(meta.get("kind", "")).strip().lower() == "policy":
            yield number, _since(meta.get("effective")), _complaint(meta)


def _read(session: Session, article: Article, number: int) -> Edition | None:
    wanted = (Revision.article_id == article.id, Revision.number == number)
    body = session.exec(select(Revision.body).where(*wanted)).one()
    path = article.path if number == article.current else f"{article.path}@{number}"
    source, _ = read_page(article.path, body.encode("utf-8", "surrogatepass"))
    if source is None:
        return None
    page = policy_page(replace(source, slug=article.slug, path=path))
    return Edition(article.slug, number, _since(page.meta.get("effective")), page)


def _since(stated: object) -> date:
    """Return the day as the engine reads it; a page without a day, or with a bad one, has always been."""
    if isinstance(stated, date):
        return stated
    try:
        return date.fromisoformat(str(stated).strip())
    except ValueError:
        return date.min


def _complaint(meta: object) -> str:
    stated = meta.get("complaint") if isinstance(meta, dict) else None
    return key_of(str(stated)) if stated is not None else ""
