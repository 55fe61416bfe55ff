"""Folders of policy pages as the command line reads them: a book, or all that is wrong with one."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from kb.cli import output
from kb.sources import Folder, References, policy_pages, read_folder
from policies import Book, Page, Problem, analyse, read

FolderOption = Annotated[
    Path,
    typer.Option(help="The folder of pages, its vocabulary among them.", exists=True, file_okay=False),
]
AsOfOption = Annotated[str | None, typer.Option(help="As on this day, YYYY-MM-DD; today where not given.")]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def today() -> date:
    """Return the day on which a decision without `as_of` is made (UTC)."""
    return datetime.now(UTC).date()


def book_of(folder: Path) -> Book:
    """Return the policies of a folder; where a page could not be read at all, that is said on stderr."""
    read_in = read_folder(folder)
    pages = policy_pages(read_in)
    if not pages or output.status_of(read_in.problems):
        output.warn_problems(read_in.problems)
    return read(pages)


def book_at(path: Path) -> Book:
    """Return the policies of a folder, or of one page with what it needs from the folder it lies in.

    A policy needs the vocabulary beside it, a vocabulary the policies written in it; other revisions of the
    page that lie beside it are left out.
    """
    if path.is_dir():
        return book_of(path)
    pages = policy_pages(read_folder(path.parent))
    own = [page for page in pages if page.path == path.name]
    others = [page for page in pages if own and page.is_vocabulary != own[0].is_vocabulary]
    return read((*own, *others))


def problems_of(folder: Path) -> tuple[list[Problem], int]:
    """Return all that is wrong with the policies of a folder, and how many pages they are."""
    read_in, pages, problems = _checked(folder)
    return [output.under(folder, problem) for problem in (*read_in.problems, *problems)], len(pages)


def problems_of_page(page: Path) -> tuple[list[Problem], int]:
    """Return what is wrong with one page and with the vocabulary it is written in."""
    read_in, pages, problems = _checked(page.parent)
    wanted = {page.name} | {each.path for each in pages if each.is_vocabulary}
    found = [problem for problem in (*read_in.problems, *problems) if problem.path in wanted]
    count = sum(each.path == page.name for each in pages)
    if not count and all(problem.path != page.name for problem in found):
        found.append(_no_policy(page))
    return [output.under(page.parent, problem) for problem in found], count


def _no_policy(page: Path) -> Problem:
    """Return the problem that a page asked for by its path is no policy."""
    if page.is_file() and not page.stat().st_size:
        what, hint = "the page is empty", "start it with front matter, `kind: policy` in it"
    else:
        what, hint = "no page of kind `policy`", "write `kind: policy` in its front matter"
    return Problem("no-policy-page", "error", page.name, 1, what, hint)


def _checked(folder: Path) -> tuple[Folder, tuple[Page, ...], tuple[Problem, ...]]:
    read_in = read_folder(folder)
    pages = policy_pages(read_in)
    return read_in, pages, (*(book := read(pages)).problems, *analyse(book, References(read_in)))
