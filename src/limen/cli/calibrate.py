"""`limen scenario calibrate`: learn a scenario from a dataset."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Assumption(StrEnum):
    """What may be supposed of guesses and outcomes that go together."""

    nothing = "nothing"
    belief_causes_outcome = "belief_causes_outcome"
    guess_follows_outcome = "guess_follows_outcome"


def calibrate(
    dataset: Annotated[Path, typer.Argument(help="The dataset's folder (it holds dataset.json).")],
    allocations: Annotated[
        Path | None,
        typer.Option(
            help="The allocations file that belongs to this dataset. Without it only what needs no "
            "arms is learned.",
        ),
    ] = None,
    assume: Annotated[
        Assumption,
        typer.Option(
            help="What makes guesses and outcomes go together within an arm. With nothing assumed "
            "direct effects and the effect of belief stay 0 in the scenario, and both extreme "
            "values are listed.",
        ),
    ] = Assumption.nothing,
    out: Annotated[
        Path | None, typer.Option(help="Scenario file to write; it must not exist.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Learn a scenario from a dataset, with standard errors; list what the data cannot identify.

    Example:

    \b
        limen scenario calibrate study --allocations study-allocations/allocations.csv \\
            --out learned.yaml
        limen simulate self_blinding --scenario learned.yaml

    Each number in the file carries its standard error, how much it rests on and under which
    supposition it holds. What the data leave open is at its end, with what would identify it.
    """
    from limen.dataset import read_allocations, read_dataset
    from limen.errors import DocumentError, Problem
    from limen.rehearse.calibrate import calibrate as learn
    from limen.rehearse.calibrate import write_calibrated

    if out is not None and out.exists():
        problem = Problem(message="It exists already.", remedy="Name another file.", file=out)
        raise DocumentError(f"{out} was not written.", [problem])
    sealed = read_dataset(dataset)
    data = sealed if allocations is None else sealed.unseal(read_allocations(allocations))
    found = learn(data, assume=assume.value)
    written = None if out is None else write_calibrated(found, out)
    if as_json:
        typer.echo(json.dumps(found.as_plain(), indent=2, ensure_ascii=False, allow_nan=False))
        return
    for table in found.tables:
        if table.rows:
            typer.echo(f"{table.to_text()}\n")
    for finding in found.findings:
        typer.echo(f"note: {finding}")
    if written is None:
        typer.echo("\nNothing was written; name a file with --out to keep the scenario.")
    else:
        typer.echo(f"\nScenario: {written}\nNext: limen scenario check {written}")
