"""How long a rehearsal takes, how much memory, and how both grow.

Each measurement runs in a process of its own, so that memory is its own as well:

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.rehearsal
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

from benchmarks.rehearsal_study import DRUG_ONLY, MMRM, PLAIN, QUICK, cell
from limen.protocol import load_protocol, shipped
from limen.rehearse import Cell, rehearse
from limen.rehearse.engines import Cluster, Engine, Processes
from limen.rehearse.exact import exact_model
from limen.simulate.draw import BLOCK
from limen.simulate.scenario import named_scenario

SEED, TRIALS = 20261126, 10_000
SCENARIOS = ("null", "drug_only", "belief_only")
Row = dict[str, object]
# Dask's workers give memory back to the system after every step; arrays then cost twice the time.
_KEEP_MEMORY = {
    "OPENBLAS_NUM_THREADS": 1,
    "MALLOC_TRIM_THRESHOLD_": 2**30,
    "MALLOC_MMAP_THRESHOLD_": 2**30,
}
Told = dict[str, float]

_MEASUREMENTS: dict[str, tuple[str, str]] = {
    "whole": (f"{TRIALS:,} trials, 200 × 8, whole path, 2 processes", "aim: under 60 s and 2 GB"),
    "one": (f"{TRIALS:,} trials, 1 process", ""),
    "dask_1": (f"{TRIALS:,} trials, 1 Dask worker", ""),
    "dask_2": (f"{TRIALS:,} trials, 2 Dask workers", ""),
    "longer": (f"{4 * TRIALS:,} trials, 2 processes", "growth: trials"),
    "people_50": ("1,024 trials, 50 × 8, 2 processes", "growth: people"),
    "people_800": ("1,024 trials, 800 × 8, 2 processes", "growth: people"),
    "visits_4": ("1,024 trials, 200 × 4, 2 processes", "growth: visits"),
    "visits_16": ("1,024 trials, 200 × 16, 2 processes", "growth: visits"),
    "usual": ("1,024 trials, 200 × 8, 2 processes", "growth: the others beside it"),
    "mmrm": ("1,024 trials, 200 × 8, MMRM, 2 processes", "unstructured, Satterthwaite"),
    "resilience": (
        "resilience.yaml, 1,024 × 3 scenarios, 2 processes",
        "aim: under a minute; whole plan, slow analyses in 64 replicates of each",
    ),
    "exact": ("exact route, 200 × 8, one core, each", "aim: 200,000 trials/s"),
}


def rows() -> list[Row]:
    """One row per measurement; the ratio compares one worker with two."""
    told = {name: _told(name) for name in _MEASUREMENTS}
    alone = {"whole": "one", "dask_2": "dask_1"}
    return [_row(name, found, told.get(alone.get(name, ""))) for name, found in told.items()]


def _row(name: str, found: Told, one_worker: Told | None) -> Row:
    title, note = _MEASUREMENTS[name]
    said = [f"{found['trials'] / found['seconds']:,.0f} trials/s"]
    if "megabytes" in found:
        said.append(f"at most {found['megabytes']:,.0f} MB in all processes")
    whole = name != "exact"
    return {
        "name": f"rehearsal: {title}",
        "ours_seconds": found["seconds"] / (1 if whole else found["trials"]),
        "peer": "one worker" if one_worker else "",
        "peer_seconds": one_worker["seconds"] if one_worker else None,
        "ratio": one_worker["seconds"] / found["seconds"] if one_worker else None,
        "note": "; ".join(filter(None, [*said, note])),
    }


def _told(name: str) -> Told:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.rehearsal", name]
    surroundings = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=surroundings)
    found: Told = json.loads(ended.stdout.splitlines()[-1])
    return found


def _measured(name: str) -> Told:
    if name == "exact":
        return _exact()
    if name.startswith("dask"):
        return _by_dask(int(name[-1]))
    cells, trials, workers = _job(name)
    return _rehearsed(cells, trials, lambda: Processes(workers), workers)


def _job(name: str) -> tuple[list[Cell], int, int]:
    """Cells, trials and processes."""
    what, _, number = name.partition("_")
    if name == "resilience":
        protocol = load_protocol(shipped()["resilience"])
        known = [named_scenario(one, protocol=protocol) for one in SCENARIOS]
        return [Cell(protocol=protocol, scenario=one) for one in known], 1024, 2
    if name in ("whole", "one", "longer"):
        return [cell()], 4 * TRIALS if name == "longer" else TRIALS, 1 if name == "one" else 2
    more = {what: int(number)} if number else {}
    return [cell(plan=MMRM if name == "mmrm" else QUICK, **more)], 1024, 2


def _rehearsed(cells: list[Cell], trials: int, engine: Callable[[], Engine], workers: int) -> Told:
    """Seconds from nothing to results, workers' start included; the peaks of all added up."""
    start = perf_counter()
    working = engine()
    rehearse(cells, replicates=trials, seed=SEED, engine=working)
    working.close()
    seconds = perf_counter() - start
    own, largest = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        "seconds": seconds,
        "trials": float(trials * len(cells)),
        "megabytes": own + workers * largest,
    }


def _by_dask(workers: int) -> Told:
    """On a cluster that runs already, as clusters do."""
    import dask
    import distributed

    dask.config.set({"distributed.nanny.pre-spawn-environ": _KEEP_MEMORY})
    with distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as local:
        found = _rehearsed([cell()], TRIALS, lambda: Cluster(local.scheduler_address), workers)
    del found["megabytes"]  # its workers have not ended yet, so their peaks are not known
    return found


def _exact() -> Told:
    """Median of a block's time; the model is made before."""
    made = cell(plan=PLAIN, supposed=DRUG_ONLY)
    model = exact_model(made, made.protocol.analysis.analyses[0], "unbounded", seed=SEED)
    seconds = []
    for block in range(400):
        start = perf_counter()
        model.estimates(seed=SEED, block=block)
        seconds.append(perf_counter() - start)
    return {"seconds": median(seconds), "trials": float(BLOCK)}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_measured(sys.argv[1])))
    else:
        for row in rows():
            print(row)
