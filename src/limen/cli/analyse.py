"""`limen analyse`: run the protocol's plan on a dataset and write the report."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from limen.errors import LimenError


def analyse(
    dataset: Annotated[Path, typer.Argument(help="The dataset's folder (it holds dataset.json).")],
    allocations: Annotated[
        Path | None,
        typer.Option(
            help="The allocations file that belongs to this dataset. Without it the report is "
            "blinded: no comparison of arms is made.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write the report to; must not exist yet.")
    ] = None,
    overwrite: Annotated[bool, typer.Option(help="Replace the folder given with --out.")] = False,
    seed: Annotated[
        int, typer.Option(help="Seed of bootstraps and re-randomisations; stands in the report.")
    ] = 20261123,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
    cite: Annotated[
        bool,
        typer.Option(help="Print the BibTeX of the methods used, each work once; no summary."),
    ] = False,
    quiet: Annotated[bool, typer.Option(help="Show no progress.")] = False,
) -> None:
    """Run every analysis that the protocol plans, in its order, and skip none silently.

    Example:

    \b
        limen analyse study --allocations study-allocations/allocations.csv --out report

    writes report/report.html (one file, no network), results.json, results.csv and the figures.
    An analysis that these data cannot answer is listed with its reason. Without --out a summary
    is printed and nothing is written. What the methods section must cite:

    \b
        limen analyse study --allocations study-allocations/allocations.csv --cite > methods.bib
    """
    from limen import report
    from limen.analyse.plan import run
    from limen.cli.progress import progress
    from limen.dataset import read_allocations, read_dataset

    if cite and as_json:
        raise typer.BadParameter("the JSON holds the references already; leave out --cite.")
    if out is not None:
        _refuse_inside(out, dataset)
        report.refuse_occupied(out, overwrite=overwrite)
    sealed = read_dataset(dataset)
    data = sealed if allocations is None else sealed.unseal(read_allocations(allocations))
    with progress("Analysing", quiet=quiet or as_json or cite) as step:
        results = run(data, seed=seed, progress=step, command=_command(dataset, allocations, seed))
    if out is not None:
        report.write_report(results, out, overwrite=overwrite)
    if as_json:
        typer.echo(report.to_json(results))
        return
    typer.echo(report.bibtex(results) if cite else report.summary_text(results))
    if out is not None:
        typer.echo(f"\nReport: {out / 'report.html'}", err=cite)


def _refuse_inside(out: Path, dataset: Path) -> None:
    """A dataset's folder is passed on blinded: nothing that compares arms may lie in it."""
    place = out.resolve()
    if dataset.resolve() in (place, *place.parents):
        raise LimenError(
            f"{out}: lies in the dataset's folder, and nothing was written. Whoever receives the "
            "dataset would receive the report with it; name a place outside."
        )


def _command(dataset: Path, allocations: Path | None, seed: int) -> str:
    """The command that makes these results again, wherever the report is written."""
    sealed = [] if allocations is None else ["--allocations", str(allocations)]
    return shlex.join(["limen", "analyse", str(dataset), *sealed, "--seed", str(seed)])
