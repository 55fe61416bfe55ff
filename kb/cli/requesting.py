"""`carebook request`: asking a higher role, and answering, for scripts on the machine itself."""

from typing import Annotated

import typer

from kb.cli import acting, output
from kb.cli.library import JsonFlag

app = typer.Typer(help="Ask a higher role for approval, and answer.", no_args_is_help=True)
RequestArgument = Annotated[int, typer.Argument(help="The number of the request.")]
StateOption = Annotated[str | None, typer.Option(help="open, approved, declined, withdrawn or expired.")]


@app.command("ask")
def ask(
    as_: acting.AsOption,
    consultation: Annotated[str, typer.Option(help="The id of the consultation.")],
    remedy: acting.RemedyOption,
    key: acting.KeyOption,
    amount: acting.AmountOption = None,
    confirm: acting.ConfirmOption = None,
    note: Annotated[str, typer.Option(help="A few words for whoever answers.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Ask the lowest role that may grant it."""
    with acting.acting(as_, as_json=as_json) as (carebook, actor):
        request = carebook.approvals.ask(
            actor,
            consultation,
            remedy,
            acting.minor(carebook, actor, amount),
            key=key,
            confirmed=tuple(confirm or ()),
            note=note,
        )
        _say(request.as_json(), as_json=as_json)


@app.command("list")
def list_(as_: acting.AsOption, state: StateOption = None, as_json: JsonFlag = False) -> None:
    """List one's own requests and those one may answer, newest first."""
    with acting.acting(as_, as_json=as_json) as (carebook, actor):
        found = [request.as_json() for request in carebook.approvals.requests(actor)]
        wanted = [request for request in found if state is None or request["state"] == state]
        if as_json:
            output.say_json(wanted)
        for request in () if as_json else wanted:
            _say(request, as_json=False)


@app.command("approve")
def approve(
    request: RequestArgument,
    as_: acting.AsOption,
    amount: acting.AmountOption = None,
    confirm: acting.ConfirmOption = None,
    confirm_all: acting.ConfirmAllFlag = False,
    reason: Annotated[str, typer.Option(help="A few words for whoever asked.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Grant what was asked, or less, with one's own authority."""
    with acting.acting(as_, as_json=as_json) as (carebook, actor):
        confirmed = tuple(confirm or ())
        if confirm_all:
            brief = carebook.approvals.brief(actor, request)
            confirmed += brief.now.verdict.provided if brief.now else ()
        entry = carebook.approvals.approve(
            actor, request, acting.minor(carebook, actor, amount), confirmed=confirmed, reason=reason
        )
        if as_json:
            output.say_json(entry.as_json())
        else:
            output.say(f"grant {entry.id}: {entry.remedy} {entry.shown or ''} {entry.currency}".rstrip())


@app.command("decline")
def decline(
    request: RequestArgument,
    as_: acting.AsOption,
    reason: Annotated[str, typer.Option(help="Why not.")],
    as_json: JsonFlag = False,
) -> None:
    """Say no, and why."""
    with acting.acting(as_, as_json=as_json) as (carebook, actor):
        _say(carebook.approvals.decline(actor, request, reason).as_json(), as_json=as_json)


@app.command("withdraw")
def withdraw(request: RequestArgument, as_: acting.AsOption, as_json: JsonFlag = False) -> None:
    """Take one's own request back."""
    with acting.acting(as_, as_json=as_json) as (carebook, actor):
        _say(carebook.approvals.withdraw(actor, request).as_json(), as_json=as_json)


def _say(request: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        output.say_json(request)
    else:
        what = f"{request['remedy']} {request['amount'] or ''} {request['currency']}"
        output.say(f"request {request['id']}: {request['state']}, {what}, needs {request['needed']}")
