"""The gateway: the one way in which anything gets into the ledger."""

from __future__ import annotations

from pathlib import Path

from limen.errors import Problem, SupplyError
from limen.supply.chain import Link, adding
from limen.supply.ledger.entry import Entry
from limen.supply.ledger.replay import stock_after
from limen.supply.sealed import ServerPart


def enter(file: Path, part: ServerPart, entry: Entry) -> Link:
    """Add an entry to the ledger and return its line; it is on the disk then.

    `SupplyError`, and nothing is written, if the chain is broken, or the entry cannot follow from
    what is there: all of its kits are taken, or none.
    """
    with adding(file) as (links, add):
        stock = stock_after(links, part, file)
        message = stock.problem(entry)
        if message:
            raise SupplyError("The ledger refuses the entry.", [Problem(message=message)])
        last = links[-1].content["at"] if links else ""
        line = entry.as_json(part.supply)
        if line["at"] < last:
            message = f"It is of {line['at']}, and the last one of {last}."
            raise SupplyError(
                "The ledger refuses the entry.",
                [Problem(message=message, remedy="Enter things as they happen; check the clock.")],
            )
        return add(line)
