"""`carebook export` and `carebook import`: the library as a folder or a ZIP, and back."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kb.access import OPERATOR
from kb.cli import output
from kb.cli.library import JsonFlag, opened
from kb.sources.front import KINDS, Kind

if TYPE_CHECKING:
    from kb.library import ImportReport
    from kb.library.exchanging.surveying import Progress

_SECONDS_BETWEEN = 0.5
_STAGES = {
    "read": "reading",
    "pages": "taking pages in",
    "attachments": "taking pictures in",
    "record": "recording",
    "write": "writing",
}

ProgressFlag = Annotated[
    bool | None,
    typer.Option("--progress/--no-progress", help="Tell on stderr how far it is; on a terminal by default."),
]


def export(
    target: Annotated[Path, typer.Argument(help="A folder, or a file whose name ends in `.zip`.")],
    as_json: JsonFlag = False,
    progress: ProgressFlag = None,
) -> None:
    """Write the whole library out: pages byte for byte, pictures, and a manifest in `.carebook/`.

    A folder that an export wrote before is brought up to date; what was changed in it and not imported is
    never overwritten.
    """
    from kb.library.exchanging import ExchangeError  # noqa: PLC0415 - the database is slow to load

    with opened(as_json=as_json, ready=False) as app:
        try:
            report = app.exchange.export_to(OPERATOR, target, _told(progress))
        except ExchangeError as error:
            output.refuse(error.code, str(error), as_json=as_json, status=output.PROBLEMS)
    if as_json:
        written = {"pages": report.pages, "attachments": report.attachments, "written": report.written}
        output.say_json(written)
    else:
        output.say(f"{report.pages} pages, {report.attachments} pictures and documents, in {target}")


def import_(
    source: Annotated[Path, typer.Argument(help="A folder of Markdown pages, or a ZIP of one.", exists=True)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    kind: Annotated[
        str, typer.Option(help="The kind of pages that do not say theirs; without it they are refused.")
    ] = "",
    as_json: JsonFlag = False,
    progress: ProgressFlag = None,
) -> None:
    """Load a folder or a ZIP of pages into the library; a refused page is named by file and line.

    What was changed here and there since the last export is merged; where both changed the same lines,
    readers keep what they have, and both texts are kept in a draft.
    """
    from kb.library.exchanging import ExchangeError  # noqa: PLC0415 - the database is slow to load
    from kb.library.exchanging.importing import is_export  # noqa: PLC0415

    wanted = _kind(kind, as_json=as_json)
    try:
        empty = is_export(source)
        with opened(as_json=as_json, ready=False, empty=empty) as app:
            report = app.exchange.import_from(
                OPERATOR, source, kind=wanted, dry_run=dry_run, progress=_told(progress)
            )
    except ExchangeError as error:
        output.refuse(error.code, str(error), as_json=as_json, status=output.PROBLEMS)
    except OSError as error:
        output.refuse("unreadable", str(error), as_json=as_json, status=output.PROBLEMS)
    _say(source, report, as_json=as_json)
    raise typer.Exit(output.status_of(report.problems))


def _kind(kind: str, *, as_json: bool) -> Kind | None:
    wanted = next((known for known in KINDS if known == kind.strip().lower()), None)
    if kind and wanted is None:
        message = f"no kind `{kind}`; it is one of {', '.join(KINDS)}"
        output.refuse("unknown-kind", message, as_json=as_json, status=output.USAGE)
    return wanted


def _say(source: Path, report: "ImportReport", *, as_json: bool) -> None:
    problems = [output.under(source, problem) for problem in report.problems]
    attached = report.attachments
    if as_json:
        slugs = ("created", "updated", "unchanged", "merged", "conflicts", "behind")
        pictures = {
            key: list(getattr(attached, key)) for key in ("created", "updated", "behind", "conflicts")
        }
        said: dict[str, object] = {key: list(getattr(report, key)) for key in slugs}
        said |= {"problems": [problem.as_json() for problem in problems]}
        said |= {"attachments": pictures | {"unchanged": attached.unchanged}}
        output.say_json(said | {"assumed": dict(report.assumed), "dry_run": report.dry_run})
        return
    output.say_problems(problems)
    for kind, count in report.assumed.items():
        output.say(f"{count} pages do not say their kind: taken as `{kind}`")
    for what, found in (("merged", report.merged), ("behind", report.behind), ("conflict", report.conflicts)):
        for slug in found:
            output.say(f"{what}: {slug}")
    refused = {each.path for each in problems if each.severity == "error" and each.code != "conflict"}
    pairs = {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "merged": report.merged,
        "behind": report.behind,
        "in conflict": report.conflicts,
        "refused": refused,
    }
    counts = ", ".join(
        f"{len(those)} {name}"
        for name, those in pairs.items()
        if those or name in ("created", "updated", "unchanged", "refused")
    )
    new = len(attached.created) + len(attached.updated)
    output.say(("Nothing was changed. It would be: " if report.dry_run else "") + counts)
    if new or attached.unchanged or attached.behind or attached.conflicts:
        output.say(f"pictures and documents: {new} taken in, {attached.unchanged} unchanged")


def _told(wanted: bool | None) -> "Progress":  # noqa: FBT001 - typer's flag, passed on
    """Tell on stderr, at most twice a second, how far it has come; or tell nobody."""
    if not (sys.stderr.isatty() if wanted is None else wanted):
        return lambda _what, _done, _all: None
    last = [0.0]

    def tell(what: str, done: int, everything: int) -> None:
        now = time.monotonic()
        if now - last[0] < _SECONDS_BETWEEN and done != everything:
            return
        last[0] = now
        output.warn(f"carebook: {_STAGES.get(what, what)}: {done} of {everything}")

    return tell
