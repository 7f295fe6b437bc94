"""Adverse events of a draw by participant, as a dataset records them."""

from __future__ import annotations

import numpy as np

from limen.analyse.reading.safety import NOTHING_RECORDED
from limen.analyse.safety import SafetyCounts
from limen.errors import NotIdentifiedError
from limen.results import Floats, Ints
from limen.simulate.draw import Draw
from limen.simulate.draw.course import CODE_BROKEN, SIDE_EFFECT


def safety_counts(draw: Draw, arms: tuple[str, ...], arm: Ints) -> SafetyCounts:
    """Everybody's events, (R, N), under titles and codes of arms as in layouts.

    Raises `NotIdentifiedError` if nobody had an event in any replicate.
    """
    happened = draw.course.side_effects
    if not happened.any():
        raise NotIdentifiedError(NOTHING_RECORDED)
    serious = np.array([one.serious for one in draw.study.scenario.side_effects], dtype=bool)
    return SafetyCounts(
        arms=arms,
        arm=arm,
        events=happened.sum(axis=(2, 3)),
        serious=happened[..., serious].sum(axis=(2, 3)),
        withdrawn=np.isin(draw.course.reason, (SIDE_EFFECT, CODE_BROKEN))
        & (draw.course.stopped < len(draw.study.timeline.days)),
        exposure_days=_exposure_days(draw),
    )


def _exposure_days(draw: Draw) -> Floats:
    """The last study day with a dose that was due while dosing, or an entry; NaN without."""
    line = draw.study.timeline
    days = np.full(draw.arm.shape, -np.inf)
    for dose, when in zip(line.doses, line.dose_day, strict=True):
        due = when < draw.course.stopped
        days = np.where(due, np.maximum(days, dose.study_day), days)
    for t, one in enumerate(line.occasions):
        if one.study_day is not None:
            days = np.where(draw.submitted[..., t], np.maximum(days, one.study_day), days)
    return np.where(np.isfinite(days), days, np.nan)
