"""`limen conduct report`: the board's open report, as one file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from limen.cli.conduct_staff import Folder, operator


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
    from limen.errors import ConductError, Problem

    if out.exists():
        problem = Problem(message=f"{out} exists.", remedy="Name another file.", path="--out")
        raise ConductError("No report was written.", [problem])
    if not out.absolute().parent.is_dir():
        problem = Problem(
            message=f"There is no folder {out.absolute().parent}.", remedy="Make it.", path="--out"
        )
        raise ConductError("No report was written.", [problem])
    made = open_report()
    note_taken(made.content, shows=made.shows, by=operator())
    _write(out, made.content)
    typer.echo(f"Made {out}: blinded, up to entry {made.shows.number} of the trail.")


def _write(out: Path, content: bytes) -> None:
    """Let the file appear whole; it never takes the place of one that came meanwhile."""
    handle, temporary = tempfile.mkstemp(dir=out.absolute().parent, prefix=".limen-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.link(temporary, out)
    finally:
        Path(temporary).unlink()
