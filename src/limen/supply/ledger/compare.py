"""The pharmacy's ledger beside the server's movements: do both books say the same of every kit?"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from limen.errors import Problem, SupplyError
from limen.supply.chain import read_chain
from limen.supply.ledger.replay import stock_after
from limen.supply.ledger.stock import State, Whereabouts
from limen.supply.sealed import ServerPart

_COLUMNS = ("kit", "nth", "kind", "participant")

# After this last movement on the server, the ledger may say one of these. A kit that is set aside
# is handed over a moment later; one that broke at home comes back when the participant comes.
_FITS: dict[str, frozenset[State]] = {
    "": frozenset({"expected", "received", "stored"}),
    "received": frozenset({"received", "stored"}),
    "put_back": frozenset({"stored"}),
    "dispensed": frozenset({"stored", "dispensed"}),
    "handed_over": frozenset({"dispensed"}),
    "confirmed": frozenset({"dispensed"}),
    "returned": frozenset({"quarantined"}),
    "counted": frozenset({"quarantined"}),
    "recalled": frozenset({"received", "stored", "dispensed", "quarantined"}),
    "damaged": frozenset({"dispensed", "quarantined"}),
    "lost": frozenset({"missing"}),
    "destroyed": frozenset({"destroyed"}),
}


@dataclass(frozen=True)
class Moved:
    """What the server says of a kit: its last movement, and whose it is while it is out."""

    kind: str = ""
    participant: str = ""


def compare(file: Path, part: ServerPart, movements: Path) -> tuple[str, ...]:
    """Return a line for each kit of which the two books differ; none if they agree.

    `movements` is `evidence/kit_movements.csv` of an export of the server. `SupplyError` if the
    ledger's chain is broken, or the other file holds no movements of this supply.
    """
    stock = stock_after(read_chain(file), part, file)
    moved = _moved(movements, part)
    return tuple(
        line
        for kit, now in sorted(stock.kits.items())
        for line in _differences(kit, now, moved.get(kit, Moved()))
    )


def _differences(kit: str, ledger: Whereabouts, server: Moved) -> Iterator[str]:
    last = server.kind or "never moved"
    if ledger.state not in _FITS[server.kind]:
        yield f"kit {kit}: {ledger.state} by the ledger, {last} on the server"
    elif ledger.state == "dispensed" and server.participant != ledger.participant:
        there = server.participant or "nobody"
        yield f"kit {kit}: {ledger.participant} has it by the ledger, {there} on the server"


def _moved(file: Path, part: ServerPart) -> Mapping[str, Moved]:
    found: dict[str, Moved] = {}
    for line, row in _rows(file):
        kind = row["kind"]
        if kind not in _FITS or not kind:
            raise _unreadable(file, line, f"{kind!r} is no movement of a kit.")
        if row["kit"] not in part.contents:
            raise _unreadable(file, line, f"Kit {row['kit']} is not of this supply.")
        found[row["kit"]] = Moved(kind, row["participant"])
    return found


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows in the order in which they happened to each kit, with their lines."""
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            lacking = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            if lacking:
                raise _unreadable(file, 1, f"It has no column {lacking[0]!r}.")
            rows = [(number, row) for number, row in enumerate(reader, start=2)]
            yield from sorted(rows, key=lambda pair: (pair[1]["kit"], int(pair[1]["nth"])))
    except (OSError, UnicodeDecodeError, ValueError, TypeError) as error:
        raise SupplyError(f"{file} cannot be read: {error}.") from None


def _unreadable(file: Path, line: int, message: str) -> SupplyError:
    remedy = "Use evidence/kit_movements.csv of an export of the server."
    problem = Problem(file=file, line=line, message=message, remedy=remedy)
    return SupplyError("The movements cannot be compared.", [problem])
