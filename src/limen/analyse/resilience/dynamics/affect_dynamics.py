"""The door: instability and inertia of a diary by arm, never without mean and variance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from limen.analyse.answer import Answer
from limen.analyse.layout import Layout
from limen.analyse.resilience.answers import (
    arms_of,
    estimates_by_arm,
    people_per_arm,
    require_people,
)
from limen.analyse.resilience.comparison import difference_in_means
from limen.analyse.resilience.dynamics.inertia import inertia
from limen.analyse.resilience.dynamics.series import Series
from limen.analyse.resilience.dynamics.successive import Dynamics, dynamics
from limen.counted import counted
from limen.references import references
from limen.results import Bools, Cell, Column, Estimates, Picture, Table

MSSD, INERTIA, MEAN = "MSSD", "Inertia (lag 1, corrected)", "Mean"
VARIANCE, MSSD_PER_TIME = "Variance within participants", "MSSD per elapsed time"
_SHORT = 20  # pairs below which inertia rests on the correction


def affect_dynamics(layout: Layout, *, fewest_pairs: int = 5, level: float = 0.95) -> Answer:
    """MSSD, inertia, mean and variance of a diary, each arm minus the reference.

    The layout holds the diary's occasions in order (`layout.at(...)` for a phase). Participants
    with fewer than `fewest_pairs` successive pairs are left out. With several entries a day the
    pair across the night is dropped.

    Raises `AnalysisError` when fewer than two participants of an arm have enough pairs.
    """
    series = Series.of(layout)
    found, use, compared = compare(layout, series, fewest_pairs)
    people = people_per_arm(layout, use[0])
    require_people(layout, people, f"{fewest_pairs} or more successive pairs of entries")
    square = _squared(layout.unit)
    units = {MSSD: square, MEAN: layout.unit, VARIANCE: square, MSSD_PER_TIME: square}
    estimates = [
        estimate
        for title, numbers in compared.items()
        for estimate in estimates_by_arm(
            numbers, layout, title, level=level, unit=units.get(title, ""), people=people
        )
        if title != MSSD_PER_TIME or _uneven(series)
    ]
    return Answer(
        estimates=tuple(estimates),
        tables=(_by_arm(layout, found, use, compared[INERTIA]),),
        warnings=_warnings(series, found, use, fewest_pairs),
        details={
            "participants": int(use[0].sum()),
            "pairs": int(found.pairs[0][use[0]].sum()),
            "several_a_day": series.several_a_day,
            "overnight_lag_dropped": series.several_a_day,
        },
        methods=(
            "Instability was the mean square of successive differences (MSSD), inertia the lag-1 "
            "autoregression of entries centred within participants"
            f"{', without the overnight lag' if series.several_a_day else ''}, corrected for the "
            "bias of short series (Nickell); they are shown with mean and variance. Arms were "
            "compared by participants' values (Welch), inertia with errors clustered by "
            "participant."
        ),
        references=(*references(dynamics), *references(inertia)),
    )


class Compared(NamedTuple):
    """What each participant's series says, whose counts, and arms compared by title."""

    found: Dynamics
    use: Bools  # (R, N)
    by_title: dict[str, Estimates]  # (R, arms − 1) each


def compare(layout: Layout, series: Series, fewest_pairs: int) -> Compared:
    """Each arm minus the reference, over participants with `fewest_pairs` and some variation."""
    arm, arms = arms_of(layout), len(layout.arms)
    found = dynamics(layout.value, layout.observed, series.pair, series.gap)
    use = (found.pairs >= fewest_pairs) & (found.variance > 0)
    value = np.where(layout.observed, layout.value, 0.0)
    compared = {
        MSSD: difference_in_means(found.mssd, use, arm, arms),
        INERTIA: inertia(value, series.pair & use[..., None], arm, arms),
        MEAN: difference_in_means(found.mean, use, arm, arms),
        VARIANCE: difference_in_means(found.variance, use, arm, arms),
        MSSD_PER_TIME: difference_in_means(found.mssd_per_time, use, arm, arms),
    }
    return Compared(found, use, compared)


def _by_arm(layout: Layout, found: Dynamics, use: Bools, persistence: Estimates) -> Table:
    arm = arms_of(layout)[0]
    rows: list[tuple[Cell, ...]] = []
    for a, name in enumerate(layout.arms):
        own = use[0] & (arm == a)
        mssd, variance = found.mssd[0][own], found.variance[0][own]
        rows.append(
            (
                name,
                int(own.sum()),
                float(found.pairs[0][own].mean()),
                float(found.mean[0][own].mean()),
                float(variance.mean()),
                float(mssd.mean()),
                float(found.mssd_per_time[0][own].mean()),
                float(persistence.extras["uncorrected"][0, a]),
                float(persistence.extras["by_arm"][0, a]),
                float(persistence.extras["by_arm_error"][0, a]),
                float(1 - mssd.mean() / (2 * variance.mean())),
            )
        )
    square = _squared(layout.unit)
    return Table(
        key="affect_dynamics",
        caption=f"Dynamics of {layout.outcome} by arm: instability, inertia, mean and variance",
        columns=(
            Column(key="arm", title="Arm", kind="text"),
            Column(key="participants", title="Participants", kind="count"),
            Column(key="pairs", title="Successive pairs per participant"),
            Column(key="mean", title="Mean", unit=layout.unit),
            Column(key="variance", title="Variance within participants", unit=square),
            Column(key="mssd", title="MSSD", unit=square),
            Column(key="mssd_per_time", title="MSSD per elapsed time", unit=square),
            Column(key="raw", title="Inertia, uncorrected"),
            Column(key="inertia", title="Inertia, corrected"),
            Column(key="inertia_se", title="Standard error of inertia"),
            Column(key="implied", title="Inertia implied by MSSD and variance"),
        ),
        rows=tuple(rows),
        notes=(
            "MSSD is about 2 × variance × (1 − inertia): a difference in MSSD can be one in "
            "variance. On a bounded scale the variance itself moves with the mean.",
        ),
        picture=Picture(shape="bars", label="arm", y="mssd", title="Instability by arm",
                        y_title="MSSD"),
    )  # fmt: skip


def _warnings(series: Series, found: Dynamics, use: Bools, fewest: int) -> tuple[str, ...]:
    said: list[str] = []
    dropped = int(np.sum(~use[0] & (found.entries[0] > 0)))
    if dropped:
        said.append(
            f"{counted(dropped, 'participant')} with fewer than {fewest} successive pairs, or a "
            f"constant series, {'is' if dropped == 1 else 'are'} left out."
        )
    length = float(found.pairs[0][use[0]].mean())
    if length < _SHORT:
        said.append(
            f"On average {length:.1f} pairs per participant: uncorrected inertia would be about "
            f"{1 / (length - 1):.2f} too low or more. The correction assumes a stationary AR(1)."
        )
    if _uneven(series):
        said.append("Gaps between entries differ: read MSSD per elapsed time beside MSSD.")
    return tuple(said)


def _uneven(series: Series) -> bool:
    gaps = series.gap[series.pair]
    return bool(gaps.size and gaps.max() > 1.5 * gaps.min())


def _squared(unit: str) -> str:
    return f"{unit}²" if unit else ""
