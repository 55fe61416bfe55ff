"""The root of the command: its groups, and how it meets the terminal."""

import io
import os
import sys

import typer

from kb.cli import (
    audit,
    check,
    complaint,
    exchange,
    gaps,
    granting,
    hindsight,
    ledger,
    library,
    lifecycle,
    moving,
    people,
    policy,
    requesting,
    search,
    serve,
)

app = typer.Typer(
    name="carebook",
    help="The care team's wiki, with a policy engine inside.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("serve")(serve.serve)
app.command("export")(exchange.export)
app.command("import")(exchange.import_)
app.command("render")(library.render_)
app.command("search")(search.search)
app.command("complaint")(complaint.complaint)
app.command("gaps")(gaps.gaps)
app.command("history")(lifecycle.history)
app.command("publish")(lifecycle.publish)
app.command("verify")(lifecycle.verify)
app.command("reassign")(lifecycle.reassign)
app.command("check")(check.check)
app.command("move")(moving.move)
app.command("merge")(moving.merge)
app.command("archive")(moving.archive)
app.command("unarchive")(moving.unarchive)
app.add_typer(audit.app, name="audit")
app.command("consult")(granting.consult)
app.command("grant")(granting.grant)
app.command("reverse")(granting.reverse)
app.add_typer(requesting.app, name="request")
app.command("replay")(hindsight.replay)
app.command("lacks")(hindsight.lacks)
app.add_typer(hindsight.exception, name="exception")
app.add_typer(hindsight.outcome, name="outcome")
app.add_typer(ledger.receipt, name="receipt")
app.add_typer(ledger.app, name="ledger")
app.add_typer(people.app, name="people")
app.add_typer(policy.app, name="policy")


def main() -> None:
    """Run the command; a reader that hangs up early (`| head`) is no error of ours."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
