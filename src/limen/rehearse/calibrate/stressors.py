"""Stressors in daily life: how many a day, and how much people differ."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from limen.errors import AnalysisError
from limen.rehearse.calibrate.calibration import NotIdentified
from limen.rehearse.calibrate.estimating import (
    Functions,
    Solved,
    jackknifed,
    left_out,
    solve,
)
from limen.rehearse.calibrate.items import Item, learned, learned_positive, learned_sd
from limen.rehearse.calibrate.record import Record
from limen.results import Bools, Floats

_MEAN_BURDEN = 2.5  # a stressor weighs 1 to 4, each as likely


def stressor_items(record: Record) -> Iterator[Item]:
    r"""Stressors a day, the SD between people of its logarithm, and what interventions add to it.

    Burden has mean $2.5 \mu_{it}$, $\log \mu_{it} = a + x_{it}^\top \delta$, and
    $E[b_t b_{t'}] = 2.5^2 \mu_t \mu_{t'} e^{s^2}$ on different days; per day is $e^{a - s^2/2}$.
    """
    held = record.study.stressor_outcome
    if held is None:
        return
    series = record.study.series_with(held)
    burden = record.scores[series.name]
    seen = np.isfinite(burden)
    if seen.sum() < 20 or not np.nanmax(np.where(seen, burden, 0.0)) > 0:
        yield NotIdentified(
            path="stressors",
            reason="Too few days with stressors are recorded.",
            remedy="A diary that asks for the day's stressors.",
            used="none",
        )
        return
    names, terms = _terms(record, [int(day) for day in series.day], seen)
    count = np.where(seen, burden, 0.0) / _MEAN_BURDEN
    start = np.array([np.log(count[seen].mean()), *np.zeros(len(names)), 0.1])
    try:
        found = solve(_functions(count, seen, terms), start)
    except AnalysisError as error:
        yield NotIdentified(
            path="stressors", reason=str(error), remedy="More days of diary.", used="none"
        )
        return
    changes = np.exp(np.where(seen, terms @ found.value[1:-1], -np.inf))
    spread = _spread(count, changes)
    n = int(seen.sum())
    per_day = spread.turned(lambda at: np.exp(at[:1] - at[1:] / 2))
    yield learned_positive("stressors.per_day", per_day, n=n, unit="per day")
    yield learned_sd("stressors.person_sd", spread, place=1, n=n, unit="log")
    for place, name in enumerate(names, start=1):
        path = f"stressors.exposure_change.interventions.{name}"
        yield learned(path, found, place=place, n=n, unit="log")
    yield NotIdentified(
        path="stressors.half_life_days",
        reason="What is left of a stressor on a later day was not told apart from its own day's.",
        remedy="Several entries a day, so that recovery within a day shows.",
        used="0: felt on its own day only",
    )


def _spread(count: Floats, changes: Floats) -> Solved:
    """a and s² by the jackknife, given what interventions change: s² is skewed and biased else."""
    sums = [left_out(part) for part in (count.sum(1), changes.sum(1), pairs(count), pairs(changes))]
    usual = np.log(sums[0] / sums[1])
    found = np.stack([usual, np.log(sums[2] / sums[3]) - 2 * usual], axis=-1)
    return jackknifed(found[0], found[1:], count.sum(axis=1) > 0, corrected=True)


def pairs(values: Floats) -> Floats:
    """Σ of products of a person's different days, (N,)."""
    return np.asarray((values.sum(axis=1) ** 2 - (values**2).sum(axis=1)) / 2)


def _terms(record: Record, days: list[int], seen: Bools) -> tuple[list[str], Floats]:
    names, columns = [], []
    if not record.sealed:
        for k, name in enumerate(record.study.interventions[1:], start=1):
            held = np.stack([record.exposure("arm", day, k) for day in days], axis=-1)
            filled = np.where(np.isfinite(held), held, 0.0)
            if np.ptp(filled[seen]) > 0:
                names.append(name)
                columns.append(filled)
    shape = (*seen.shape, 0)
    return names, np.stack(columns, axis=-1) if columns else np.zeros(shape)


def _functions(count: Floats, seen: Bools, terms: Floats) -> Functions:
    x = np.concatenate([np.ones((*seen.shape, 1)), terms], axis=-1)

    def functions(at: Floats) -> Floats:
        mean = np.where(seen, np.exp(np.clip(x @ at[:-1], -20, 20)), 0.0)
        first = np.einsum("nt,ntp->np", count - mean, x)
        second = pairs(count) - np.exp(np.clip(at[-1], -5, 5)) * pairs(mean)
        return np.concatenate([first, second[:, np.newaxis]], axis=1)

    return functions
