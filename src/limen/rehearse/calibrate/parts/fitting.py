"""Fitting one series under a design: with memory from day to day where it shows."""

from __future__ import annotations

import numpy as np

from limen.errors import AnalysisError
from limen.rehearse.calibrate.fits.components import Fitted, Sheet, fit
from limen.rehearse.calibrate.parts.design import Design
from limen.rehearse.calibrate.records.record import Record
from limen.simulate.series import Series

_CLOSE = 1.5  # days between occasions, above which memory from day to day does not show
_FEWEST_CLOSE = 4  # gaps between occasions that must be as short as that
_WORST_MEMORY = 0.2  # standard error of φ above which it says nothing


def fitted(record: Record, series: Series, design: Design) -> tuple[Fitted | None, bool]:
    """The fit, with memory from day to day where it shows."""
    sheet = sheet_of(record, series, design)
    gaps = np.diff(np.unique(series.days[sheet.seen.any(axis=0)]))
    if int(np.sum(gaps <= _CLOSE)) >= _FEWEST_CLOSE:
        try:
            found = fit(sheet, correlated=True)
            if found.variances and found.variances.standard_error[2] <= _WORST_MEMORY:
                return found, True
        except AnalysisError:
            pass  # without memory below
    try:
        return fit(sheet, correlated=False), False
    except AnalysisError:
        return None, False


def sheet_of(record: Record, series: Series, design: Design) -> Sheet:
    score = record.scores[series.name]
    values = design.values
    return Sheet(
        score=score,
        terms=np.where(np.isfinite(values), values, 0.0),
        seen=np.isfinite(score) & np.isfinite(values).all(axis=-1),
        days=series.days,
        rounding=series.step**2 / 12 if series.step else 0.0,
    )
