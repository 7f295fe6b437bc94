"""The command's root: its verbs, and how errors become exit codes."""

from __future__ import annotations

import errno
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from limen import __version__
from limen.cli import (
    analyse,
    boundaries,
    calibrate,
    conduct,
    dataset,
    forecast,
    instruments,
    pharmacology,
    protocol,
    rehearse,
    scenario,
    simulate,
    supply,
)
from limen.errors import LimenError

DONE, NO, WRONG_USE, STOPPED = 0, 1, 2, 130


class Root(TyperGroup):
    """Turns what a verb raises into a sentence on stderr and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run a verb; an error that Limen or the machine raises on purpose ends with code 2."""
        try:
            return super().invoke(ctx)
        except LimenError as error:
            raise _ended(f"error: {error}", WRONG_USE) from None
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the output has gone
                raise
            raise _ended(f"error: {_of_the_machine(error)}", WRONG_USE) from None
        except KeyboardInterrupt:
            raise _ended("Stopped. Nothing partial was left behind.", STOPPED) from None


def _ended(text: str, code: int) -> typer.Exit:
    typer.echo(text, err=True)
    return typer.Exit(code)


def _of_the_machine(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return (
        f"{place}{error.strerror or error}. Nothing partial was left behind. Look after space and "
        "permissions there, or name another place, and run the command again."
    )


app = typer.Typer(
    name="limen",
    cls=Root,
    help="""From dose to evidence: plan, check and analyse placebo-controlled micro-dosing studies.

Start with the largest one there is:

\b
    limen dataset fetch self-blinding --out study
    limen analyse study --allocations study-allocations/allocations.csv --out report

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
app.add_typer(pharmacology.app, name="pharmacology")
scenario.app.command("calibrate")(calibrate.calibrate)
app.add_typer(scenario.app, name="scenario")
app.command("simulate")(simulate.simulate)
app.command("rehearse")(rehearse.rehearse)
app.add_typer(forecast.app, name="forecast")
app.add_typer(supply.app, name="supply")
app.add_typer(conduct.app, name="conduct")
app.command("boundaries")(boundaries.boundaries)
app.command("analyse")(analyse.analyse)
app.command("analyze", hidden=True)(analyse.analyse)


def main() -> None:
    """Run the command and exit with its code."""
    app()
