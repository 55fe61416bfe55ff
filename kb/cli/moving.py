"""`carebook move`, `merge`, `archive` and `unarchive`: addresses changed, and every old one still working."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from kb.access import OPERATOR
from kb.cli import output
from kb.cli.library import JsonFlag, opened

if TYPE_CHECKING:
    from kb.app import App
    from kb.library.moving import MoveReport

SlugArgument = Annotated[str, typer.Argument(help="The page's address, or one that it used to have.")]
DryFlag = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]


def move(
    slug: SlugArgument,
    to: Annotated[str | None, typer.Option(help="The new slug.")] = None,
    path: Annotated[str | None, typer.Option(help="Where the page is to lie, as `folder/page.md`.")] = None,
    title: Annotated[str | None, typer.Option(help="The new title.")] = None,
    dry_run: DryFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """Give a page another slug, path or title; links follow, and its old addresses go on leading to it."""
    from kb.library.moving import Move  # noqa: PLC0415 - the database is slow to load

    if to is None and path is None and title is None:
        output.refuse(
            "nothing-to-do", "say `--to`, `--path` or `--title`", as_json=as_json, status=output.USAGE
        )
    wanted = Move(to, path, title)
    _run(lambda app: app.moving.move(OPERATOR, slug, wanted, dry_run=dry_run), as_json=as_json)


def merge(
    slug: SlugArgument,
    into: Annotated[str, typer.Argument(help="The page that takes it up.")],
    dry_run: DryFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """Archive a page and have its addresses, and the links to it, lead to another."""
    _run(lambda app: app.moving.merge(OPERATOR, slug, into, dry_run=dry_run), as_json=as_json)


def archive(slug: SlugArgument, dry_run: DryFlag = False, as_json: JsonFlag = False) -> None:
    """Put a page away, naming the pages that link to it; its address goes on working."""
    _run(lambda app: app.moving.archive(OPERATOR, slug, dry_run=dry_run), as_json=as_json)


def unarchive(slug: SlugArgument, dry_run: DryFlag = False, as_json: JsonFlag = False) -> None:
    """Bring an archived page back to where it was."""
    _run(lambda app: app.moving.unarchive(OPERATOR, slug, dry_run=dry_run), as_json=as_json)


def _run(act: Callable[["App"], "MoveReport"], *, as_json: bool) -> None:
    from kb.library import LibraryError  # noqa: PLC0415

    with opened(as_json=as_json) as app:
        try:
            report = act(app)
        except LibraryError as error:
            output.refuse("not-moved", str(error), as_json=as_json, status=output.PROBLEMS)
    if as_json:
        output.say_json(report.as_json())
        return
    verb = {"move": "is", "merge": "took it up at", "archive": "is archived at", "unarchive": "is back at"}
    would = "" if report.done else "(dry run) "
    output.say(f"{would}{report.title} {verb[report.action]} {report.slug}, {report.path}")
    for page in report.rewritten:
        output.say(f"{would}{page.slug}: {page.links} links rewritten")
        for href in page.missed:
            output.say(f"{would}{page.slug}: {href} stays as it is, and works by the old address")
    for linking in report.linked_from:
        output.say(f"{would}{linking} links to it")
    for warning in report.warnings:
        output.say(f"{would}{warning}")
