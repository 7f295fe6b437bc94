"""The command's root: its verbs, and how errors become exit codes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from limen import __version__
from limen.cli import analyse, boundaries, dataset, instruments, protocol
from limen.errors import LimenError

DONE, NO, WRONG_USE = 0, 1, 2

app = typer.Typer(
    name="limen",
    help="""From dose to evidence: plan, check and analyse placebo-controlled micro-dosing studies.

Start with the largest one there is:

\b
    limen dataset fetch self-blinding --out study
    limen analyse study --out report

Exit codes: 0 done, 1 the answer is "no" (a check failed), 2 wrong usage or input.
""",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"limen {__version__}")
        raise typer.Exit(DONE)


@app.callback()
def root(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Hold the options that belong to no verb."""


app.add_typer(protocol.app, name="protocol")
app.add_typer(dataset.app, name="dataset")
app.add_typer(instruments.app, name="instruments")
app.command("boundaries")(boundaries.boundaries)
app.command("analyse")(analyse.analyse)
app.command("analyze", hidden=True)(analyse.analyse)


def main() -> None:
    """Run the command; what Limen raises on purpose is printed, with exit code 2."""
    try:
        app()
    except LimenError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(WRONG_USE)
    except KeyboardInterrupt:
        typer.echo("Stopped. Nothing partial was left behind.", err=True)
        sys.exit(130)
