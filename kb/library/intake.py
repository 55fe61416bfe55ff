"""The writing half of an import: admitted pages become articles and revisions, all of them or none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from kb.audit import Event, record
from kb.library.admission import Admission
from kb.library.revising import Stamp, revise
from kb.model import Article, LoadProblem, Revision
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


def take_in(session: Session, folder: Folder, admission: Admission, stamp: Stamp) -> ImportReport:
    """Store the admitted pages and record it, as the last thing in the caller's transaction.

    A page that is there with the same bytes is left as it is; with other bytes it gets a new revision, and
    the one before stays.
    """
    done: dict[str, list[str]] = {"created": [], "updated": [], "unchanged": []}
    events: list[Event] = []
    for page in admission.pages:
        what, event = _store(session, page, stamp)
        done[what].append(page.slug)
        events += [event] if event else []
    paths = {page.path for page in folder.pages} | {problem.path for problem in admission.problems}
    _keep_problems(session, paths, admission.problems, stamp.at)
    record(session, stamp.actor, stamp.at, *events)
    return ImportReport(
        tuple(done["created"]), tuple(done["updated"]), tuple(done["unchanged"]), admission.problems
    )


def _store(session: Session, page: SourcePage, stamp: Stamp) -> tuple[str, Event | None]:
    article = session.exec(select(Article).where(Article.slug == page.slug)).first()
    if article is None:
        return "created", revise(session, None, page, stamp).event
    wanted = (Revision.article_id == article.id, Revision.number == article.current)
    current = session.exec(select(Revision.sha256).where(*wanted)).one()
    if current == page.sha256:
        return "unchanged", None
    return "updated", revise(session, article, page, stamp).event


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
