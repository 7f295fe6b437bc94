"""When an entry was made: study days, with the hour where it is known."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from limen.analyse.reading.index import Index
from limen.dataset import Dataset
from limen.results import Floats


def study_days(dataset: Dataset, index: Index) -> Floats:
    """Study day of each occasion, shape (N, T), NaN where unknown.

    Where the moment of submission and the time zone are known the fraction is the local time of
    day: 4.75 is 18:00 on study day 4.
    """
    rows = [row for row in dataset.rows("occasions") if row["study_day"]]
    return index.scatter(
        (row["participant"] for row in rows),
        (row["occasion"] for row in rows),
        [float(row["study_day"]) + _fraction(row) for row in rows],
    )


def _fraction(row: dict[str, str]) -> float:
    zone = _zone(row["time_zone"])
    if not row["submitted_at"] or zone is None:
        return 0.0
    local = datetime.fromisoformat(row["submitted_at"]).astimezone(zone)
    return (local.hour * 60 + local.minute) / 1440


@cache
def _zone(name: str) -> ZoneInfo | None:
    """The time zone of this name; None if nobody has it."""
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError, KeyError):  # no such zone, or no such name
        return None
