"""Dates and days out of order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from limen.dataset.check.report import Findings
from limen.dataset.storage.rows import Rows
from limen.errors import Problem

# table, earlier, later
_PAIRS = (
    ("occasions", "opens_at", "closes_at"),
    ("occasions", "opens_at", "submitted_at"),
    ("adverse_events", "onset_day", "end_day"),
    ("concomitant_medications", "start_day", "end_day"),
)


def check_order(tables: Mapping[str, Rows], found: Findings) -> None:
    """What ends does not end before it begins, and doses come in the order of their numbers."""
    for name, earlier, later in _PAIRS:
        rows = tables[name]
        columns = (rows.column(earlier), rows.column(later))
        for index, (first, second) in enumerate(zip(*columns, strict=True)):
            if first and second and _sort_key(second) < _sort_key(first):
                found.error(
                    f"order {name}.{later}",
                    Problem(
                        file=rows.file,
                        line=rows.line(index),
                        path=f"{name}.{later}",
                        message=f"{second} is before {earlier} {first}.",
                        remedy="One of the two was entered wrongly.",
                    ),
                )
    _check_doses(tables["administrations"], found)


def _check_doses(rows: Rows, found: Findings) -> None:
    days: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row["number"] and row["study_day"]:
            days[row["participant"]].append((int(row["number"]), int(row["study_day"]), index))
    for person, doses in days.items():
        doses.sort()
        for (_, day, _), (number, next_day, index) in pairwise(doses):
            if next_day < day:
                found.error(
                    "order doses",
                    Problem(
                        file=rows.file,
                        line=rows.line(index),
                        path="administrations.study_day",
                        message=f"participant {person!r}: administration {number} is on day "
                        f"{next_day}, the one before on day {day}.",
                        remedy="Number administrations in the order in which they were taken.",
                    ),
                )


def _sort_key(text: str) -> tuple[float, str]:
    """Days sort as numbers, moments in UTC as texts."""
    try:
        return float(text), ""
    except ValueError:
        return 0.0, text.removesuffix("Z")
