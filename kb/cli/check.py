"""`carebook check`: what is wrong with the library, or with a folder of pages, beyond what cannot be read."""

import posixpath
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote

import typer

from kb.access import OPERATOR
from kb.cli import output
from kb.cli.library import JsonFlag, opened
from kb.sources import read_folder
from kb.sources.checking import check as check_pages
from kb.sources.checking import folder_corpus
from policies import Problem


def check(
    folder: Annotated[
        Path | None,
        typer.Option(help="A folder of pages, checked without a database.", exists=True, file_okay=False),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Name broken links, orphans, missing owners and headings, and promises that no policy keeps."""
    if folder is None:
        with opened(as_json=as_json) as app:
            problems = list(app.checking.library(OPERATOR))
            pages = len(app.library.browse(OPERATOR).articles)
    else:
        problems, pages = _of_folder(folder)
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        output.say_json({"pages": pages, "problems": [problem.as_json() for problem in problems]})
    else:
        output.say_problems(problems)
        output.say(f"{pages} pages, {errors} errors, {len(problems) - errors} warnings")
    raise typer.Exit(output.status_of(problems))


def _of_folder(folder: Path) -> tuple[list[Problem], int]:
    read_in = read_folder(folder)

    def there(page: str, href: str) -> bool:
        path = unquote(href.partition("#")[0].partition("?")[0])
        place = "" if path.startswith("/") else posixpath.dirname(page)
        found = (folder / posixpath.normpath(posixpath.join(place, path.lstrip("/")))).resolve()
        return found.is_relative_to(folder.resolve()) and found.is_file()

    problems = check_pages(folder_corpus(read_in, datetime.now(UTC).date(), there))
    found = sorted((*read_in.problems, *problems), key=lambda each: (each.path, each.line))
    return [output.under(folder, problem) for problem in found], len(read_in.pages)
