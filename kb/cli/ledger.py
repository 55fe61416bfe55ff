"""`carebook ledger` and `carebook receipt`: what was given, added up, exported, verified and forgotten."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kb.access import OPERATOR
from kb.cli import acting, output
from kb.cli.library import JsonFlag, opened

app = typer.Typer(help="What was granted and taken back.", no_args_is_help=True)
receipt = typer.Typer(help="What a grant rested on.", no_args_is_help=True)


@app.command("list")
def list_(
    customer: acting.CustomerOption = None,
    order: acting.OrderOption = None,
    ticket: acting.TicketOption = None,
    agent: Annotated[str | None, typer.Option(help="The e-mail address of whoever had a hand in it.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest.")] = 100,
    as_json: JsonFlag = False,
) -> None:
    """List entries, newest first."""
    from kb.desk import Wanted  # noqa: PLC0415 - the database is slow to load

    with opened(as_json=as_json) as carebook:
        person = carebook.people.by_email(agent) if agent else None
        if agent and person is None:
            what = f"nobody active has the address `{agent}`"
            output.refuse("unknown-person", what, as_json=as_json, status=output.PROBLEMS)
        wanted = Wanted(customer, order, ticket, person.id if person else None)
        entries = carebook.ledger.entries(OPERATOR, wanted, limit)
    if as_json:
        output.say_json([entry.as_json() for entry in entries])
    for entry in () if as_json else entries:
        what = f"{entry.kind} {entry.remedy} {entry.shown or ''}".rstrip()
        output.say(f"{entry.id}\t{entry.at:%Y-%m-%d %H:%M}\t{what}\t{entry.customer or '-'}\t{entry.actor}")


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="The CSV file to write; `-` is stdout.", allow_dash=True)],
) -> None:
    """Write the whole ledger as CSV that no spreadsheet executes, oldest entry first."""
    with opened(as_json=False) as carebook:
        lines = carebook.ledger.export(OPERATOR)
        if str(file) == "-":
            for line in lines:
                sys.stdout.write(line.replace("\r\n", "\n"))
            return
        beside = file.with_name(f".{file.name}.part")
        try:
            with beside.open("w", encoding="utf-8", newline="") as out:
                out.writelines(lines)
            beside.replace(file)
        except OSError as error:
            beside.unlink(missing_ok=True)
            what = f"`{file}` cannot be written: {error.strerror}"
            output.refuse("no-file", what, as_json=False, status=output.USAGE)


@app.command("purge")
def purge(
    days: Annotated[
        int | None, typer.Option(min=0, help="Keep cases for so many days; else as the settings say.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Delete old cases for good, from the database's files too; ledger and audit chain stay whole."""
    with opened(as_json=as_json) as carebook:
        done = carebook.ledger.purge(OPERATOR, days)
    counts = {
        "consultations": done.consultations,
        "case_files": done.case_files,
        "requests": done.requests,
        "customers": done.customers,
        "words": done.words,
    }
    if as_json:
        output.say_json({"before": done.before.isoformat(), **counts, "erased": done.erased})
    else:
        output.say(", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items()))
        if not done.erased:
            output.warn("carebook: somebody was reading: run it again to leave no trace in the log file")
    raise typer.Exit(output.FINE if done.erased else output.PROBLEMS)


@app.command("balance")
def balance(as_json: JsonFlag = False) -> None:
    """Add the ledger up and hold every budget against it; exit code 1 where something does not add up."""
    with opened(as_json=as_json) as carebook:
        found = carebook.ledger.balance(OPERATOR)
    if as_json:
        sums = [asdict(each) for each in found.sums]
        budgets = [{**asdict(each), "over": each.over} for each in found.budgets]
        output.say_json({"sums": sums, "budgets": budgets, "problems": list(found.problems)})
    else:
        for s in found.sums:
            output.say(f"{s.currency}: {s.grants} grants, {s.reversals} reversals, net {s.net} minor units")
        for b in found.budgets:
            output.say(f"{b.budget} of {b.per} {b.subject}: {b.spent} of {b.limit}")
        for problem in found.problems:
            output.say(f"ledger: {problem}")
    raise typer.Exit(output.PROBLEMS if found.problems else output.FINE)


@receipt.command("show")
def show(
    grant: Annotated[int, typer.Argument(help="The number of the grant.")], as_json: JsonFlag = False
) -> None:
    """Write the receipt of a grant, to be pasted in a ticket."""
    from kb.desk import DeskError  # noqa: PLC0415 - the database is slow to load

    with opened(as_json=as_json) as carebook:
        try:
            found = carebook.ledger.receipt(OPERATOR, grant)
        except DeskError as error:
            output.refuse(error.code, str(error), as_json=as_json, status=output.PROBLEMS)
    if as_json:
        output.say_json(found.as_json())
    else:
        output.say(found.text)


@receipt.command("verify")
def verify(
    file: Annotated[
        Path, typer.Argument(help="A receipt as JSON or in words; `-` is stdin.", allow_dash=True)
    ],
    as_json: JsonFlag = False,
) -> None:
    """Hold a receipt against the ledger, decide its case once more, and name whatever differs."""
    from kb.desk import DeskError  # noqa: PLC0415 - the database is slow to load

    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        output.refuse("no-file", f"`{file}` cannot be read: {error}", as_json=as_json, status=output.USAGE)
    with opened(as_json=as_json) as carebook:
        try:
            found = carebook.ledger.verify(OPERATOR, text)
        except DeskError as error:
            output.refuse(error.code, str(error), as_json=as_json, status=output.PROBLEMS)
    if as_json:
        output.say_json(
            {
                "grant": found.grant,
                "holds": found.holds,
                "differences": list(found.differences),
                "decided_again": found.decided_again,
                "reversed": found.reversed,
            }
        )
    else:
        for difference in found.differences:
            output.say(f"receipt: {difference}")
        state = "holds" if found.holds else "does not hold"
        output.say(f"the receipt of grant {found.grant} {state}{', and was taken back' * found.reversed}")
    raise typer.Exit(output.FINE if found.holds else output.PROBLEMS)
