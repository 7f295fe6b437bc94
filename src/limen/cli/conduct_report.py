"""`limen conduct report`: the board's open report, as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from limen.cli.conduct_staff import Folder, operator
from limen.errors import ConductError, Problem
from limen.whole_file import write_whole


def report(
    folder: Folder,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="The file to write; must not exist yet.")
    ] = Path("open-report.html"),
) -> None:
    """Write the open report to the board: one HTML file, blinded, while the server runs.

    Example: limen conduct report my_study --out open-report.html

    It holds accrual, adherence, missingness, data quality, blinded safety, pooled guesses and how
    far each look is, of all arms together, from one state of the record. The closed report, by
    arm, is made off the server by two key holders: see `limen supply unseal`.
    """
    from limen.conduct.core.lifecycle import at_work

    at_work(folder)
    from limen.conduct.core.monitoring.taken import note_taken
    from limen.conduct.staff.monitoring.report import open_report

    if out.exists():
        raise _not_written(f"{out} exists.", "Name another file.")
    if not out.absolute().parent.is_dir():
        raise _not_written(f"There is no folder {out.absolute().parent}.", "Make it.")
    made = open_report()
    note_taken(made.content, shows=made.shows, by=operator())
    try:
        write_whole(out, made.content)
    except FileExistsError:
        raise _not_written(f"{out} exists.", "Name another file.") from None
    typer.echo(f"Made {out}: blinded, up to entry {made.shows.number} of the trail.")


def _not_written(message: str, remedy: str) -> ConductError:
    problem = Problem(message=message, remedy=remedy, path="--out")
    return ConductError("No report was written.", [problem])
