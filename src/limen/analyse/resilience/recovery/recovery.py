"""The door: how fast participants recover after stressors, where entries are dense enough."""

from __future__ import annotations

from math import exp, log, nan

import numpy as np
from scipy.stats import norm

from limen.analyse.answer import Answer
from limen.analyse.layout import Layout
from limen.analyse.resilience.answers import arms_of, people_per_arm, require_people
from limen.analyse.resilience.dynamics.series import Series
from limen.analyse.resilience.recovery.curve import Events, fit_recovery
from limen.counted import counted
from limen.errors import AnalysisError, NotIdentifiedError
from limen.results import (
    Bools,
    Cell,
    Column,
    Estimate,
    Estimates,
    FitStatus,
    Floats,
    Picture,
    Table,
)

_FEWEST_ENTRIES = 3  # usual gaps that must fit into the horizon
_FEWEST_EVENTS = 10  # per arm


def recovery(
    problems: Layout,
    exposure: Layout,
    *,
    threshold: float = 0.0,
    horizon_hours: float = 12.0,
    level: float = 0.95,
) -> Answer:
    """Half-life of problems after a stressor, and the jump itself, by arm.

    A stressor is an entry whose exposure is above `threshold`; it counts for `horizon_hours`, and
    stressors that overlap add up. Days of the layouts must hold the hour (4.75 is 18 h on
    study day 4). The first estimate is the ratio of half-lives: below 1 is a faster recovery.

    Raises `NotIdentifiedError` when entries are too sparse in time, or hours are not known, or an
    arm has fewer than ten stressors followed by entries.
    """
    problems, exposure = _aligned(problems, exposure)
    series = Series.of(problems)
    usual = _usual_gap(problems, series, horizon_hours)
    event = exposure.observed & (np.where(exposure.observed, exposure.value, 0.0) > threshold)
    hours = 24 * series.day if series.day is not None else np.full(problems.value.shape, np.nan)
    events = Events.of(event, hours, horizon_hours)
    use = problems.observed & np.isfinite(hours)
    require_people(problems, people_per_arm(problems, use[0].any(-1)), "timed entries")
    counts = _events_per_arm(problems, event, events, use)
    fits = [
        fit_recovery(
            problems.value,
            use & (arms_of(problems) == a)[..., None],
            events,
            half_lives=(usual / 4, 2 * horizon_hours),
        )
        for a in range(len(problems.arms))
    ]
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
            "usual_gap_hours": usual,
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


def _aligned(problems: Layout, exposure: Layout) -> tuple[Layout, Layout]:
    """Both diaries at the occasions they share, in the order of the problems."""
    shared = tuple(name for name in problems.occasions if name in exposure.occasions)
    if problems.participants != exposure.participants or not shared:
        raise AnalysisError(
            f"{problems.outcome!r} and {exposure.outcome!r} share no occasion, or are laid out for "
            "different participants. Both must be asked in the same diary."
        )
    return problems.at(*shared), exposure.at(*shared)


def _usual_gap(problems: Layout, series: Series, horizon: float) -> float:
    """The median gap in hours; refuses a diary that cannot see a recovery."""
    if series.day is None or not series.timed:
        raise NotIdentifiedError(
            f"{problems.outcome!r}: the hour of the entries is not known, so a recovery in hours "
            "cannot be seen. Record when each entry was submitted, five or more entries a day."
        )
    if not series.several_a_day:
        raise NotIdentifiedError(
            f"{problems.outcome!r}: one evening entry a day cannot identify a half-life in hours. "
            "Plan five or more prompts a day on some days, or a standardised laboratory stressor "
            "with repeated ratings."
        )
    usual = float(24 * np.median(series.gap[series.pair]))
    if usual * _FEWEST_ENTRIES > horizon:
        raise NotIdentifiedError(
            f"{problems.outcome!r}: entries are usually {usual:.1f} hours apart, fewer than "
            f"{_FEWEST_ENTRIES} within {horizon:g} hours of a stressor. Prompt more often, or "
            "lengthen the horizon if recovery is thought to take that long."
        )
    return usual


def _events_per_arm(
    problems: Layout, event: Bools, events: Events, use: Bools
) -> list[tuple[int, int]]:
    """(stressors, those followed by an entry) of each arm; refuses when too few carry the fit."""
    followed = events.followed(use)[0]
    arm = arms_of(problems)[0]
    counts = [(int(event[0][arm == a].sum()), int(followed[arm == a].sum()))
              for a in range(len(problems.arms))]  # fmt: skip
    for name, (all_events, useful) in zip(problems.arms, counts, strict=True):
        if useful < _FEWEST_EVENTS:
            raise NotIdentifiedError(
                f"Arm {name!r} has {counted(all_events, 'stressor')}, {useful} of them followed "
                "by an entry; "
                f"no perturbation, no recovery. {_FEWEST_EVENTS} or more are needed: lower the "
                "threshold, prompt more often, or use a laboratory stressor."
            )
    return counts


def _ratio(layout: Layout, zero: Estimates, one: Estimates, a: int, level: float) -> Estimate:
    """Half-life of arm a over that of the reference, limits from the log scale."""
    difference = float(one.value[0, 1] - zero.value[0, 1])
    error = float(np.hypot(one.standard_error[0, 1], zero.standard_error[0, 1]))
    status = _worse(zero, one)
    half = float(norm.ppf(0.5 + level / 2)) * error
    known = status.usable and error > 0
    return Estimate(
        label=f"Recovery half-life: ratio, {layout.arms[a]} / {layout.arms[0]}",
        value=exp(difference) if status.usable else nan,
        lower=exp(difference - half) if known else nan,
        upper=exp(difference + half) if known else nan,
        p=float(2 * norm.sf(abs(difference) / error)) if known else nan,
        null=1.0,
        level=level,
        status=status,
        interval="Wald on the log scale",
    )


def _jump(layout: Layout, zero: Estimates, one: Estimates, a: int, level: float) -> Estimate:
    return Estimate.normal(
        label=f"Jump after a stressor: {layout.arms[a]} − {layout.arms[0]}",
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
    z = float(norm.ppf(0.5 + level / 2))
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
