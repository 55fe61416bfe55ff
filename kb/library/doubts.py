"""Doubts: opened on the rows that cite a changed clause, closed when somebody changes what a row cites."""

from collections.abc import Iterator
from datetime import datetime
from threading import Lock

from sqlmodel import Session, col, select

from kb.library.clauses import Citation, Citations, changed_clauses, leads_to
from kb.model import Article, ClauseDoubt, Redirect, Revision
from kb.sources.source_page import SourcePage, read_page

_CITATIONS = Citations()
_READING = Lock()


def doubt(session: Session, article: Article, before: str, after: str, revision: Revision) -> tuple[str, ...]:
    """Open a doubt on every policy row that cites a clause of `article` which reads otherwise now.

    `before` and `after` are the bodies of the page, which `revision` changed. Returns `slug rule #anchor` of
    each row, for the record. A row already in doubt about the clause stays so, since when it was.
    """
    changed = changed_clauses(before, after)
    if not changed:
        return ()
    opened: list[str] = []
    for policy, rule, anchor in _citing(session, article):
        if anchor in changed and _open(session, policy, rule, article, anchor) is None:
            row = ClauseDoubt(
                policy_id=policy.id or 0,
                rule=rule,
                article_id=revision.article_id,
                anchor=anchor,
                since=revision.number,
                at=revision.at,
            )
            session.add(row)
            session.flush()
            opened.append(f"{policy.slug} {rule} #{anchor}")
    return tuple(opened)


def settle(session: Session, policy: Article, page: SourcePage, by: str, at: datetime) -> tuple[str, ...]:
    """Close the doubts about rows of `policy` that, in the text of `page`, no longer cite the clause."""
    still_open = session.exec(
        select(ClauseDoubt).where(ClauseDoubt.policy_id == policy.id, col(ClauseDoubt.closed_at).is_(None))
    ).all()
    if not still_open:
        return ()
    cited = citations(session, page) if page.kind == "policy" else ()
    closed: list[str] = []
    for each in still_open:
        article = session.get_one(Article, each.article_id)
        own, former = _addresses(session, article)
        now = {(one.rule, leads_to(page.path, one.href, own, former, article.slug)) for one in cited}
        if (each.rule, each.anchor) not in now:
            each.closed_at, each.closed_by, each.closing = at, by, "changed"
            session.add(each)
            closed.append(f"{each.rule} #{each.anchor}")
    session.flush()
    return tuple(closed)


def citations(session: Session, page: SourcePage) -> tuple[Citation, ...]:
    """Return what the rows of a policy cite, read with the vocabularies as they are now."""
    return _cite(page, tuple(each for _, each in _policies(session) if _is_vocabulary(each)))


def _citing(session: Session, article: Article) -> Iterator[tuple[Article, str, str]]:
    own, former = _addresses(session, article)
    known = tuple(_policies(session))
    vocabularies = tuple(page for _, page in known if _is_vocabulary(page))
    for policy, page in known:
        if _is_vocabulary(page) or policy.id == article.id:
            continue
        for each in _cite(page, vocabularies):
            anchor = leads_to(page.path, each.href, own, former, article.slug)
            if anchor is not None:
                yield policy, each.rule, anchor


def _cite(page: SourcePage, vocabularies: tuple[SourcePage, ...]) -> tuple[Citation, ...]:
    with _READING:
        return _CITATIONS.of(page, vocabularies)


def _policies(session: Session) -> Iterator[tuple[Article, SourcePage]]:
    current = (col(Revision.article_id) == Article.id) & (col(Revision.number) == Article.current)
    rows = session.exec(
        select(Article, Revision.body)
        .join(Revision, current)
        .where(Article.kind == "policy", col(Article.archived_at).is_(None))
        .order_by(Article.slug)
    ).all()
    for article, body in rows:
        page, _ = read_page(article.path, body.encode("utf-8"))
        if page is not None:
            yield article, page


def _is_vocabulary(page: SourcePage) -> bool:
    return page.slug.startswith("vocabulary")


def _addresses(session: Session, article: Article) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the paths at which an article lies or lay, with its slug, and its former slugs."""
    rows = session.exec(
        select(Redirect.kind, Redirect.address).where(Redirect.article_id == article.id)
    ).all()
    paths = [article.path, *(address for kind, address in rows if kind == "path")]
    return [(path, article.slug) for path in paths], [address for kind, address in rows if kind == "slug"]


def _open(session: Session, policy: Article, rule: str, article: Article, anchor: str) -> ClauseDoubt | None:
    return session.exec(
        select(ClauseDoubt).where(
            ClauseDoubt.policy_id == policy.id,
            ClauseDoubt.rule == rule,
            ClauseDoubt.article_id == article.id,
            ClauseDoubt.anchor == anchor,
            col(ClauseDoubt.closed_at).is_(None),
        )
    ).first()
