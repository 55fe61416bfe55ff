"""`carebook history`, `publish`, `verify`, `reassign`: the life of pages, for whoever runs the server."""

from typing import Annotated

import typer

from kb.access import OPERATOR
from kb.cli import output
from kb.cli.library import JsonFlag, opened

Slug = Annotated[str, typer.Argument(help="The page's address.")]


def history(slug: Slug, as_json: JsonFlag = False) -> None:
    """List every revision of a page, newest first: who, when, why, and who approved it."""
    from kb.library import NotFound  # noqa: PLC0415 - the database is slow to load

    with opened(as_json=as_json) as carebook:
        try:
            revisions = carebook.history.history(OPERATOR, slug)
        except NotFound as error:
            output.refuse("not-found", str(error), as_json=as_json, status=output.PROBLEMS)
    if as_json:
        output.say_json(
            [
                {
                    "revision": each.number,
                    "parent": each.parent,
                    "author": each.author,
                    "at": each.at.isoformat(),
                    "note": each.note,
                    "material": each.material,
                    "origin": each.origin,
                    "approved_by": list(each.approved_by),
                    "sha256": each.sha256,
                    "live": each.live,
                }
                for each in revisions
            ]
        )
        return
    for each in revisions:
        live = "*" if each.live else " "
        minor = "" if each.material else " (minor)"
        approved = f", approved by {', '.join(each.approved_by)}" if each.approved_by else ""
        when = each.at.strftime("%Y-%m-%d %H:%M")
        output.say(
            f"{live}{each.number:>4}  {when}  {each.author}{approved}  {each.origin}{minor}  {each.note}"
        )


def publish(
    due: Annotated[
        bool, typer.Option("--due", help="Publish every approved change whose time has come.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Publish what is due, as every server does before it shows anything; fine to run again and again."""
    if not due:
        output.refuse("bad-option", "say --due", as_json=as_json, status=output.USAGE)
    with opened(as_json=as_json) as carebook:
        done = carebook.publishing.publish_due(OPERATOR)
    if as_json:
        output.say_json(
            [
                {"draft": each.draft_id, "slug": each.slug, "revision": each.revision, "told": each.told}
                for each in done
            ]
        )
    else:
        for each in done:
            said = f"revision {each.revision}" if each.revision is not None else each.told
            output.say(f"{each.slug}: {said}")
        output.say(f"{sum(each.revision is not None for each in done)} published")
    raise typer.Exit(output.PROBLEMS if any(each.revision is None for each in done) else output.FINE)


def verify(
    slug: Slug, note: Annotated[str, typer.Option(help="What was looked at.")] = "", as_json: JsonFlag = False
) -> None:
    """Say that a page is still true, so that it is not due before its next interval is over."""
    from kb.library import NotFound  # noqa: PLC0415 - the database is slow to load

    with opened(as_json=as_json) as carebook:
        try:
            card = carebook.stewardship.verify(OPERATOR, slug, note)
        except NotFound as error:
            output.refuse("not-found", str(error), as_json=as_json, status=output.PROBLEMS)
    due = card.review_due.isoformat() if card.review_due else None
    if as_json:
        output.say_json({"slug": card.slug, "revision": card.revision, "review_due": due})
    else:
        output.say(
            f"{card.slug} is verified as of revision {card.revision}" + (f", due {due}" if due else "")
        )


def reassign(
    old: Annotated[str, typer.Argument(help="The owner until now: a name or an address.")],
    new: Annotated[str, typer.Argument(help="The owner from now on.")],
    as_json: JsonFlag = False,
) -> None:
    """Give all pages of one owner to another, each as a minor revision; all of them or none."""
    from kb.library import LibraryError  # noqa: PLC0415 - the database is slow to load

    with opened(as_json=as_json) as carebook:
        try:
            given = carebook.stewardship.reassign(OPERATOR, old, new)
        except LibraryError as error:
            output.refuse("cannot-assign", str(error), as_json=as_json, status=output.PROBLEMS)
    if as_json:
        output.say_json({"pages": list(given)})
    else:
        for slug in given:
            output.say(slug)
        output.say(f"{len(given)} pages belong to {new} now")
