"""Which entries of a diary follow each other, and how far apart they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.layout import Layout
from limen.results import Bools, Floats


@dataclass(frozen=True, kw_only=True)
class Series:
    """Successive entries of a layout; arrays (R, N, T − 1) but for `day` (R, N, T)."""

    pair: Bools  # both observed, neighbours, and not across a night if several entries a day
    gap: Floats  # days between the two; 1 per occasion where days are not known
    day: Floats | None  # NaN where not known
    several_a_day: bool  # in any replicate
    timed: bool  # whether the hour of entries is known

    @classmethod
    def of(cls, layout: Layout) -> Series:
        """Pairs of neighbouring occasions of a layout, in the order of its occasions."""
        both = layout.observed[..., 1:] & layout.observed[..., :-1]
        if layout.day is None:
            gap = np.ones(both.shape)
            return cls(pair=both, gap=gap, day=None, several_a_day=False, timed=False)
        known = np.isfinite(layout.day)
        day = np.where(known, layout.day, 0.0)
        gap = np.diff(day, axis=-1)
        both = both & known[..., 1:] & known[..., :-1] & (gap > 0)
        tonight = np.floor(day[..., 1:]) == np.floor(day[..., :-1])
        several = np.any(both & tonight, axis=(-1, -2))
        return cls(
            pair=both & (tonight | ~several[:, np.newaxis, np.newaxis]),
            gap=gap,
            day=layout.day,
            several_a_day=bool(several.any()),
            timed=bool(np.any(known & (day != np.floor(day)))),
        )
