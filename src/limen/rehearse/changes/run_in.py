"""A longer run-in: the line of problems on stressors is frozen on more days."""

from __future__ import annotations

from typing import Any

from limen.dataset.vocabulary import parts
from limen.protocol import Protocol
from limen.protocol.document.measurement import Daily, Once, OnDays
from limen.rehearse.cell import Cell
from limen.rehearse.changes.change import DesignChange, Unfit, changed


def _longer(cell: Cell) -> Cell | Unfit:
    protocol = cell.protocol
    diaries = _diaries(protocol)
    if not diaries:
        return Unfit("No outcome is derived from a line that is frozen on a run-in.")
    values: dict[str, Any] = {}
    for phase in {str(protocol.occasion(name).phase) for name in diaries}:
        added = int(protocol.phase(phase).days)
        values[f"phases[{phase}].days"] = 2 * added
        for one in parts(protocol.occasions):
            if one.phase == phase:
                moved = _later(one.schedule, added, diary=one.id in diaries)
                if moved is None:
                    return Unfit(f"'{one.id}' comes on no days that could be moved.")
                values[f"occasions[{one.id}].schedule.{moved[0]}"] = moved[1]
    return changed(cell, LONGER_RUN_IN.title, values)


def _diaries(protocol: Protocol) -> set[str]:
    """The definitions of the occasions on which a line is frozen."""
    derived = [one.derived for one in parts(protocol.outcomes) if one.derived is not None]
    return {name.partition(".")[0] for one in derived for name in parts(one.run_in)}


def _later(schedule: Any, added: int, *, diary: bool) -> tuple[str, Any] | None:
    """The field of a schedule that changes: a diary goes on longer, others come later."""
    if isinstance(schedule, Daily):
        return "last", schedule.last + added
    if diary:
        return None
    if isinstance(schedule, Once):
        return "day", schedule.day + added
    if isinstance(schedule, OnDays):
        return "days", [day + added for day in schedule.days]
    return None


LONGER_RUN_IN = DesignChange(
    key="longer_run_in",
    title="A run-in twice as long",
    why="The line from which reactivity is counted is known better.",
    costs="Twice as many days of diary before the first dose; some will tire of it and leave.",
    apply=_longer,
)
