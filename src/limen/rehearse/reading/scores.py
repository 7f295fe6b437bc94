"""Scores and measurements of a draw as a dataset records them."""

from __future__ import annotations

import numpy as np

from limen.rehearse.reading.columns import at_columns, places
from limen.results import Floats
from limen.simulate.draw import Draw
from limen.simulate.series import Series

_DECIMALS = 3  # of measured quantities in a dataset


def recorded(draw: Draw, series: Series, occasions: tuple[str, ...]) -> Floats:
    """A series where it was answered, else NaN, shape (R, N, T)."""
    names = [draw.study.timeline.occasions[t].id for t in series.occasions]
    columns = places(names, occasions)
    there = columns >= 0
    seen = np.zeros((*draw.arm.shape, len(occasions)), dtype=bool)
    seen[..., there] = draw.submitted[..., series.occasions[columns[there]]]
    values = at_columns(draw.series(series.name), columns, empty=np.nan)
    if series.instrument is None:
        values = np.round(values, _DECIMALS)
    return np.where(seen, values, np.nan)
