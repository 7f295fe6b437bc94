"""The door: how fast participants recover after stressors, where entries are dense enough."""

from __future__ import annotations

from math import exp, log, nan

import numpy as np
from scipy.special import ndtr, ndtri

from limen.analyse.answer import Answer
from limen.analyse.layout import Layout
from limen.analyse.resilience.answers import people_per_arm, require_people
from limen.analyse.resilience.recovery.timed import (
    FEWEST_ENTRIES,
    FEWEST_EVENTS,
    HORIZON_HOURS,
    Timed,
    aligned,
    jump_label,
    ratio_label,
    require_hours,
)
from limen.counted import counted
from limen.errors import NotIdentifiedError
from limen.results import (
    Cell,
    Column,
    Estimate,
    Estimates,
    FitStatus,
    Floats,
    Picture,
    Table,
)


def recovery(
    problems: Layout,
    exposure: Layout,
    *,
    threshold: float = 0.0,
    horizon_hours: float = HORIZON_HOURS,
    level: float = 0.95,
) -> Answer:
    """Half-life of problems after a stressor, and the jump itself, by arm.

    A stressor is an entry whose exposure is above `threshold`; it counts for `horizon_hours`, and
    stressors that overlap add up. Days of the layouts must hold the hour (4.75 is 18 h on
    study day 4). The first estimate is the ratio of half-lives: below 1 is a faster recovery.

    Raises `NotIdentifiedError` when entries are too sparse in time, or hours are not known, or an
    arm has fewer than ten stressors followed by entries.
    """
    problems, exposure = aligned(problems, exposure)
    require_hours(problems)
    timed = Timed.of(problems, exposure, threshold=threshold, horizon=horizon_hours)
    _require_dense(timed)
    require_people(problems, people_per_arm(problems, timed.use[0].any(-1)), "timed entries")
    counts = _events_per_arm(timed)
    fits = timed.fits()
    estimates: list[Estimate] = []
    for a in range(1, len(problems.arms)):
        estimates.append(_ratio(problems, fits[0], fits[a], a, level))
        estimates.append(_jump(problems, fits[0], fits[a], a, level))
    return Answer(
        estimates=tuple(estimates),
        tables=(_by_arm(problems, fits, counts, level), _curves(problems, fits, horizon_hours)),
        warnings=_warnings(problems, fits),
        details={
            "events": sum(count for count, _ in counts),
            "usual_gap_hours": float(timed.usual[0]),
            "horizon_hours": horizon_hours,
            "threshold": threshold,
        },
        methods=(
            f"Recovery was an exponential return after entries with {exposure.outcome} "
            f"above {threshold:g}, joint over events and counted for {horizon_hours:g} hours, "
            "with a level of each participant and standard errors clustered by participant; arms "
            "were fitted apart."
        ),
    )


def _require_dense(timed: Timed) -> None:
    if not timed.dense[0]:
        raise NotIdentifiedError(
            f"{timed.problems.outcome!r}: entries are usually {timed.usual[0]:.1f} hours apart, "
            f"fewer than {FEWEST_ENTRIES} within {timed.horizon:g} hours of a stressor. Prompt "
            "more often, or lengthen the horizon if recovery is thought to take that long."
        )


def _events_per_arm(timed: Timed) -> list[tuple[int, int]]:
    """(stressors, those followed by an entry) of each arm; refuses when too few carry the fit."""
    all_events, followed = timed.per_arm(timed.event)[0], timed.followed[0]
    counts = [(int(one), int(two)) for one, two in zip(all_events, followed, strict=True)]
    for name, (every, useful) in zip(timed.problems.arms, counts, strict=True):
        if useful < FEWEST_EVENTS:
            raise NotIdentifiedError(
                f"Arm {name!r} has {counted(every, 'stressor')}, {useful} of them followed "
                "by an entry; "
                f"no perturbation, no recovery. {FEWEST_EVENTS} or more are needed: lower the "
                "threshold, prompt more often, or use a laboratory stressor."
            )
    return counts


def _ratio(layout: Layout, zero: Estimates, one: Estimates, a: int, level: float) -> Estimate:
    """Half-life of arm a over that of the reference, limits from the log scale."""
    difference = float(one.value[0, 1] - zero.value[0, 1])
    error = float(np.hypot(one.standard_error[0, 1], zero.standard_error[0, 1]))
    status = _worse(zero, one)
    half = float(ndtri(0.5 + level / 2)) * error
    known = status.usable and error > 0
    return Estimate(
        label=ratio_label(layout, a),
        value=exp(difference) if status.usable else nan,
        lower=exp(difference - half) if known else nan,
        upper=exp(difference + half) if known else nan,
        p=float(2 * ndtr(-abs(difference) / error)) if known else nan,
        null=1.0,
        level=level,
        status=status,
        interval="Wald on the log scale",
    )


def _jump(layout: Layout, zero: Estimates, one: Estimates, a: int, level: float) -> Estimate:
    return Estimate.normal(
        label=jump_label(layout, a),
        value=float(one.value[0, 0] - zero.value[0, 0]),
        standard_error=float(np.hypot(one.standard_error[0, 0], zero.standard_error[0, 0])),
        level=level,
        unit=layout.unit,
        status=_worse(zero, one),
    )


def _worse(zero: Estimates, one: Estimates) -> FitStatus:
    return FitStatus.of(max(int(zero.status[0]), int(one.status[0])))


def _by_arm(
    layout: Layout, fits: list[Estimates], counts: list[tuple[int, int]], level: float
) -> Table:
    z = float(ndtri(0.5 + level / 2))
    rows: list[tuple[Cell, ...]] = []
    for name, fit, (all_events, useful) in zip(layout.arms, fits, counts, strict=True):
        known = FitStatus.of(fit.status[0]).usable
        middle, error = float(fit.value[0, 1]), float(fit.standard_error[0, 1])
        life = (exp(middle), exp(middle - z * error), exp(middle + z * error)) if known else ()
        shown: tuple[Cell, ...] = life or (None, None, None)
        rows.append((name, all_events, useful, float(fit.value[0, 0]), *shown))
    return Table(
        key="recovery",
        caption="Recovery after stressors, by arm",
        columns=(
            Column(key="arm", title="Arm", kind="text"),
            Column(key="events", title="Stressors", kind="count"),
            Column(key="followed", title="Followed by an entry", kind="count"),
            Column(key="jump", title="Jump", unit=layout.unit),
            Column(key="half_life", title="Half-life", unit="hours"),
            Column(key="lower", title="Lower", unit="hours"),
            Column(key="upper", title="Upper", unit="hours"),
        ),
        rows=tuple(rows),
    )


def _curves(layout: Layout, fits: list[Estimates], horizon: float) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, fit in zip(layout.arms, fits, strict=True):
        if FitStatus.of(fit.status[0]).usable:
            rate = log(2) / exp(float(fit.value[0, 1]))
            times: Floats = np.linspace(0, horizon, 13)
            rows.extend(
                (name, float(k), float(fit.value[0, 0]) * exp(-rate * float(k))) for k in times
            )
    return Table(
        key="recovery_curves",
        caption="Fitted course after one stressor, above the participant's own level",
        columns=(
            Column(key="arm", title="Arm", kind="text"),
            Column(key="hours", title="Hours since the stressor", unit="h"),
            Column(key="above", title="Above own level", unit=layout.unit),
        ),
        rows=tuple(rows),
        picture=Picture(shape="lines", x="hours", y="above", group="arm", title="Recovery",
                        x_title="Hours since the stressor", y_title="Above own level"),
    )  # fmt: skip


def _warnings(layout: Layout, fits: list[Estimates]) -> tuple[str, ...]:
    return tuple(
        f"Arm {name!r}: the half-life ran to the end of its range, so recovery was faster than the "
        "entries can see, slower than the horizon, or there was no jump to recover from."
        for name, fit in zip(layout.arms, fits, strict=True)
        if not FitStatus.of(fit.status[0]).usable
    )
