"""The interim look: a frozen snapshot, unsealed by two key holders for the statistician alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from limen.demo.lived.pharmacy import Pharmacy
from limen.demo.whole.analysed import analyse


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What the board got, and what it was made of."""

    at: datetime
    people: int  # in the snapshot
    snapshot: Path
    open_report: Path  # blinded, made on the server
    closed_report: Path  # by arm, made by the statistician
    hash: str


def look(out: Path, pharmacy: Pharmacy, *, at: datetime, seed: int) -> Looked:
    """Make both of the board's reports at a moment of the study; return where they lie."""
    from limen.conduct.core import clock
    from limen.conduct.core.export.write import export
    from limen.conduct.staff.monitoring.report import open_report

    place = out / "interim"
    with clock.as_of(at):
        exported = export(place / "snapshot")
        page = place / "open-report.html"
        page.write_bytes(open_report().content)
    allocations = unsealed(
        pharmacy, place / "snapshot", place / "allocations", purpose="interim", at=at,
        reason="The look that the protocol plans, for the board's statistician",
    )  # fmt: skip
    return Looked(
        at=at,
        people=exported.tables["participants"],
        snapshot=place / "snapshot",
        open_report=page,
        closed_report=analyse(place / "snapshot", allocations, place / "closed", seed=seed),
        hash=exported.hash,
    )


def unsealed(
    pharmacy: Pharmacy, dataset: Path, out: Path, *, purpose: str, at: datetime, reason: str
) -> Path:
    """Let both key holders make the allocations of a dataset; return the file."""
    from limen.dataset import read_dataset, write_allocations
    from limen.supply.opening import read_assigned, read_unblinded_part, unseal

    made = unseal(
        pharmacy.part,
        read_unblinded_part(pharmacy.sealed / "unblinded"),
        read_dataset(dataset),
        assigned=read_assigned(dataset / "evidence" / "assigned.csv"),
        holders=pharmacy.holders("interim" if purpose == "interim" else "lock", reason, at),
    )
    return write_allocations(made, out)
