"""`carebook policy …`: the group of all that is asked of policies in a folder, with no database."""

import typer

from kb.cli import deciding, proving

app = typer.Typer(
    help="Check policies and decide cases from a folder of Markdown pages.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
for command in (
    proving.check,
    deciding.decide,
    deciding.explain,
    deciding.batch,
    proving.diff,
    proving.examples,
    proving.coverage,
    proving.facts,
):
    app.command()(command)
