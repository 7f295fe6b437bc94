"""What each occasion of a draw follows: the intervention of an administration or a period."""

from __future__ import annotations

import numpy as np

from limen.analyse.layout import UNKNOWN
from limen.results import Ints
from limen.simulate.draw import Draw
from limen.simulate.study import Study


def given_at(draw: Draw, basis: str, occasions: tuple[str, ...], *, lag_days: int = 0) -> Ints:
    """Codes of the study's interventions at each occasion, shape (R, N, T); `UNKNOWN` where none.

    With basis administration: what the dose held that was due `lag_days` before the occasion's
    day, taken or missed, as long as the person was dosing. With basis period: the period's.
    """
    if basis == "administration":
        return _at_administrations(draw, occasions, lag_days)
    given = np.full((*draw.arm.shape, len(occasions)), UNKNOWN)
    for column, period in enumerate(periods(draw.study, occasions)):
        if 0 <= period < draw.study.periods:
            given[..., column] = draw.course.doses.given[:, :, period]
    return given


def _at_administrations(draw: Draw, occasions: tuple[str, ...], lag_days: int) -> Ints:
    line, doses = draw.study.timeline, draw.course.doses
    due = {dose.study_day: d for d, dose in enumerate(line.doses)}
    given = np.full((*draw.arm.shape, len(occasions)), UNKNOWN)
    for column, name in enumerate(occasions):
        day = line.occasions[line.occasion_index[name]].study_day
        dose = None if day is None else due.get(day - lag_days)
        if dose is not None:
            dosing = draw.course.stopped > line.dose_day[dose]
            given[..., column] = np.where(dosing, doses.content[:, :, dose], UNKNOWN)
    return given


def periods(study: Study, occasions: tuple[str, ...]) -> Ints:
    """Period of each occasion, first is 0, unknown -1, shape (T,)."""
    line = study.timeline
    found = [line.occasions[line.occasion_index[name]].period for name in occasions]
    return np.array([UNKNOWN if one is None else one - 1 for one in found], dtype=np.int64)
