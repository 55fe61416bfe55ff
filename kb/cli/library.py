"""`carebook import` and `carebook render`: pages in, safe HTML out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.access import OPERATOR
from kb.cli import output
from kb.markup import MarkupError, render
from kb.settings import Settings
from kb.sources import read_page

if TYPE_CHECKING:
    from kb.app import App

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


@contextmanager
def opened(*, as_json: bool) -> Iterator["App"]:
    """Yield the app on the library that the settings name, or end the command and say why it cannot open."""
    from kb.app import open_app  # noqa: PLC0415 - the database is slow to load, and most commands need none
    from kb.library import NoStarterPages  # noqa: PLC0415
    from kb.storage import StorageError  # noqa: PLC0415

    try:
        app = open_app(Settings())
    except (StorageError, NoStarterPages) as error:
        output.refuse("no-library", str(error), as_json=as_json, status=output.PROBLEMS)
    try:
        yield app
    finally:
        app.close()


def import_(
    directory: Annotated[
        Path, typer.Argument(help="A folder of Markdown pages.", exists=True, file_okay=False)
    ],
    as_json: JsonFlag = False,
) -> None:
    """Load a folder of pages into the library; a refused page is named by file and line, the others load."""
    with opened(as_json=as_json) as app:
        report = app.library.import_folder(OPERATOR, directory)
    problems = [output.under(directory, problem) for problem in report.problems]
    if as_json:
        output.say_json(
            {
                "created": list(report.created),
                "updated": list(report.updated),
                "unchanged": list(report.unchanged),
                "problems": [problem.as_json() for problem in problems],
            }
        )
    else:
        output.say_problems(problems)
        refused = {problem.path for problem in problems if problem.severity == "error"}
        counts = (len(report.created), len(report.updated), len(report.unchanged), len(refused))
        output.say("{} created, {} updated, {} unchanged, {} refused".format(*counts))
    raise typer.Exit(output.status_of(problems))


def render_(
    file: Annotated[Path, typer.Argument(help="A Markdown page; `-` reads stdin.", allow_dash=True)],
) -> None:
    """Write the page's safe HTML to stdout.

    Links between pages are kept as they are written, because a page alone does not know its library.
    """
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        output.refuse(
            "no-file", f"`{file}` cannot be read: {error.strerror}", as_json=False, status=output.USAGE
        )
    page, problems = read_page(file.name, data)
    output.warn_problems(problems)
    if page is None:
        raise typer.Exit(output.PROBLEMS)
    try:
        output.say(render(page.body, _as_written))
    except MarkupError as error:
        output.refuse("bad-page", str(error), as_json=False, status=output.PROBLEMS)
    raise typer.Exit(output.status_of(problems))


def _as_written(href: str) -> str:
    return href
