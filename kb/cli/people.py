"""`carebook people`: who may sign in, so that a fresh deployment can let its first people in."""

from typing import TYPE_CHECKING, Annotated

import typer

from kb.access import OPERATOR
from kb.cli import output
from kb.cli.library import JsonFlag, opened
from kb.particulars import Field, StaffError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb.staff import Staff, StaffMember

app = typer.Typer(help="Who may sign in, and as what.", no_args_is_help=True)

EmailArgument = Annotated[str, typer.Argument(help="The e-mail address with which they sign in.")]
NameOption = Annotated[str | None, typer.Option(help="Their name, as colleagues see it.")]
RoleOption = Annotated[str | None, typer.Option(help="starter, agent, lead or manager.")]
AuthorityOption = Annotated[
    str | None, typer.Option(help="A role of the policies' ladder, such as agent; empty for none.")
]
TeamOption = Annotated[str | None, typer.Option(help="Their team; empty for none.")]
NewEmailOption = Annotated[str | None, typer.Option("--email", help="Another e-mail address.")]


@app.command("list")
def list_(as_json: JsonFlag = False) -> None:
    """List everybody, those who left included."""
    with opened(as_json=as_json) as carebook:
        found = carebook.staff.everyone(OPERATOR)
    if as_json:
        output.say_json([_as_json(member) for member in found])
    else:
        for member in found:
            output.say(_line(member))


@app.command("add")
def add(
    email: EmailArgument,
    name: NameOption = None,
    role: RoleOption = "agent",
    authority: AuthorityOption = None,
    team: TeamOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Add somebody, who may sign in from now on."""
    given = {"name": name or email.partition("@")[0], "email": email, "role": role}
    particulars = given | _named(authority=authority, team=team)
    _act(lambda staff: staff.add(OPERATOR, particulars), as_json=as_json)  # type: ignore[arg-type]


@app.command("change")
def change(
    email: EmailArgument,
    name: NameOption = None,
    new_email: NewEmailOption = None,
    role: RoleOption = None,
    authority: AuthorityOption = None,
    team: TeamOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Change what the options name; it works at the person's next click."""
    particulars = _named(name=name, email=new_email, role=role, authority=authority, team=team)
    _act(
        lambda staff: staff.change(OPERATOR, staff.find(OPERATOR, email).id, particulars),
        as_json=as_json,
    )


@app.command("deactivate")
def deactivate(email: EmailArgument, as_json: JsonFlag = False) -> None:
    """Let somebody in no longer; what they wrote and granted keeps their name."""
    _act(lambda staff: staff.deactivate(OPERATOR, staff.find(OPERATOR, email).id), as_json=as_json)


@app.command("reactivate")
def reactivate(email: EmailArgument, as_json: JsonFlag = False) -> None:
    """Let somebody in again, as who they were."""
    _act(lambda staff: staff.reactivate(OPERATOR, staff.find(OPERATOR, email).id), as_json=as_json)


def _act(use: "Callable[[Staff], StaffMember]", *, as_json: bool) -> None:
    with opened(as_json=as_json) as carebook:
        try:
            member = use(carebook.staff)
        except StaffError as error:
            output.refuse("not-done", str(error), as_json=as_json, status=output.PROBLEMS)
    if as_json:
        output.say_json(_as_json(member))
    else:
        output.say(_line(member))


def _named(**options: str | None) -> dict[Field, str | None]:
    return {name: value for name, value in options.items() if value is not None}  # type: ignore[misc]


def _line(member: "StaffMember") -> str:
    pieces = [
        member.email,
        member.name,
        member.role,
        f"authority {member.authority}" if member.authority else "no authority",
        *([f"team {member.team}"] if member.team else []),
        *([] if member.active else ["inactive"]),
    ]
    return "  ".join(pieces)


def _as_json(member: "StaffMember") -> dict[str, object]:
    return {
        "id": member.id,
        "email": member.email,
        "name": member.name,
        "role": member.role,
        "authority": member.authority,
        "team": member.team,
        "active": member.active,
    }
