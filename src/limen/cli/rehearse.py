"""`limen rehearse`: simulate and analyse a study many times before it begins."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from limen.errors import LimenError

if TYPE_CHECKING:
    from limen.cli.rehearsal_search import Found, Search
    from limen.rehearse import Cell, Rehearsal
    from limen.rehearse.engines import Engine

SCENARIOS = ("null", "drug_only", "belief_only")
STOPPED = 130


def rehearse(
    protocols: Annotated[
        list[str],
        typer.Argument(
            metavar="PROTOCOL...",
            help="The protocol's YAML file, or a shipped name; several stand side by side.",
        ),
    ],
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            help="What is supposed to be true: a YAML file, or a shipped name; may be repeated "
            f"[default: {', '.join(SCENARIOS)}]"
        ),
    ] = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            help="A field and its values, such as population.planned=40,80,160 or "
            "scenario.every_outcome.belief=0..0.6:4; repeated, every combination is rehearsed."
        ),
    ] = None,
    replicates: Annotated[
        int,
        typer.Option(
            min=2,
            help="How often each study is simulated and analysed; fewer than about 120 prove "
            "nothing.",
        ),
    ] = 1024,
    slow_replicates: Annotated[
        int | None,
        typer.Option(
            min=0, help="Of these, how many are enough for analyses that take long [default: 64]"
        ),
    ] = None,
    analysis: Annotated[
        list[str] | None,
        typer.Option(help="Only this analysis of the plan, by its id; may be repeated."),
    ] = None,
    smallest_sample: Annotated[
        bool,
        typer.Option(
            "--smallest-sample",
            help="Also look for the smallest number of participants with the target power; if "
            "there is none, rehearse what would help.",
        ),
    ] = False,
    improve: Annotated[
        bool,
        typer.Option("--improve", help="Also rehearse changes of the design: which helps most?"),
    ] = False,
    target_power: Annotated[
        float,
        typer.Option(min=0.1, max=0.999, help="The power that a smallest sample must reach."),
    ] = 0.8,
    quantity: Annotated[
        str | None,
        typer.Option(
            help="The number whose power counts, by its key [default: the primary answer]"
        ),
    ] = None,
    exact: Annotated[
        int,
        typer.Option(
            min=0,
            max=100_000_000,
            help="Also so many trials of planned mixed models by exact draws of their sufficient "
            "statistics, where scenario and model allow it: small Monte Carlo errors in seconds.",
        ),
    ] = 0,
    seed: Annotated[
        int | None,
        typer.Option(
            min=0, help="Seed of all random numbers [default: 20261123, or that of --resume]"
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many processes work [default: one per core]")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler whose workers work instead.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="New folder for the report, the numbers and every finished piece."),
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option(help="Go on with the folder that an interrupted rehearsal was writing."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
    quiet: Annotated[bool, typer.Option(help="Show no progress.")] = False,
) -> None:
    """Simulate and analyse a study many times: can it answer its question, and which question?

    Example:

    \b
        limen rehearse resilience --out rehearsal
        limen rehearse resilience --scenario both --vary population.planned=80,160,320
        limen rehearse resilience --scenario drug_only --smallest-sample

    Under each scenario the true value of every estimand comes first; then what each planned
    analysis does with it: bias, coverage, power or type I error, each with its Monte Carlo error.
    Numbers are the same for any number of workers. After an interrupt:

    \b
        limen rehearse resilience --resume rehearsal

    which also adds replicates to a finished rehearsal. Without --out nothing is written. Where a
    protocol does not say how many take part, say so: --vary scenario.participants=240
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy; see `engines.worker`
    from limen.cli.rehearsal_search import Search

    cells = cells_of(protocols, scenario or SCENARIOS, vary or ())
    search = Search(
        smallest=smallest_sample,
        improve=improve,
        target_power=target_power,
        quantity=quantity,
        replicates=replicates,
        exact=exact,
    )
    search.refuse_unplanned(cells)
    folder = _folder(out, resume)
    options = {"--scenario": scenario, "--vary": vary, "--analysis": analysis}
    done, found = _rehearsed(
        cells,
        engine=engine_of(workers, scheduler),
        folder=folder,
        seed=seed_of(seed, resume),
        replicates=replicates,
        slow_replicates=slow_replicates,
        analyses=tuple(analysis or ()),
        command=[*protocols, *_repeated(options), *_searching(search)],
        quiet=quiet or as_json,
        search=search,
    )
    page = None if folder is None else _written(done, found, folder)
    _print(done, found, page, as_json=as_json)


def cells_of(
    protocols: Sequence[str], scenarios: Sequence[str], vary: Sequence[str] = ()
) -> list[Cell]:
    """Each protocol under each scenario, with every combination of what is varied."""
    from limen.protocol import named_protocol
    from limen.rehearse import Cell
    from limen.rehearse.vary import grid, parse_variation
    from limen.simulate.scenario import named_scenario

    cells = []
    for name in protocols:
        protocol = named_protocol(name)
        cells += [
            Cell(
                protocol=protocol,
                # What is varied may be what is wrong as it stands; the grid is checked as well.
                scenario=named_scenario(one, protocol=None if vary else protocol),
            )
            for one in scenarios
        ]
    return list(grid(cells, [parse_variation(one) for one in vary]))


def engine_of(workers: int | None, scheduler: str | None) -> Engine:
    """Who works: processes of this machine, or a cluster."""
    from limen.rehearse.engines import Cluster, Processes

    if scheduler is not None and workers is not None:
        raise typer.BadParameter("the workers of a scheduler are its own; leave out --workers.")
    return Cluster(scheduler) if scheduler is not None else Processes(workers or 0)


def seed_of(seed: int | None, resume: Path | None) -> int:
    """The seed that is asked for, else that of the folder, else the default."""
    from limen.rehearse.rehearsal import SEED
    from limen.rehearse.store.folder import seed_in

    if seed is not None:
        return seed
    return seed_in(resume) if resume is not None else SEED


def _folder(out: Path | None, resume: Path | None) -> Path | None:
    """Where to write; a folder that holds anything is only taken with --resume."""
    if out is not None and resume is not None:
        raise typer.BadParameter("--resume goes on in its own folder; leave out --out.")
    if resume is not None and not resume.is_dir():
        raise LimenError(f"{resume}: there is no such folder to go on with. Begin with --out.")
    if out is not None and out.exists() and (not out.is_dir() or any(out.iterdir())):
        ours = (out / "rehearsal.json").is_file()
        more = f", or go on with the rehearsal in it: --resume {out}" if ours else "."
        raise LimenError(
            f"{out}: is there already, and nothing was written. Name a new folder{more}"
        )
    return out or resume


def _rehearsed(
    cells: Sequence[Cell],
    *,
    engine: Engine,
    folder: Path | None,
    seed: int,
    replicates: int,
    slow_replicates: int | None,
    analyses: tuple[str, ...],
    command: Sequence[str],
    quiet: bool,
    search: Search,
) -> tuple[Rehearsal, list[Found]]:
    from limen.cli.progress import progress
    from limen.cli.rehearsal_search import searched
    from limen.rehearse import rehearse as rehearsing
    from limen.rehearse.rehearsal import SLOW_REPLICATES

    slow = SLOW_REPLICATES if slow_replicates is None else slow_replicates
    again = ["limen", "rehearse", *command, "--replicates", str(replicates), "--seed", str(seed)]
    if slow_replicates is not None:
        again += ["--slow-replicates", str(slow)]
    try:
        with progress("Rehearsing", quiet=quiet, time_left=True) as step:
            done = rehearsing(
                cells,
                replicates=replicates,
                seed=seed,
                engine=engine,
                folder=folder,
                slow_replicates=slow,
                analyses=analyses,
                command=shlex.join(again),
                progress=step,
                notice=lambda text: typer.echo(f"notice: {text}", err=True),
            )
            if folder is not None:  # an interrupt of the search leaves the page of the rehearsal
                _written(done, (), folder)
            found = list(searched(done, search, engine=engine, analyses=analyses, progress=step))
        _say_if_vain(search, found, len(done.cells))
        return done, found
    except KeyboardInterrupt:
        typer.echo(_how_to_go_on(again, folder), err=True)
        raise typer.Exit(STOPPED) from None
    except OSError:  # a full disk, say; what it was is told where every command tells it
        if folder is not None and folder.is_dir():
            typer.echo(_how_to_go_on(again, folder), err=True)
        raise
    finally:
        engine.close()


def _say_if_vain(search: Search, found: Sequence[Found], cells: int) -> None:
    """Tell whoever asked for a search that there was nothing to search."""
    if (search.smallest or search.improve) and len(found) == (cells if search.exact else 0):
        typer.echo(
            "notice: there was nothing to search, for no scenario here has an effect that the "
            "analysis could find. Name one that has: --scenario drug_only",
            err=True,
        )


def _how_to_go_on(again: Sequence[str], folder: Path | None) -> str:
    if folder is None:
        return "Stopped. Nothing was kept; with --out a rehearsal can go on where it ended."
    command = shlex.join([*again, "--resume", str(folder)])
    return f"Stopped. What was finished is kept in {folder}. Go on with:\n    {command}"


def _written(rehearsal: Rehearsal, found: Sequence[Found], folder: Path) -> Path:
    """Write report and sheet beside the numbers; returns the page's path."""
    from limen.rehearse.words import document, table_of
    from limen.report.document import write_document

    sheets = {"performance": table_of(rehearsal)}
    place = folder / "report"
    page = document(rehearsal, extra=[one.section for one in found])
    return place / write_document(page, place, sheets=sheets, overwrite=True).name


def _print(
    rehearsal: Rehearsal, found: Sequence[Found], page: Path | None, *, as_json: bool
) -> None:
    from limen.rehearse.archive import to_json
    from limen.rehearse.words import text_summary

    if as_json:
        answers = [
            {"scenario": one.scenario, "title": one.title, **one.numbers, "answer": one.sentences}
            for one in found
        ]
        content = {"limen_rehearsal": 1, "results": to_json(rehearsal), "searches": answers}
        typer.echo(json.dumps(content, indent=1, ensure_ascii=False))
        return
    typer.echo(text_summary(rehearsal))
    for one in found:
        said = [fill(s, 100, initial_indent="  ", subsequent_indent="    ") for s in one.sentences]
        typer.echo("\n".join(["", one.title, *said]))
    where = "none was written; --out FOLDER writes it, and keeps all numbers"
    typer.echo(f"\nReport: {where if page is None else page}")


def _searching(search: Search) -> list[str]:
    """Options of a search, as they are written."""
    chosen = {"--smallest-sample": search.smallest, "--improve": search.improve}
    words = [name for name, wanted in chosen.items() if wanted]
    if search.smallest:
        words += ["--target-power", f"{search.target_power:g}"]
    if search.quantity is not None:
        words += ["--quantity", search.quantity]
    return [*words, *(["--exact", str(search.exact)] if search.exact else [])]


def _repeated(options: dict[str, Any]) -> list[str]:
    """Options that may be repeated, as they were written."""
    return [
        word for name, values in options.items() for one in values or () for word in (name, one)
    ]
