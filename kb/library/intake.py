"""What an import says of what it did, and what it keeps to be mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, delete, select

from kb.model import LoadProblem
from policies import Problem

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class AttachmentReport:
    """What became of images and documents, by path; `unchanged` is only counted."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do, by slug, and every problem it met; a page with an error was left out.

    `behind` are pages that changed here since the folder was written, and not in the folder; `merged` ones
    changed in both, in different lines; of `conflicts`, both texts are kept in a draft and readers see what
    they saw. `assumed` counts by kind the pages that did not say theirs.
    """

    created: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: tuple[Problem, ...]
    merged: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    attachments: AttachmentReport = AttachmentReport()
    assumed: Mapping[str, int] = field(default_factory=dict)
    dry_run: bool = False


def keep_problems(session: Session, paths: Iterable[str], problems: Iterable[Problem], at: datetime) -> None:
    """Replace what earlier imports said of these paths by what this one says."""
    wanted = set(paths)
    known = session.exec(select(LoadProblem.path).distinct()).all()
    for path in sorted(wanted.intersection(known)):
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
    session.flush()
