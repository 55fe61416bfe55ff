"""`carebook policy decide`, `batch` and `explain`: cases in, decisions out, with no database."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kb.cli import cases, output
from kb.cli.folders import AsOfOption, FolderOption, JsonFlag, book_of, today
from kb.cli.wording import decision_in_words, explanation_in_words
from policies import Book, CaseError, Decision, PolicyError, UnknownComplaint
from policies import explain as explained

ComplaintOption = Annotated[str, typer.Option(help="Key of the complaint type, such as arrived_damaged.")]
RoleOption = Annotated[str, typer.Option(help="Key of the role that asks, such as agent.")]
FactOption = Annotated[list[str] | None, typer.Option(help="KEY=VALUE; a fact not given is unknown.")]
CasesOption = Annotated[
    Path, typer.Option("--cases", help="One JSON case a line; `-` is stdin.", allow_dash=True)
]


def decide(
    folder: FolderOption,
    complaint: ComplaintOption,
    role: RoleOption,
    fact: FactOption = None,
    as_of: AsOfOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Say which remedy ROLE may grant in one case, how much, and why."""
    decision = _decision(folder, complaint, role, fact, as_of, as_json=as_json)
    if as_json:
        output.say_json(decision.as_json())
    else:
        output.say(decision_in_words(decision))


def explain(
    folder: FolderOption,
    complaint: ComplaintOption,
    role: RoleOption,
    fact: FactOption = None,
    as_of: AsOfOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Say why each verdict is what it is, what came nearest, and the cheapest change that would be enough."""
    explanation = explained(_decision(folder, complaint, role, fact, as_of, as_json=as_json))
    if as_json:
        output.say_json(explanation.as_json())
    else:
        output.say(explanation_in_words(explanation))


def batch(folder: FolderOption, cases_file: CasesOption) -> None:
    """Decide many cases: one JSON object out for each line in, in order, as they come.

    A bad line gives an `error` object in its place and exit code 1; the rest are answered.
    """
    book = book_of(folder)
    status = output.FINE
    day = today()
    try:
        with cases.opened(cases_file) as lines:
            for line in lines:
                answer, fine = _answer(book, line, day)
                status = status if fine else output.PROBLEMS
                output.say_json(answer)
    except cases.CaseLineError as error:
        output.refuse(error.code, error.message, as_json=True, status=output.USAGE)
    raise typer.Exit(status)


def _answer(book: Book, line: bytes, day: date) -> tuple[dict[str, object], bool]:
    try:
        return cases.decide_line(book, line, day), True
    except (PolicyError, cases.CaseLineError) as error:
        return output.error_object(error.code, cases.said(error)), False


def _decision(
    folder: Path, complaint: str, role: str, fact: list[str] | None, as_of: str | None, *, as_json: bool
) -> Decision:
    book = book_of(folder)
    try:
        return book.decide(complaint, role, cases.facts_of(fact or []), cases.day(as_of, today()))
    except (PolicyError, cases.CaseLineError) as error:
        output.refuse(error.code, cases.said(error), as_json=as_json, status=status_of(error))


def status_of(error: Exception) -> int:
    """Return the exit code for what was not decided: a wrong question is wrong use, a bad page a problem."""
    misused = isinstance(error, CaseError | UnknownComplaint | cases.CaseLineError)
    return output.USAGE if misused else output.PROBLEMS
