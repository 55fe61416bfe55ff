"""`carebook render`: a page in, safe HTML out; and how every command opens the library."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import output
from kb.markup import MarkupError, render
from kb.settings import Settings
from kb.sources import read_page

if TYPE_CHECKING:
    from kb.app import App

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


@contextmanager
def opened(*, as_json: bool, ready: bool = True, empty: bool = False) -> Iterator["App"]:
    """Yield the app on the library that the settings name, or end the command and say why it cannot open.

    Not `ready` and `empty` are what `open_app` takes them for.
    """
    from kb.app import open_app  # noqa: PLC0415 - the database is slow to load, and most commands need none
    from kb.library import NoStarterPages  # noqa: PLC0415
    from kb.storage import StorageError  # noqa: PLC0415

    try:
        app = open_app(Settings(), ready=ready, empty=empty)
    except (StorageError, NoStarterPages) as error:
        output.refuse("no-library", str(error), as_json=as_json, status=output.PROBLEMS)
    try:
        yield app
    finally:
        app.close()


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
