"""An import from beginning to end: looked at outside the transaction, written in one, or not at all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from kb.audit import record
from kb.library.exchanging.archives import ZipTree
from kb.library.exchanging.errors import BadArchive
from kb.library.exchanging.identities import Known, identify
from kb.library.exchanging.laying import AttachmentTaking
from kb.library.exchanging.manifest import Manifest, read_manifest
from kb.library.exchanging.surveying import Progress, Survey, survey
from kb.library.exchanging.taking import PageTaking
from kb.library.exchanging.trees import FolderTree, Tree
from kb.library.intake import ImportReport, keep_problems
from kb.library.revising import Stamp
from kb.sources.front import Kind
from kb.storage import Database
from policies import Problem


@dataclass(frozen=True, slots=True)
class Terms:
    """How pages are taken: `kind` for those that say none, `most_bytes` for an attachment."""

    kind: Kind | None = None
    most_bytes: int = 5 * 1024 * 1024
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A tree that has been looked at, ready to be written."""

    tree: Tree
    manifest: Manifest | None
    found: Survey


class _Undone(Exception):  # noqa: N818 -- a signal of ours, caught where it is meant for
    """A dry run ends like an error: with nothing left of it."""


def quietly(_what: str, _done: int, _all: int) -> None:
    """Tell nobody how far it has come."""


@contextmanager
def opened_tree(source: Path) -> Iterator[Tree]:
    """Give the folder or the archive at `source` as a tree.

    Raises:
        NotADirectoryError: it is neither.
        BadArchive: it is an archive that must not be opened.
    """
    if source.is_dir():
        yield FolderTree(source)
        return
    if not source.is_file():
        raise NotADirectoryError(f"`{source}` is neither a folder nor an archive")
    if source.suffix.lower() != ".zip":
        raise BadArchive("bad-archive", f"`{source.name}` is neither a folder nor a `.zip`")
    tree = ZipTree(source)
    try:
        yield tree
    finally:
        tree.close()


def is_export(source: Path) -> bool:
    """Say whether an export wrote the folder or archive at `source`.

    Raises:
        NotADirectoryError: it is neither.
        BadArchive: it is an archive that must not be opened.
    """
    with opened_tree(source) as tree:
        return tree.manifest() is not None


def look(tree: Tree, terms: Terms, progress: Progress = quietly) -> Surveyed:
    """Look at the whole of a tree, before anything is written.

    Raises:
        BadArchive, BadManifest: nothing of it can be taken.
    """
    manifest = read_manifest(tree.manifest())
    return Surveyed(tree, manifest, survey(tree, manifest, terms.most_bytes, progress))


def bring_in(
    database: Database, surveyed: Surveyed, terms: Terms, stamp: Stamp, progress: Progress = quietly
) -> ImportReport:
    """Write what was looked at, in one transaction: all of it or, if it is interrupted, nothing."""
    reports: list[ImportReport] = []
    try:
        with database.write() as session:
            database.alone(session)
            reports.append(write(session, surveyed, terms, stamp, progress))
            if terms.dry_run:
                raise _Undone  # noqa: TRY301 -- the transaction has to see it
    except _Undone:
        pass
    return reports[0]


def write(
    session: Session, surveyed: Surveyed, terms: Terms, stamp: Stamp, progress: Progress = quietly
) -> ImportReport:
    """Write what was looked at, as the last thing in the caller's transaction."""
    tree, manifest, found = surveyed.tree, surveyed.manifest, surveyed.found
    known = Known(session)
    pages, problems, assumed = identify(found.pages, known, manifest, terms.kind)
    taking = PageTaking(session, tree, known, stamp)
    taking.take(pages, progress)
    laying = AttachmentTaking(session, tree, manifest, stamp)
    attachments = laying.take(found.attachments, terms.most_bytes, progress)
    problems = [*found.problems, *problems, *taking.problems, *laying.problems, *_gone(manifest, found)]
    problems.sort(key=lambda problem: (problem.path, problem.line))
    paths = found.files | {problem.path for problem in problems}
    keep_problems(session, paths, (each for each in problems if each.code not in _OF_THE_MOMENT), stamp.at)
    progress("record", 0, 1)
    record(session, stamp.actor, stamp.at, *taking.events, *laying.events)
    done = {key: tuple(sorted(slugs)) for key, slugs in taking.done.items()}
    return ImportReport(
        created=done.get("created", ()),
        updated=done.get("updated", ()),
        unchanged=done.get("unchanged", ()),
        problems=tuple(problems),
        merged=done.get("merged", ()),
        conflicts=done.get("conflict", ()),
        behind=done.get("behind", ()),
        attachments=attachments,
        assumed=dict(Counter(assumed.values())),
        dry_run=terms.dry_run,
    )


_OF_THE_MOMENT = frozenset({"html", "passed-over", "gone", "conflict", "changed-meanwhile", "path-taken"})
"""What the next look at the library need not be told: it is about this import, not about a page."""


def _gone(manifest: Manifest | None, found: Survey) -> Iterator[Problem]:
    """Name what the export had and the tree has no more: nothing is archived because a file is missing."""
    if manifest is None:
        return
    here = Counter(each.page.sha256 for each in found.pages)
    for file, page in manifest.pages.items():
        if file not in found.files and not here[page.sha256]:
            message = f"`{page.slug}` was exported to this file, and the file is gone"
            yield Problem("gone", "warning", file, 1, message, "archive the page, if it shall go")
