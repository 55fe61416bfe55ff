"""The writing half of an import: admitted pages become articles and revisions, all of them or none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from kb.library.admission import Admission
from kb.model import Article, LoadProblem, Revision, Tag
from kb.sources.folder import Folder
from kb.sources.source_page import SourcePage
from policies import Problem

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, by slug, and every problem it met; a page with an error was left out, whole."""

    created: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Stamp:
    """By whom, when and why."""

    author: str
    at: datetime
    note: str


def take_in(session: Session, folder: Folder, admission: Admission, stamp: Stamp) -> ImportReport:
    """Store the admitted pages, in the caller's transaction.

    A page that is there with the same bytes is left as it is; with other bytes it gets a new revision, and
    the one before stays.
    """
    done: dict[str, list[str]] = {"created": [], "updated": [], "unchanged": []}
    for page in admission.pages:
        done[_store(session, page, stamp)].append(page.slug)
    paths = {page.path for page in folder.pages} | {problem.path for problem in admission.problems}
    _keep_problems(session, paths, admission.problems, stamp.at)
    return ImportReport(
        tuple(done["created"]), tuple(done["updated"]), tuple(done["unchanged"]), admission.problems
    )


def _store(session: Session, page: SourcePage, stamp: Stamp) -> str:
    article = session.exec(select(Article).where(Article.slug == page.slug)).first()
    if article is None:
        article = Article(slug=page.slug, kind="", title="", path=page.path, verified_at=stamp.at)
        _describe(article, page, stamp)
        session.add(article)
        session.flush()
        _add_revision(session, article, page, stamp, parent=None)
        return "created"
    parent = article.current
    wanted = (Revision.article_id == article.id, Revision.number == parent)
    current = session.exec(select(Revision.sha256).where(*wanted)).one()
    if current == page.sha256:
        return "unchanged"
    newest = session.exec(
        select(Revision.number).where(Revision.article_id == article.id).order_by(col(Revision.number).desc())
    ).first()
    article.current = (newest or parent) + 1
    _describe(article, page, stamp)
    _add_revision(session, article, page, stamp, parent=parent)
    return "updated"


def _describe(article: Article, page: SourcePage, stamp: Stamp) -> None:
    assert page.kind is not None  # noqa: S101 -- a page without one was not admitted
    article.kind = page.kind
    article.title = page.title
    article.owner = page.owner
    article.path = page.path
    article.review_every_days = page.review_every
    article.verified_at = stamp.at


def _add_revision(
    session: Session, article: Article, page: SourcePage, stamp: Stamp, *, parent: int | None
) -> None:
    assert article.id is not None  # noqa: S101 -- it has been flushed
    session.add(
        Revision(
            article_id=article.id,
            number=article.current,
            parent=parent,
            body=page.text,
            sha256=page.sha256,
            author=stamp.author,
            at=stamp.at,
            note=stamp.note,
        )
    )
    session.exec(delete(Tag).where(col(Tag.article_id) == article.id))
    session.add_all(Tag(article_id=article.id, name=name[:120]) for name in dict.fromkeys(page.tags))
    session.flush()


def _keep_problems(session: Session, paths: set[str], problems: Iterable[Problem], at: datetime) -> None:
    """Replace what earlier imports said of these paths by what this one says."""
    for path in sorted(paths):
        session.exec(delete(LoadProblem).where(col(LoadProblem.path) == path))
    session.add_all(
        LoadProblem(
            path=problem.path[:_LONGEST],
            line=problem.line,
            code=problem.code,
            severity=problem.severity,
            message=problem.message[:_LONGEST],
            hint=problem.hint[:_LONGEST],
            at=at,
        )
        for problem in problems
    )
