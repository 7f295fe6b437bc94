"""The demonstration: is the planned study any good, what would its data look like, who lives it?"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from limen.cli.progress import progress
from limen.demo.names import ACCOUNTS, SEED
from limen.demo.room import make_room
from limen.errors import LimenError
from limen.protocol import Protocol, load_protocol, shipped
from limen.rehearse import Cell, Rehearsal

STUDY, SCENARIOS, TRUTH = "resilience", ("null", "drug_only", "belief_only"), "both"
REPLICATES, SLOW_REPLICATES, TRUTH_PEOPLE = 256, 16, 40_000
FOLDERS = ("rehearsal", "study", "allocations", "report", "conduct")


@dataclass(frozen=True, kw_only=True)
class Made:
    """Where everything is, and what the terminal says of it."""

    rehearsed: Path  # the page
    study: Path  # the simulated dataset's folder
    allocations: Path
    report: Path  # the page
    said: str
    conduct: Path | None  # the folder of a study's server; None where it was not wanted
    accounts: str  # who is in it, and how to come in


def demonstrate(
    out: Path, *, replicates: int = REPLICATES, quiet: bool = False, live: bool = True
) -> Made:
    """Rehearse the planned study, simulate one dataset of it, analyse that, live one, and end.

    Folders of an earlier demonstration in `out` are replaced; anything else there stays. Raises
    `LimenError` if `out` cannot be used.
    """
    make_room(out, FOLDERS, server="conduct")
    protocol = load_protocol(shipped()[STUDY])
    rehearsal = _rehearse(protocol, replicates, quiet=quiet)
    study, allocations = _simulate(protocol, out)
    lived = _live(out / "conduct", quiet=quiet) if live else None
    return Made(
        rehearsed=_rehearsal_page(rehearsal, out / "rehearsal"),
        study=study,
        allocations=allocations,
        report=_analyse(study, allocations, out / "report", quiet=quiet),
        said=_said(rehearsal),
        conduct=lived,
        accounts=(lived / ACCOUNTS).read_text(encoding="utf-8") if lived else "",
    )


def _rehearse(protocol: Protocol, replicates: int, *, quiet: bool) -> Rehearsal:
    from limen.rehearse import rehearse
    from limen.simulate.scenario import named_scenario

    cells = [
        Cell(protocol=protocol, scenario=named_scenario(name, protocol=protocol))
        for name in SCENARIOS
    ]
    command = f"limen rehearse {STUDY} --replicates {replicates} --seed {SEED}"
    with progress("Rehearsing", quiet=quiet, time_left=True) as step:
        return rehearse(
            cells,
            replicates=replicates,
            slow_replicates=min(SLOW_REPLICATES, replicates),
            truth_people=min(TRUTH_PEOPLE, 200 * replicates),
            seed=SEED,
            command=f"{command} --slow-replicates {min(SLOW_REPLICATES, replicates)}",
            progress=step,
        )


def _rehearsal_page(rehearsal: Rehearsal, out: Path) -> Path:
    from limen.rehearse.words import document, table_of
    from limen.report.document import write_document

    page = write_document(document(rehearsal), out, sheets={"performance": table_of(rehearsal)})
    return out / page.name


def _said(rehearsal: Rehearsal) -> str:
    from limen.rehearse.words import text_summary

    return text_summary(rehearsal)


def _simulate(protocol: Protocol, out: Path) -> tuple[Path, Path]:
    from limen.dataset import write_allocations, write_dataset
    from limen.simulate.dataset import dataset
    from limen.simulate.scenario import named_scenario

    made, sealed = dataset(protocol, named_scenario(TRUTH, protocol=protocol), seed=SEED)
    write_dataset(made, out / "study")
    return out / "study", write_allocations(sealed, out / "allocations")


def _live(folder: Path, *, quiet: bool) -> Path:
    """Fill a study's server with virtual people, in a process of its own; return its folder."""
    command = [sys.executable, "-m", "limen.demo.lived", str(folder)]
    done = subprocess.run(command + ["--quiet"] * quiet, check=False)
    if done.returncode != 0:
        raise LimenError("The virtual study was not lived through; what went wrong stands above.")
    return folder


def _analyse(study: Path, allocations: Path, out: Path, *, quiet: bool) -> Path:
    from limen.analyse.plan import run
    from limen.dataset import read_allocations, read_dataset
    from limen.report import write_report

    unsealed = read_dataset(study).unseal(read_allocations(allocations))
    with progress("Analysing", quiet=quiet) as step:
        results = run(
            unsealed,
            seed=SEED,
            progress=step,
            command=f"limen analyse {study} --allocations {allocations}",
        )
    return out / write_report(results, out).name
