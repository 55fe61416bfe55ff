"""`carebook policy check`, `diff`, `examples`, `coverage` and `facts`: what holds of policies as a whole."""

from pathlib import Path
from typing import Annotated

import typer

from kb.cli import cases, output
from kb.cli.deciding import ComplaintOption, status_of
from kb.cli.folders import (
    AsOfOption,
    FolderOption,
    JsonFlag,
    book_at,
    book_of,
    problems_of,
    problems_of_page,
    today,
)
from policies import NoPolicy, Policy, Problem, boundary_examples, derived_facts, difference
from policies import coverage as coverage_of

PathsArgument = Annotated[list[Path], typer.Argument(help="Folders, or single pages.", exists=True)]
RevisionArgument = Annotated[Path, typer.Argument(help="A folder, or a single page.", exists=True)]


def check(paths: PathsArgument, as_json: JsonFlag = False) -> None:
    """Report every problem of the policy pages at once; exit 1 when one of them is an error.

    Not only what cannot be read: gaps, collisions, rows that never decide and all else that is proved over
    every case, each with a case that shows it. A single page is read beside the other pages of its own
    folder, and its vocabulary is reported on with it.
    """
    problems: dict[Problem, None] = {}
    pages = 0
    for path in paths:
        found, count = problems_of(path) if path.is_dir() else problems_of_page(path)
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


def diff(
    old: RevisionArgument, new: RevisionArgument, as_of: AsOfOption = None, as_json: JsonFlag = False
) -> None:
    """Say in which cases two revisions decide otherwise, each with a case that shows it.

    OLD and NEW are folders, or single pages read beside the vocabulary (or the policies) of their own folder.
    """
    try:
        day = cases.day(as_of, today()) if as_of else None
        found = difference(book_at(old), book_at(new), day)
    except (NoPolicy, cases.CaseLineError) as error:
        output.refuse(error.code, cases.said(error), as_json=as_json, status=status_of(error))
    if as_json:
        output.say_json(found.as_json())
    else:
        output.say(str(found))
    unproved = any(note.what == "unproved" for note in found.notes)
    raise typer.Exit(output.PROBLEMS if unproved else output.FINE)


def examples(
    folder: FolderOption, complaint: ComplaintOption, as_of: AsOfOption = None, as_json: JsonFlag = False
) -> None:
    """Write worked examples at every boundary as a Markdown table to paste; read them before you do."""
    policy = _policy(folder, complaint, as_of, as_json=as_json)
    table = boundary_examples(policy)
    if as_json:
        output.say_json({"complaint": policy.complaint, "markdown": table})
    else:
        output.say(table.rstrip("\n"))


def coverage(
    folder: FolderOption, complaint: ComplaintOption, as_of: AsOfOption = None, as_json: JsonFlag = False
) -> None:
    """Show which rows the worked examples exercise; a row that none does is a warning."""
    covered = coverage_of(_policy(folder, complaint, as_of, as_json=as_json))
    problems = [output.under(folder, problem) for problem in covered.problems]
    if as_json:
        output.say_json(covered.as_json() | {"problems": [problem.as_json() for problem in problems]})
        return
    for exercise in covered.exercises:
        names = "; ".join(example.name for example in exercise.examples)
        output.say(f"{exercise.rule.id}: {names or 'no example'}")
    output.say_problems(problems)
    output.say(f"{len(covered.covered)} of {len(covered.exercises)} rows exercised")


def facts(as_json: JsonFlag = False) -> None:
    """List the derived facts that a vocabulary may declare, and what each is worked out from."""
    listed = derived_facts()
    if as_json:
        output.say_json([fact.as_json() for fact in listed])
        return
    for fact in listed:
        needs = [*fact.inputs, *(["today"] if fact.dated else [])]
        output.say(f"{fact.name} ({fact.type}) from {', '.join(needs)}: {fact.doc}")


def _policy(folder: Path, complaint: str, as_of: str | None, *, as_json: bool) -> Policy:
    try:
        return book_of(folder).policy(complaint, cases.day(as_of, today()))
    except (NoPolicy, cases.CaseLineError) as error:
        output.refuse(error.code, cases.said(error), as_json=as_json, status=status_of(error))
