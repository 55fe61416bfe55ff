"""The links of pages rewritten after a move: a minor revision of each, in the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from kb.audit import Event
from kb.library.moving.report import Rewritten
from kb.library.revising import Stamp, revise
from kb.markup.relinking import Relinked, relink
from kb.model import Article, Revision
from kb.sources.relocation import Relocation
from kb.sources.source_page import SourcePage, read_page


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The pages that were rewritten, and the events that tell of it."""

    pages: tuple[Rewritten, ...]
    events: tuple[Event, ...]


def page_of(session: Session, article: Article) -> SourcePage:
    """Return the page that readers of `article` see.

    Raises:
        ValueError: it cannot be read as a page; none such is ever written by this program.
    """
    wanted = (Revision.article_id == article.id, Revision.number == article.current)
    body = session.exec(select(Revision.body).where(*wanted)).one()
    page, _ = read_page(article.path, body.encode("utf-8"))
    if page is None:
        raise ValueError(f"revision {article.current} of `{article.slug}` cannot be read")
    return replace(page, slug=article.slug)


def relinked(page: SourcePage, slug: str, path: str, relocation: Relocation) -> Relinked:
    """Return the text of `page`, which was `slug` at `path` before the move, with its links rewritten."""
    return relink(page.text, page.body, relocation.of_page(slug, path, page.path))


def rewrite(session: Session, slugs: Iterable[str], relocation: Relocation, stamp: Stamp) -> Rewriting:
    """Rewrite the links of the live pages at `slugs` and write each changed page down as a revision."""
    query = select(Article).where(col(Article.slug).in_(sorted(slugs)), col(Article.archived_at).is_(None))
    pages: list[Rewritten] = []
    events: list[Event] = []
    for article in session.exec(query.order_by(col(Article.slug))).all():
        page = page_of(session, article)
        found = relinked(page, article.slug, article.path, relocation)
        after = _page(page, found.text)
        if after is None:
            pages.append(Rewritten(article.slug, article.title, 0, ("every link",)))
            continue
        if found.changed:
            events.append(revise(session, article, after, stamp).event)
        if found.changed or found.missed:
            pages.append(Rewritten(article.slug, article.title, found.changed, found.missed))
    return Rewriting(tuple(pages), tuple(events))


def _page(page: SourcePage, text: str) -> SourcePage | None:
    """Return the page with another text, or None where that text would not be a page of the library."""
    after, problems = read_page(page.path, text.encode("utf-8"))
    _, before = read_page(page.path, page.text.encode("utf-8"))
    known = {problem.code for problem in before}
    if after is None or any(each.severity == "error" and each.code not in known for each in problems):
        return None
    return replace(after, slug=page.slug)
