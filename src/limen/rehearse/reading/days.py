"""When entries of a draw were made: study days with the hour that a dataset would record.

The hour is drawn with the tables of a dataset and not with the draw itself, so it is drawn here in
the same way, replicate by replicate: analyses of diaries look at the time between entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from limen.calendar import AssessmentWindow
from limen.results import Floats, Ints
from limen.simulate.draw import Draw
from limen.simulate.study import Study
from limen.simulate.tables.setting import Setting

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = 60_000_000  # microseconds
_DAY = 1440  # minutes
_NO_HOUR = -1
Minutes = npt.NDArray[np.int16]


@dataclass(frozen=True, kw_only=True)
class _Windows:
    """Windows of N people at T occasions, (N, T): `span` -1 where there is none."""

    opens: Ints  # microseconds since 1970, UTC
    span: Ints  # microseconds
    offset: Ints  # minutes that local time is ahead when the window opens
    changes: Ints  # minute since 1970 from which it is ahead by `later`
    later: Ints


def minutes_of_entries(draw: Draw, settings: Sequence[Setting]) -> Minutes:
    """Local minute of the day of every entry, -1 where none was submitted, (R, N, occasions)."""
    shape = draw.submitted.shape
    minutes = np.full(shape, _NO_HOUR, dtype=np.int16)
    known: dict[tuple[int, ...], _Windows] = {}
    for row, setting in enumerate(settings):
        windows = known.get(setting.site)
        if windows is None:
            windows = known[setting.site] = _windows_of(setting)
        when = setting.rng("submissions").random(shape[1:])
        moment = (windows.opens + np.rint(when * windows.span).astype(np.int64)) // _MINUTE
        ahead = np.where(moment >= windows.changes, windows.later, windows.offset)
        done = draw.submitted[row] & (windows.span >= 0)
        minutes[row] = np.where(done, (moment + ahead) % _DAY, _NO_HOUR)
    return minutes


def study_days(study: Study, occasions: tuple[str, ...], minutes: Minutes) -> Floats | None:
    """Study days of entries at some occasions, (R, N, T), as `limen.analyse.reading.days` reads.

    NaN where the protocol does not say the day; None if it says none.
    """
    line = study.timeline
    columns = [line.occasion_index[name] for name in occasions]
    planned = [line.occasions[t].study_day for t in columns]
    days = np.array([np.nan if day is None else float(day) for day in planned])
    if not np.isfinite(days).any():
        return None
    hour = minutes[..., columns]
    found: Floats = days + np.where(hour == _NO_HOUR, 0, hour) / _DAY
    return found


def _windows_of(setting: Setting) -> _Windows:
    line = setting.study.timeline
    shape = (5, setting.study.people, len(line.occasions))
    cells = np.empty(shape, dtype=np.int64)
    rows: dict[tuple[object, str], Ints] = {}
    for person in range(setting.study.people):
        key = (setting.start(person), setting.zone(person))
        if key not in rows:
            due = setting.calendar(person)[0]
            found = [due[one.id].window if one.id in due else None for one in line.occasions]
            rows[key] = np.array([_cell(window) for window in found], dtype=np.int64).T
        cells[:, person] = rows[key]
    opens, span, offset, changes, later = cells
    return _Windows(opens=opens, span=span, offset=offset, changes=changes, later=later)


def _cell(window: AssessmentWindow | None) -> tuple[int, int, int, int, int]:
    if window is None:
        return 0, -1, 0, 0, 0
    zone = ZoneInfo(window.zone)
    first, last = _minute(window.opens), _minute(window.closes)
    before, after = _ahead(first, zone), _ahead(last, zone)
    changes = last
    if before != after:
        changes = _change(first, last, zone)
    opens = (window.opens - _EPOCH) // timedelta(microseconds=1)
    span = (window.closes - window.opens) // timedelta(microseconds=1)
    return opens, span, before, changes, after


def _change(low: int, high: int, zone: ZoneInfo) -> int:
    """The minute between two at which the clocks of the zone change."""
    before = _ahead(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _ahead(middle, zone) == before else (low, middle)
    return high


def _minute(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(minutes=1)


@lru_cache(maxsize=100_000)
def _ahead(minute: int, zone: ZoneInfo) -> int:
    """Minutes that local time is ahead of UTC."""
    ahead = (_EPOCH + timedelta(minutes=minute)).astimezone(zone).utcoffset() or timedelta()
    return ahead // timedelta(minutes=1)
