"""`limen simulate`: a dataset that a study might have given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def simulate(
    protocol: Annotated[
        str, typer.Argument(metavar="PROTOCOL", help="The protocol's YAML file, or a shipped name.")
    ],
    scenario: Annotated[
        str, typer.Option(help="What is supposed to be true: a YAML file, or a shipped name.")
    ] = "both",
    seed: Annotated[int, typer.Option(min=0, help="Seed; stands in the dataset.")] = 20261123,
    replicate: Annotated[
        int, typer.Option(min=0, help="Which replicate of the seed; a rehearsal has many.")
    ] = 0,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write the dataset to; must not exist yet.")
    ] = None,
    allocations_out: Annotated[
        Path | None,
        typer.Option(
            help="Folder for the allocations, apart so that the dataset stays blinded "
            "[default: the --out folder's name and -allocations]."
        ),
    ] = None,
    items: Annotated[bool, typer.Option(help="Also simulate the answers to single items.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Simulate one dataset of a protocol under a scenario, and check it.

    Example:

    \b
        limen simulate resilience --scenario belief_only --out study
        limen analyse study --allocations study-allocations/allocations.csv --out report

    The dataset says that it is simulated, and every report of it shows that. Replicate r is what a
    rehearsal with the same seed draws as its replicate r. Without --out nothing is written.
    """
    from limen.dataset import TABLES, write_allocations, write_dataset
    from limen.dataset.check import check_dataset
    from limen.dataset.storage.staging import refuse_existing
    from limen.errors import DatasetError
    from limen.protocol import named_protocol
    from limen.simulate.dataset import dataset
    from limen.simulate.scenario import named_scenario

    study = named_protocol(protocol)
    supposed = named_scenario(scenario, protocol=study)
    apart = allocations_out or (out.with_name(f"{out.name}-allocations") if out else None)
    for folder in (out, apart):
        if folder is not None:
            refuse_existing(folder)
    made, sealed = dataset(study, supposed, seed=seed, replicate=replicate, items=items)
    report = check_dataset(made, allocations=sealed)
    if report.errors:
        raise DatasetError("What was simulated does not keep the protocol.", report.errors)
    written = None
    if out is not None and apart is not None:
        written = write_allocations(sealed, apart)
        write_dataset(made, out)
    if as_json:
        about = {
            "study": study.id,
            "scenario": supposed.id,
            "scenario_hash": supposed.hash,
            "seed": seed,
            "replicate": replicate,
            "hash": made.hash,
            "folder": None if out is None else str(out),
            "allocations": None if written is None else str(written),
            "tables": {name: made.count(name) for name in TABLES},
            "warnings": [str(problem) for problem in report.warnings],
        }
        typer.echo(json.dumps(about, indent=2, ensure_ascii=False))
        return
    typer.echo(f"{study.title}\nSIMULATED: no real person stands behind these data.")
    typer.echo(f"scenario  {supposed.title} ({supposed.hash[:12]})\ndataset   {made.hash}\n")
    typer.echo(
        "\n".join(f"{name:<24} {made.count(name):>8,}" for name in TABLES if made.count(name))
    )
    for problem in report.warnings:
        typer.echo(f"warning: {problem}")
    if written is None:
        typer.echo("\nNothing was written; name a folder with --out to keep the dataset.")
    else:
        typer.echo(
            f"\nDataset: {out}\nNext: limen analyse {out} --allocations {written} --out report"
        )
