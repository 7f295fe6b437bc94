"""`python -m limen.demo [OUT]`: analyse the self-blinding study and say where the report is."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import typer

from limen.analyse.plan import run
from limen.cli.progress import progress
from limen.dataset import Allocations, Dataset, write_allocations, write_dataset
from limen.dataset.adapters.self_blinding import import_self_blinding
from limen.dataset.fetch import fetch
from limen.demo.generated import generated_self_blinding
from limen.errors import FetchError, LimenError
from limen.report import summary_text, write_report

SEED = 20261123


def main(out: Path) -> None:
    """Get the data, write the dataset, analyse it, write the report, and end."""
    dataset, allocations = _data()
    study, sealed = out / "study", out / "allocations"
    for folder in (study, sealed):
        if folder.exists():
            shutil.rmtree(folder)
    stored = write_dataset(dataset, study)
    write_allocations(allocations, sealed)
    with progress("Analysing") as step:
        results = run(
            stored.unseal(allocations),
            seed=SEED,
            progress=step,
            command=f"limen analyse {study} --allocations {sealed / 'allocations.csv'}",
        )
    write_report(results, out / "report", overwrite=True)
    typer.echo(summary_text(results))
    typer.echo(f"\nReport:      {out / 'report' / 'report.html'}")
    typer.echo(f"Dataset:     {study}\nAllocations: {sealed}")


def _data() -> tuple[Dataset, Allocations]:
    """The public data if they can be had, else a generated data set of the same shape."""
    try:
        return import_self_blinding(fetch("self-blinding"))
    except FetchError as error:
        typer.echo(f"{error}\n", err=True)
        typer.echo(
            "The public data cannot be had here: a SIMULATED data set of the same shape is "
            "analysed instead. Its numbers say nothing about any drug.\n",
            err=True,
        )
        return generated_self_blinding(seed=SEED)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
    except LimenError as failure:
        sys.exit(f"error: {failure}")
