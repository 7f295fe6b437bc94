"""Tables of what a rehearsal showed beside the operating characteristics."""

from __future__ import annotations

from limen.protocol import Protocol
from limen.rehearse.tables.descriptions import descriptions, p_values
from limen.rehearse.tables.guesses import guess_tables
from limen.rehearse.tables.people import leaving, missing
from limen.rehearse.tally import Tally
from limen.results import Table

__all__ = ["tables"]


def tables(protocol: Protocol, tally: Tally, replicates: int) -> tuple[Table, ...]:
    """Expected guesses, expected indices, missing scores, leaving, p-values; those with rows.

    Keys: `guesses.ID` for each guess, `descriptions`, `missing`, `leaving`, `p_values`.
    """
    found = (
        *guess_tables(protocol, tally, replicates),
        descriptions(tally),
        missing(protocol, tally),
        leaving(protocol, tally),
        p_values(tally),
    )
    return tuple(table for table in found if table.rows)
