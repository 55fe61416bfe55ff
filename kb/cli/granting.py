"""`carebook consult`, `grant`, `reverse`: the desk's use cases for scripts on the machine itself."""

import hashlib
from typing import TYPE_CHECKING, Annotated

import typer

from kb.cli import acting, cases, output
from kb.cli.library import JsonFlag

if TYPE_CHECKING:
    from kb.access import Actor
    from kb.app import App
    from kb.desk import Consultation


def consult(
    as_: acting.AsOption,
    complaint: acting.ComplaintOption = None,
    fact: acting.FactOption = None,
    customer: acting.CustomerOption = None,
    order: acting.OrderOption = None,
    ticket: acting.TicketOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Decide a case for somebody with what the ledger knows, and log it."""
    with acting.acting(as_, as_json=as_json) as (app, actor):
        found = _consult(app, actor, (complaint, fact, customer, order, ticket))
        if as_json:
            output.say_json(_as_json(found))
            return
        output.say(f"consultation {found.id}")
        for offer in found.offers:
            verdict = offer.verdict
            if verdict.word != "none":
                left = "" if offer.barred is None else f" ({offer.barred})"
                output.say(f"{verdict.remedy.key}: {verdict.word} {offer.show(offer.grantable) or ''}{left}")


def grant(
    as_: acting.AsOption,
    remedy: acting.RemedyOption,
    key: acting.KeyOption,
    amount: acting.AmountOption = None,
    consultation: acting.ConsultationOption = None,
    complaint: acting.ComplaintOption = None,
    fact: acting.FactOption = None,
    customer: acting.CustomerOption = None,
    order: acting.OrderOption = None,
    ticket: acting.TicketOption = None,
    confirm: acting.ConfirmOption = None,
    confirm_all: acting.ConfirmAllFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """Grant a remedy on a consultation, or on a case given here, once for one key."""
    with acting.acting(as_, as_json=as_json) as (app, actor):
        found = None
        if consultation is None:
            found = _consult(app, actor, (complaint, fact, customer, order, ticket), key)
        confirmed = tuple(confirm or ())
        if confirm_all:
            confirmed += app.desk.obligations(actor, consultation or (found.id if found else ""), remedy)
        id_ = consultation if consultation is not None else found.id if found else ""
        entry = app.desk.grant(
            actor, id_, remedy, acting.minor(app, actor, amount), key=key, confirmed=confirmed
        )
        if as_json:
            output.say_json(entry.as_json())
        else:
            output.say(f"grant {entry.id}: {entry.remedy} {entry.shown or ''} {entry.currency}".rstrip())


def reverse(
    grant: Annotated[int, typer.Argument(help="The number of the grant.")],
    as_: acting.AsOption,
    reason: Annotated[str, typer.Option(help="Why; it is kept for ever and names nobody.")],
    key: acting.KeyOption,
    as_json: JsonFlag = False,
) -> None:
    """Take a grant back by a new entry, which gives its budgets their headroom again."""
    with acting.acting(as_, as_json=as_json) as (app, actor):
        entry = app.desk.reverse(actor, grant, reason, key=key)
        if as_json:
            output.say_json(entry.as_json())
        else:
            output.say(f"reversal {entry.id} of grant {grant}: {entry.shown or entry.remedy}")


def _consult(
    app: "App",
    actor: "Actor",
    given: tuple[str | None, list[str] | None, str | None, str | None, str | None],
    key: str = "",
) -> "Consultation":
    """Consult on a case given by options; a key gives the consultation its id, so that a retry finds it."""
    from kb.desk import Case  # noqa: PLC0415 - the database is slow to load

    complaint, fact, customer, order, ticket = given
    if not complaint:
        raise cases.CaseLineError("no-case", "say --complaint, or --consultation")
    case = Case(complaint, cases.facts_of(fact or []), customer, order, ticket)
    id_ = hashlib.sha256(f"{actor.id}\n{key}".encode()).hexdigest()[:32] if key else None
    return app.desk.consult(actor, case, id_)


def _as_json(found: "Consultation") -> dict[str, object]:
    return {
        "consultation": found.id,
        "as_of": found.as_of.isoformat(),
        "decision": found.decision.as_json(),
        "read": dict(found.read),
        "lacking": list(found.lacking),
        "offers": [
            {
                "remedy": offer.verdict.remedy.key,
                "verdict": offer.verdict.word,
                "grantable": offer.show(offer.grantable),
                "granted": offer.show(offer.granted) if offer.verdict.remedy.in_money else None,
                "barred": offer.barred,
                "ask": offer.ask.key if offer.ask else None,
                "budgets": [
                    {
                        "budget": room.budget.key,
                        "limit": offer.show(room.budget.limit),
                        "spent": offer.show(room.spent),
                        "left": offer.show(room.left),
                        "lacking": room.lacking,
                    }
                    for room in offer.rooms
                ],
            }
            for offer in found.offers
        ],
    }
