"""The tables of a dataset, a table per file."""

from limen.dataset.tables.administrations import ADMINISTRATIONS
from limen.dataset.tables.adverse_events import ADVERSE_EVENTS
from limen.dataset.tables.allocations import ALLOCATIONS
from limen.dataset.tables.concomitant_medications import CONCOMITANT_MEDICATIONS
from limen.dataset.tables.deviations import DEVIATIONS
from limen.dataset.tables.expectancies import EXPECTANCIES
from limen.dataset.tables.guesses import GUESSES
from limen.dataset.tables.intercurrent_events import INTERCURRENT_EVENTS
from limen.dataset.tables.measurements import MEASUREMENTS
from limen.dataset.tables.occasions import OCCASIONS
from limen.dataset.tables.participants import PARTICIPANTS
from limen.dataset.tables.responses import RESPONSES
from limen.dataset.tables.scores import SCORES
from limen.dataset.tables.screening import SCREENING
from limen.dataset.tables.spec import EVERY_RECORD, KINDS, ColumnSpec, Kind, TableSpec
from limen.dataset.tables.study import participants_of
from limen.dataset.tables.task_trials import TASK_TRIALS
from limen.protocol import Protocol

TABLES: dict[str, TableSpec] = {
    table.name: table
    for table in (
        PARTICIPANTS,
        SCREENING,
        OCCASIONS,
        ADMINISTRATIONS,
        RESPONSES,
        SCORES,
        TASK_TRIALS,
        MEASUREMENTS,
        EXPECTANCIES,
        GUESSES,
        ADVERSE_EVENTS,
        CONCOMITANT_MEDICATIONS,
        INTERCURRENT_EVENTS,
        DEVIATIONS,
    )
}


def tables_of(protocol: Protocol) -> dict[str, TableSpec]:
    """The tables of a study: as everywhere, with the participants' columns that it adds."""
    return {**TABLES, PARTICIPANTS.name: participants_of(protocol, PARTICIPANTS)}


__all__ = [
    "ALLOCATIONS",
    "EVERY_RECORD",
    "KINDS",
    "TABLES",
    "ColumnSpec",
    "Kind",
    "TableSpec",
    "tables_of",
]
