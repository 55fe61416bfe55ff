"""`carebook exception`, `replay`, `lacks`, `outcome`: what the desk's log says once the calls are over."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.access import OPERATOR
from kb.cli import acting, output
from kb.cli.library import JsonFlag, opened

if TYPE_CHECKING:
    from kb.desk.hindsight import Lack, ReplayReport

outcome = typer.Typer(help="Was it put right?", no_args_is_help=True)
exception = typer.Typer(help="What managers give outside policy.", no_args_is_help=True)

DayOption = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day, such as 2026-03-14.")]


def replay(
    draft: Annotated[Path, typer.Option(help="The draft of a policy page or of the vocabulary.")],
    since: DayOption = None,
    until: DayOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Decide again, by a draft, what was decided in a period; nothing is changed."""
    from kb.desk.hindsight import DraftRefused  # noqa: PLC0415 - the database is slow to load

    try:
        text = draft.read_bytes().decode("utf-8", "surrogateescape")
    except OSError as error:
        message = f"`{draft}` cannot be read: {error.strerror}"
        output.refuse("no-file", message, as_json=as_json, status=output.USAGE)
    with _uncollected(), opened(as_json=as_json) as app:
        try:
            report = app.replays.replay(
                OPERATOR,
                draft.name,
                text,
                _day(since),
                _day(until),
                _progress if sys.stderr.isatty() else _quiet,
            )
        except DraftRefused as error:
            output.warn_problems(error.problems)
            output.refuse("draft-refused", str(error), as_json=as_json, status=output.PROBLEMS)
    if as_json:
        output.say_json(report.as_json())
    else:
        _say(report)


def lacks(
    since: DayOption = None,
    owner: Annotated[str | None, typer.Option(help="Only policies of this owner.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """List the cases that ended referred or with nothing to offer, the most frequent first."""
    start = since.replace(tzinfo=UTC) if since else None
    with opened(as_json=as_json) as app:
        found = app.unanswered.lacks(OPERATOR, start, owner)
    if as_json:
        output.say_json([_as_json(lack) for lack in found])
    for lack in () if as_json else found:
        facts = ", ".join(f"{key}={value}" for key, value in lack.facts.items())
        output.say(f"{lack.many} x {lack.complaint} ({lack.how}, {lack.owner or 'no owner'}): {facts}")


@exception.command("grant")
def grant(
    as_: acting.AsOption,
    consultation: Annotated[str, typer.Option(help="The id of a consultation.")],
    remedy: acting.RemedyOption,
    reason: Annotated[str, typer.Option(help="Why; it is kept for ever and names nobody.")],
    key: acting.KeyOption,
    amount: acting.AmountOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Give, as a manager, what policy does not; it is logged as such."""
    with acting.acting(as_, as_json=as_json) as (app, actor):
        minor = acting.minor(app, actor, amount)
        entry = app.exceptions.grant(actor, consultation, remedy, minor, key=key, reason=reason)
        if as_json:
            output.say_json(entry.as_json())
        else:
            output.say(f"exception {entry.id}: {entry.remedy} {entry.shown or ''} {entry.currency}".rstrip())


@exception.command("list")
def list_(
    owner: Annotated[str | None, typer.Option(help="Only policies of this owner.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """List the exceptions that stand, each with the row that policy would need for it."""
    with opened(as_json=as_json) as app:
        found = app.exceptions.proposals(OPERATOR, owner)
    if as_json:
        output.say_json(
            [
                {**each.entry.as_json(), "policy": each.policy, "owner": each.owner, "row": each.row}
                for each in found
            ]
        )
    for each in () if as_json else found:
        output.say(f"{each.entry.id} {each.policy} ({each.owner or 'no owner'}): {each.entry.reason}")
        output.say(each.row or "the facts of this case were deleted")


@outcome.command("score")
def score(
    consultation: Annotated[str, typer.Argument(help="The id of a consultation.")],
    score: Annotated[int, typer.Argument(help="From 1, not at all, to 5, wholly.")],
    as_: acting.AsOption,
    words: Annotated[str, typer.Option(help="What the customer said of it.")] = "",
) -> None:
    """Keep whether it was put right."""
    with acting.acting(as_, as_json=False) as (app, actor):
        app.outcomes.score(actor, consultation, score, words)


@outcome.command("due")
def due(as_: acting.AsOption, as_json: JsonFlag = False) -> None:
    """List whom somebody should ask by now."""
    with acting.acting(as_, as_json=as_json) as (app, actor):
        found = app.outcomes.due(actor)
    if as_json:
        output.say_json(
            [
                {
                    "consultation": each.consultation,
                    "complaint": each.complaint,
                    "due_on": each.due_on.isoformat(),
                    "ticket": each.reference,
                    "remedies": list(each.remedies),
                }
                for each in found
            ]
        )
    for each in () if as_json else found:
        output.say(f"{each.due_on} {each.complaint} {each.reference or each.consultation}")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles meanwhile: there are none to speak of, and it took a sixth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _quiet(_done: int, _all: int) -> None:
    """Say nothing, where nobody watches."""


def _progress(done: int, all_: int) -> None:
    share = 100 * done // all_ if all_ else 100
    sys.stderr.write(f"\r{done:,} of {all_:,} decisions ({share} %)" + ("\n" if done >= all_ else ""))
    sys.stderr.flush()


def _say(report: "ReplayReport") -> None:
    show = report.currency.show
    output.say(f"{report.changed:,} of {report.decisions:,} decisions would change")
    for why, many in report.undecidable.items():
        output.say(f"  {many:,} could not be decided: {why}")
    for each in report.remedies:
        output.say(
            f"{each.remedy}: {each.changed:,} changed ({each.looser:,} looser, {each.tighter:,} tighter,"
            f" {each.otherwise:,} otherwise), allowed {show(each.before)} -> {show(each.after)}"
        )
        for (before, after), many in each.words.items():
            output.say(f"  {before} -> {after}: {many:,}")
        if each.granted:
            output.say(f"  {each.granted:,} were granted, {show(each.beyond)} of it above the draft's limits")
    for title, shares in (("agents", report.actors), ("complaint types", report.complaints)):
        if shares:
            output.say(f"{title} most concerned:")
        for name, (some, of) in shares.items():
            output.say(f"  {name}: {some:,} of {of:,}")


def _as_json(lack: "Lack") -> dict[str, object]:
    return {
        "complaint": lack.complaint,
        "policy": lack.policy,
        "owner": lack.owner,
        "how": lack.how,
        "facts": dict(lack.facts),
        "many": lack.many,
        "last": lack.last.isoformat(),
        "consultations": list(lack.consultations),
    }
