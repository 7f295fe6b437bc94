"""When an outcome is exactly Gaussian with a random intercept, and its parameters then.

Sufficient statistics of such an outcome can be drawn without drawing the outcome; that needs no
more than what stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from limen.results import Floats
from limen.simulate.series import Cells, Series
from limen.simulate.study import Study


@dataclass(frozen=True, kw_only=True)
class GaussianOutcome:
    r"""$y_{it} = \text{mean}_t + \text{effect}_{k(i,t),t} + u_i + e_{it}$ at T occasions.

    k is what the outcome follows, as in `Draw.intervention`; u ~ N(0, `sd_between`²) and
    e ~ N(0, `sd_within`²), all independent, nothing missing.
    """

    mean: Floats  # (T,)
    effect: Floats  # (K, T)
    sd_between: float
    sd_within: float


def gaussian_outcome(
    study: Study, outcome: str, *, continuum: bool = False
) -> GaussianOutcome | None:
    """The parameters of an outcome, or None if `why_not_gaussian` has anything to say."""
    if next(iter(why_not_gaussian(study, outcome, continuum=continuum)), None) is not None:
        return None
    series, cells = _found(study, outcome)
    columns = series.outcomes[outcome]
    days = series.day[columns]
    model, line = cells.model, study.timeline
    sizes = study.sizes(model.direct)
    mean = np.full(len(columns), series.mean)
    effect = np.zeros((len(sizes), len(columns)))
    for t, day in enumerate(days):
        weeks = 0.0 if line.before[day] else max(float(line.days[day]) - 1, 0.0) / 7
        shift = model.trend_per_week * weeks + (model.placebo if line.begun[day] else 0.0)
        period = int(line.period[day])
        if 0 <= period < len(model.periods) and not line.after[day]:
            shift += model.periods[period]
        mean[t] += cells.unit * shift
        if line.begun[day]:
            share = model.after_treatment if line.after[day] else 1.0
            effect[:, t] = cells.unit * sizes * share * _at_lag(study, cells, int(day))
    return GaussianOutcome(
        mean=mean, effect=effect, sd_between=series.sd_between, sd_within=series.sd_within
    )


def why_not_gaussian(study: Study, outcome: str, *, continuum: bool = False) -> Iterator[str]:
    """Everything that makes an outcome other than Gaussian with a random intercept.

    With `continuum` its grid, floor and ceiling are passed over, as if scores knew none.
    """
    series, cells = _found(study, outcome)
    model, scenario = cells.model, study.scenario
    leaving, adherence = scenario.leaving, scenario.adherence
    own = np.isin(series.outcomes[outcome], cells.columns)
    sequences = bool(np.ptp(study.sequence, axis=1).any())
    for holds, reason in (
        (series.step is not None and not continuum, "its scores lie on a grid"),
        (_limited(series) and not continuum, "it has a floor or a ceiling"),
        (not own.all(), "another outcome shares its scores"),
        (model.autocorrelation != 0, "its residuals are correlated in time"),
        ("direct" in scenario.exposure.scales, "the direct effect follows exposure"),
        (model.direct_sd != 0, "people differ in the direct effect"),
        (model.trend_sd_per_week != 0, "people differ in the change over time"),
        (model.mood != 0, "mood moves it"),
        (model.belief != 0, "belief moves it"),
        (model.expectation != 0, "expectation moves it"),
        (model.carry_over != 0, "effects carry over"),
        (model.felt is not None, "it is a rating of what is felt"),
        (model.rescue != 0 and scenario.rescue.per_week != 0, "rescue medication moves it"),
        (_stressed(study, cells), "stressors move it"),
        (adherence.missed_entry != 0, "entries are missed"),
        (adherence.missed_dose != 0, "doses are missed"),
        (adherence.filler_share != 0 and study.filler is not None, "some doses are fillers"),
        (_leaves(study), "people leave or stop"),
        (leaving.after_side_effect != 0 and bool(scenario.side_effects), "side effects make leave"),
        (cells.exposure == "arm" and sequences, "it follows arms that hold several interventions"),
    ):
        if holds:
            yield reason


def _found(study: Study, outcome: str) -> tuple[Series, Cells]:
    series = study.series_with(outcome)
    return series, next(one for one in series.cells if one.outcome == outcome)


def _limited(series: Series) -> bool:
    return series.low is not None or series.high is not None


def _stressed(study: Study, cells: Cells) -> bool:
    moved = cells.model.stress != 0 or not cells.model.stress_change.is_nothing
    held = study.stressor_outcome
    return held is not None and (moved or held == cells.outcome)


def _leaves(study: Study) -> bool:
    leaving = study.scenario.leaving
    broken = study.scenario.code_break.after_side_effect
    return any((leaving.at_random_per_week, leaving.lack_of_benefit_per_week, broken))


def _at_lag(study: Study, cells: Cells, day: int) -> float:
    """The share of the direct effect that is left, by the lag since the last dose."""
    line, shares = study.timeline, cells.model.by_lag
    if cells.exposure != "administration" or not line.doses or not shares:
        return 1.0
    last = line.dose_day[int(line.doses_by[day]) - 1]
    lag = int(line.days[day] - line.days[last])
    return shares[lag] if lag < len(shares) else 0.0
