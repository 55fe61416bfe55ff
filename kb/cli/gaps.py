"""`carebook gaps`: what people look for and our pages do not say."""

from typing import Annotated, Literal

import typer

from kb.access import OPERATOR
from kb.cli import library, output
from kb.cli.library import JsonFlag


def gaps(
    state: Annotated[
        Literal["open", "closed", "dismissed"], typer.Option(help="Which: open, closed or dismissed.")
    ] = "open",
    draft: Annotated[int | None, typer.Option(help="Write a page to begin with for this gap.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """List what was searched in vain, searched again at once, or reported, most missed first.

    With --draft NUMBER the page that would close that gap is begun, and written to stdout.
    """
    from kb.insight import InsightError  # noqa: PLC0415 - the database is slow to load

    with library.opened(as_json=as_json) as app:
        if draft is not None:
            try:
                output.say(app.insight.prepare_draft(OPERATOR, draft))
            except InsightError as error:
                output.refuse("no-gap", str(error), as_json=as_json, status=output.PROBLEMS)
            return
        found = app.insight.gaps(OPERATOR, state)
    if as_json:
        output.say_json([gap.as_json() for gap in found])
        return
    for gap in found:
        ended = f"  closed by {gap.slug}" if gap.slug else ""
        counts = f"{gap.in_vain} in vain, {gap.again} again, {gap.reported} reported"
        output.say(f"{gap.id:4}  {gap.words}  ({counts}){ended}")
    if not found:
        output.say(f"no {state} gaps")
