"""`limen dataset`: check, describe, import and fetch data sets."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from limen.counted import counted

if TYPE_CHECKING:
    from limen.dataset import Allocations, Dataset
    from limen.dataset.check import CheckReport
    from limen.errors import Problem

app = typer.Typer(
    help="""Data sets: one shape, whatever the study. Check, describe, import, fetch.

\b
    limen dataset fetch self-blinding --out study
    limen dataset check study
    limen dataset describe study
""",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Out = Annotated[
    Path | None, typer.Option(help="Folder to write the dataset to; must not exist yet.")
]
Apart = Annotated[
    Path | None,
    typer.Option(
        help="Folder for the allocations, apart so that the dataset stays blinded "
        "[default: the --out folder's name and -allocations]."
    ),
]


@app.command()
def check(
    dataset: Annotated[Path, typer.Argument(help="The dataset's folder (it holds dataset.json).")],
    allocations: Annotated[
        Path | None, typer.Option(help="Also check that these allocations belong to it.")
    ] = None,
    protocol: Annotated[
        Path | None, typer.Option(help="Also check that it is the data of this protocol.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say whether a dataset keeps its protocol's promises: all errors and warnings at once.

    Example:

    \b
        limen dataset check study --allocations study-allocations/allocations.csv

    Errors (unknown people or options, double keys, changed files, impossible scores) must be put
    right before an analysis: exit code 1. Warnings are what a reader of the results must know.
    """
    from limen.dataset import read_allocations
    from limen.dataset.check import check_dataset
    from limen.errors import AllocationsError, Problem
    from limen.protocol import load_protocol

    try:
        sealed = None if allocations is None else read_allocations(allocations)
    except AllocationsError as error:
        found = error.problems or (Problem(message=error.message),)
        report = check_dataset(dataset, protocol=load_protocol(protocol) if protocol else None)
        _finish_check(dataset, report, as_json, more=found)
        return
    report = check_dataset(
        dataset, allocations=sealed, protocol=load_protocol(protocol) if protocol else None
    )
    _finish_check(dataset, report, as_json)


def _finish_check(
    dataset: Path, report: CheckReport, as_json: bool, more: tuple[Problem, ...] = ()
) -> None:
    errors = (*more, *report.errors)
    if as_json:
        document = {
            "ok": not errors,
            "errors": [_problem(each) for each in errors],
            "warnings": [_problem(each) for each in report.warnings],
        }
        typer.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        for title, problems in (("error", errors), ("warning", report.warnings)):
            for problem in problems:
                typer.echo(f"{title}: {problem}")
        verdict = "has errors" if errors else "keeps its protocol's promises"
        numbers = counted(len(errors), "error"), counted(len(report.warnings), "warning")
        typer.echo(f"{dataset} {verdict}: {', '.join(numbers)}.")
    if errors:
        raise typer.Exit(1)


@app.command()
def describe(
    dataset: Annotated[Path, typer.Argument(help="The dataset's folder (it holds dataset.json).")],
    as_json: Json = False,
) -> None:
    """Say what a dataset is: study, people, tables, where it comes from, what was found.

    Example: limen dataset describe study
    """
    from limen.dataset import read_dataset

    about = _about(read_dataset(dataset))
    if as_json:
        typer.echo(json.dumps(about, indent=2, ensure_ascii=False))
        return
    typer.echo(_as_text(about))


@app.command("import")
def import_data(
    source: Annotated[
        str, typer.Argument(help="self-blinding (two published files), or csv (any, with --map).")
    ],
    folder: Annotated[
        Path | None,
        typer.Argument(help="Folder of the published files; not needed for csv, or after a fetch."),
    ] = None,
    map: Annotated[
        Path | None, typer.Option("--map", help="For csv: which column means what (YAML).")
    ] = None,
    out: Out = None,
    allocations_out: Apart = None,
    as_json: Json = False,
) -> None:
    """Turn other people's files into a dataset, and say what was found on the way.

    Examples:

    \b
        limen dataset import self-blinding downloads/data --out study
        limen dataset import csv --map map.yaml --out study

    Nothing is written if anything is wrong with the files, and nothing is overwritten. Without
    --out the import is only tried. The map is explained in the dataset reference.
    """
    from limen.dataset.adapters.csv_map import import_csv
    from limen.dataset.adapters.self_blinding import import_self_blinding

    if source == "csv":
        if map is None:
            raise typer.BadParameter("csv needs --map FILE: which column means what.")
        _keep(*import_csv(map), out, allocations_out, as_json)
    elif source.replace("_", "-") == "self-blinding":
        _keep(*import_self_blinding(folder or _fetched()), out, allocations_out, as_json)
    else:
        raise typer.BadParameter(f"there is no source {source!r}; use self-blinding or csv.")


@app.command()
def fetch(
    name: Annotated[str, typer.Argument(help="Name of a public data set: self-blinding.")],
    out: Out = None,
    allocations_out: Apart = None,
    url: Annotated[
        str | None, typer.Option(help="A mirror: the address of the folder with the files.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Get a public data set: from LIMEN_DATA_DIR, the cache or its repository; verified.

    Example:

    \b
        limen dataset fetch self-blinding --out study

    downloads 1.8 MB once, checks their SHA-256, and imports them into the folder `study`. Without
    --out the files are only fetched. LIMEN_DATA_DIR is a folder that holds self_blinding/.
    """
    from limen.dataset.adapters.self_blinding import import_self_blinding
    from limen.dataset.fetch import fetch as get

    place = get(name, url=url, progress=lambda text: typer.echo(text, err=True))
    if out is not None:
        _keep(*import_self_blinding(place), out, allocations_out, as_json)
    elif as_json:
        typer.echo(json.dumps({"folder": str(place)}, indent=2))
    else:
        typer.echo(f"The files are in {place}. Next: limen dataset import {name} --out study")


def _fetched() -> Path:
    from limen.dataset.fetch import find

    place = find("self-blinding")
    if place is None:
        raise typer.BadParameter(
            "name the folder of the two files, or run `limen dataset fetch self-blinding` first."
        )
    return place


def _keep(
    dataset: Dataset,
    allocations: Allocations | None,
    out: Path | None,
    apart: Path | None,
    as_json: bool,
) -> None:
    """Check what was imported, write it, and tell."""
    from limen.dataset import write_allocations, write_dataset
    from limen.dataset.check import check_dataset
    from limen.dataset.storage.staging import refuse_existing
    from limen.errors import DatasetError

    report = check_dataset(dataset, allocations=allocations)
    if report.errors:
        raise DatasetError("The files were read, but do not keep the protocol.", report.errors)
    sealed = None
    if out is not None:
        refuse_existing(out)
        if allocations is not None:
            sealed = write_allocations(
                allocations, apart or out.with_name(f"{out.name}-allocations")
            )
        write_dataset(dataset, out)
    about = {
        **_about(dataset),
        "folder": None if out is None else str(out),
        "allocations": None if sealed is None else str(sealed),
        "warnings": [_problem(each) for each in report.warnings],
    }
    if as_json:
        typer.echo(json.dumps(about, indent=2, ensure_ascii=False))
        return
    typer.echo(_as_text(about))
    for problem in report.warnings:
        typer.echo(_wrapped("warning: ", str(problem)))
    if out is None:
        typer.echo("\nNothing was written; name a folder with --out to keep the dataset.")
        return
    option = "" if sealed is None else f" --allocations {sealed}"
    typer.echo(f"\nDataset: {out}\nNext: limen analyse {out}{option} --out report")


def _about(dataset: Dataset) -> dict[str, Any]:
    from limen.dataset import TABLES

    return {
        "study": dataset.protocol.id,
        "title": dataset.protocol.title,
        "protocol_version": dataset.protocol.version,
        "protocol_hash": dataset.protocol.hash,
        "hash": dataset.hash,
        "simulated": dataset.simulated,
        "seed": dataset.seed,
        "tables": {name: dataset.count(name) for name in TABLES},
        "provenance": dataset.provenance.as_json(),
    }


def _as_text(about: dict[str, Any]) -> str:
    origin = about["provenance"]
    lines = [
        f"{about['title']} ({about['study']}, version {about['protocol_version']})",
        *(["SIMULATED: no real person stands behind these data."] if about["simulated"] else []),
        f"dataset   {about['hash']}",
        f"protocol  {about['protocol_hash']}",
        *(f"{key:<9} {origin[key]}" for key in ("source", "citation", "licence") if origin[key]),
        "",
        *(f"{name:<24} {rows:>8,}" for name, rows in about["tables"].items() if rows),
    ]
    if origin["findings"]:
        lines += ["", "Found on the way:", *(_wrapped("- ", each) for each in origin["findings"])]
    return "\n".join(lines)


def _wrapped(mark: str, text: str) -> str:
    """At most 100 characters a line; what follows the first is indented. Paths stay whole."""
    return fill(
        f"{mark}{text}",
        width=100,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "message": problem.message,
        "remedy": problem.remedy,
        "file": None if problem.file is None else str(problem.file),
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
    }
