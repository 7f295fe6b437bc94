"""A dataset of the virtual study and its allocations are analysed, as the protocol plans it."""

from __future__ import annotations

from pathlib import Path


def analyse(study: Path, allocations: Path, out: Path, *, seed: int) -> Path:
    """Write the report of an unsealed dataset; return its page."""
    from limen.analyse.plan import run
    from limen.dataset import read_allocations, read_dataset
    from limen.report import write_report

    results = run(
        read_dataset(study).unseal(read_allocations(allocations)),
        seed=seed,
        command=f"limen analyse {study} --allocations {allocations}",
    )
    return out / write_report(results, out).name
