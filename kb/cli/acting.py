"""How commands act for a person of the desk: who, on which case, and how refusals are told."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from kb.access import AccessError
from kb.cli import cases, output
from kb.cli.library import opened
from policies import PolicyError
from policies.problem import Refusal

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App

AsOption = Annotated[str, typer.Option("--as", help="The e-mail address of whoever acts.")]
ComplaintOption = Annotated[str | None, typer.Option(help="Key of the complaint type.")]
FactOption = Annotated[list[str] | None, typer.Option(help="KEY=VALUE; a fact not given is unknown.")]
CustomerOption = Annotated[str | None, typer.Option(help="The customer's opaque id.")]
OrderOption = Annotated[str | None, typer.Option(help="The order's id.")]
TicketOption = Annotated[str | None, typer.Option("--ticket", help="The ticket's id.")]
ConsultationOption = Annotated[str | None, typer.Option(help="The id of a consultation made before.")]
RemedyOption = Annotated[str, typer.Option(help="Key of the remedy.")]
AmountOption = Annotated[str | None, typer.Option(help="A decimal amount; none where not in money.")]
ConfirmOption = Annotated[list[str] | None, typer.Option("--confirm", help="An obligation that is met.")]
ConfirmAllFlag = Annotated[bool, typer.Option("--confirm-all", help="All obligations are met.")]
KeyOption = Annotated[str, typer.Option(help="Your own key for this press; the same key acts once.")]


@contextmanager
def acting(email: str, *, as_json: bool) -> Iterator[tuple["App", "Actor"]]:
    """Yield the app and the person; a refusal ends the command with exit code 1 and says why."""
    from kb.desk import DeskError  # noqa: PLC0415 - the database is slow to load

    with opened(as_json=as_json) as app:
        actor = app.people.by_email(email)
        if actor is None:
            output.refuse(
                "unknown-person", f"nobody active has the address `{email}`", as_json=as_json, status=1
            )
        try:
            yield app, actor
        except DeskError as error:
            more = {name: getattr(error, name, None) for name in ("budget", "left")}
            tell(
                error.code,
                str(error),
                {key: value for key, value in more.items() if value is not None},
                as_json,
            )
        except PolicyError as error:
            tell(error.code, cases.said(error), {}, as_json)
        except AccessError as error:
            tell("refused", str(error), {}, as_json)
        except (cases.CaseLineError, Refusal) as error:
            output.refuse(error.code, error.message, as_json=as_json, status=output.USAGE)


def tell(code: str, message: str, more: dict[str, object], as_json: bool) -> None:  # noqa: FBT001 -- as parsed
    """End the command with a refusal: an error object on stdout, or a line on stderr; exit code 1."""
    if as_json:
        error = output.error_object(code, message)
        error["error"] = {**error["error"], **more}  # type: ignore[dict-item]
        output.say_json(error)
    else:
        sys.stderr.write(f"carebook: {code}: {message}\n")
    raise typer.Exit(output.PROBLEMS)


def minor(app: "App", actor: "Actor", amount: str | None) -> int | None:
    """Return a decimal amount in minor units of the vocabulary's currency."""
    return None if amount is None else app.desk.currency(actor).minor(amount.strip())
