"""`carebook policy …`: check, decide and batch over a folder of pages, with no database."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from kb.cli import cases, output
from kb.cli.wording import in_words
from kb.sources import Folder, References, policy_pages, read_folder
from policies import Book, CaseError, Page, PolicyError, Problem, UnknownComplaint, analyse, read

app = typer.Typer(
    help="Check policies and decide cases from a folder of Markdown pages.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

FolderOption = Annotated[
    Path,
    typer.Option(help="The folder of pages, its vocabulary among them.", exists=True, file_okay=False),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="Folders, or single pages.", exists=True)],
    as_json: JsonFlag = False,
) -> None:
    """Report every problem of the policy pages at once; exit 1 when one of them is an error.

    A single page is read beside the other pages of its own folder, and its vocabulary is reported on with it.
    """
    problems: dict[Problem, None] = {}
    pages = 0
    for path in paths:
        found, count = _check_folder(path) if path.is_dir() else _check_page(path)
        problems |= dict.fromkeys(found)
        pages += count
    if not pages and not problems:
        output.refuse("no-policies", "no policy page was found there", as_json=as_json, status=output.USAGE)
    if as_json:
        output.say_json({"checked": pages, "problems": [problem.as_json() for problem in problems]})
    else:
        output.say_problems(problems)
        output.say(f"{pages} policy page(s) checked, {len(problems)} problem(s)")
    raise typer.Exit(output.status_of(problems))


@app.command()
def decide(
    folder: FolderOption,
    complaint: Annotated[str, typer.Option(help="Key of the complaint type, such as arrived_damaged.")],
    role: Annotated[str, typer.Option(help="Key of the role that asks, such as agent.")],
    fact: Annotated[list[str] | None, typer.Option(help="KEY=VALUE; a fact not given is unknown.")] = None,
    as_of: Annotated[str | None, typer.Option(help="Decide as on this day, YYYY-MM-DD.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Say which remedy ROLE may grant in one case, how much, and why."""
    book = _book(folder)
    try:
        facts = cases.facts_of(fact or [])
        decision = book.decide(complaint, role, facts, cases.day(as_of, today()))
    except (PolicyError, cases.CaseLineError) as error:
        output.refuse(error.code, cases.said(error), as_json=as_json, status=_status_of(error))
    if as_json:
        output.say_json(decision.as_json())
    else:
        output.say(in_words(decision))


@app.command()
def batch(
    folder: FolderOption,
    cases_file: Annotated[
        Path, typer.Option("--cases", help="One JSON case a line; `-` is stdin.", allow_dash=True)
    ],
) -> None:
    """Decide many cases: one JSON object out for each line in, in order, as they come.

    A bad line gives an `error` object in its place and exit code 1; the rest are answered.
    """
    book = _book(folder)
    status = output.FINE
    now = today()
    with cases.opened(cases_file) as lines:
        for line in lines:
            try:
                output.say_json(cases.decide_line(book, line, now))
            except (PolicyError, cases.CaseLineError) as error:
                status = output.PROBLEMS
                output.say_json(output.error_object(error.code, cases.said(error)))
    raise typer.Exit(status)


def today() -> date:
    """Return the day on which a decision without `as_of` is made (UTC)."""
    return datetime.now(UTC).date()


def _book(folder: Path) -> Book:
    read_in = read_folder(folder)
    pages = policy_pages(read_in)
    book = read(pages)
    if not pages or output.status_of(read_in.problems):
        output.warn_problems(read_in.problems)
    return book


def _check_folder(folder: Path) -> tuple[list[Problem], int]:
    read_in, pages, problems = _checked(folder)
    return [output.under(folder, problem) for problem in (*read_in.problems, *problems)], len(pages)


def _check_page(page: Path) -> tuple[list[Problem], int]:
    read_in, pages, problems = _checked(page.parent)
    wanted = {page.name} | {each.path for each in pages if each.is_vocabulary}
    found = [problem for problem in (*read_in.problems, *problems) if problem.path in wanted]
    count = sum(each.path == page.name for each in pages)
    return [output.under(page.parent, problem) for problem in found], count


def _checked(folder: Path) -> tuple[Folder, tuple[Page, ...], tuple[Problem, ...]]:
    read_in = read_folder(folder)
    pages = policy_pages(read_in)
    book = read(pages)
    return read_in, pages, (*book.problems, *analyse(book, References(read_in)))


def _status_of(error: Exception) -> int:
    misused = isinstance(error, CaseError | UnknownComplaint | cases.CaseLineError)
    return output.USAGE if misused else output.PROBLEMS
