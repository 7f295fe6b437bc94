"""`python -m limen.demo.whole OUT`: live a whole study, and say what took place in it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: small matrices

import typer

from limen.cli.progress import progress
from limen.demo.room import make_room
from limen.demo.whole.live import FOLDERS, live
from limen.demo.whole.told import told
from limen.errors import LimenError

_SEED = 20261126


def main(
    out: Annotated[Path, typer.Argument(help="Folder to make everything in; empty, or new.")],
    people: Annotated[int, typer.Option(min=5, help="How many take part.")] = 80,
    seed: Annotated[int, typer.Option(min=0, help="Of everything that happens by chance.")] = _SEED,
    database: Annotated[str, typer.Option(help="URL of an empty PostgreSQL database.")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
) -> None:
    """Live the study of six_weeks.yaml with virtual people, from invitation to unsealed report."""
    typer.echo(
        f"{people} virtual people live through a study on its real pages: invited, randomised,\n"
        "dosed, visited, called; one look half way, the lock, the report. Nobody is real.\n"
    )
    make_room(out, FOLDERS, server="server")
    with progress("Living through the study", quiet=quiet, time_left=True) as step:
        made = live(out, people=people, seed=seed, database=database, progress=step)
    typer.echo(told(made))


if __name__ == "__main__":
    try:
        typer.run(main)
    except LimenError as failure:
        sys.exit(f"error: {failure}")
