"""`carebook audit`: whether the record of what was done is whole."""

from typing import Annotated

import typer

from kb.access import OPERATOR
from kb.cli import output
from kb.cli.library import JsonFlag, opened

app = typer.Typer(help="The record of everything that was done.", no_args_is_help=True)


@app.command("verify")
def verify(
    head: Annotated[
        str, typer.Option(help="A hash noted down earlier; the chain must pass through it.")
    ] = "",
    as_json: JsonFlag = False,
) -> None:
    """Recompute the whole chain and name each event that was changed, deleted or moved."""
    with opened(as_json=as_json) as carebook:
        report = carebook.audit.verify(OPERATOR, head.strip().lower() or None)
    if as_json:
        output.say_json({"events": report.events, "head": report.head, "problems": list(report.problems)})
    else:
        for problem in report.problems:
            output.say(f"audit: {problem}")
        state = "broken" if report.problems else "whole"
        output.say(f"{report.events} events, the chain is {state}, head {report.head or '(none)'}")
    raise typer.Exit(output.PROBLEMS if report.problems else output.FINE)
