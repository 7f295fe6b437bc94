"""The log of openings by key holders: a chain, written before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from limen.errors import SupplyError
from limen.supply.chain import Link, adding, read_chain

FILE = "openings.jsonl"
Purpose = Literal["lock", "interim", "pharmacovigilance", "packing", "code_breaks", "emergency"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """One opening: what for, why in words, by which key holders, what, and for which dataset."""

    purpose: Purpose
    reason: str
    by: Sequence[str]
    what: str
    dataset: str = ""


def record(folder: Path, opening: Opening, *, at: datetime) -> Link:
    """Write an opening down; `SupplyError` without a reason in words or a known purpose."""
    if len(opening.reason.strip()) < 10:
        raise SupplyError("An opening needs its reason in words: who asked for it, and why.")
    if opening.purpose not in PURPOSES:
        raise SupplyError(f"'{opening.purpose}' is no purpose. Purposes: {', '.join(PURPOSES)}.")
    content = {
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "purpose": opening.purpose,
        "reason": opening.reason.strip(),
        "by": list(opening.by),
        "what": opening.what,
        "dataset": opening.dataset,
    }
    with adding(folder / FILE) as (_, add):
        return add(content)


def openings(folder: Path) -> tuple[Link, ...]:
    """Return the openings so far; `SupplyError` if the log was changed."""
    return read_chain(folder / FILE)
