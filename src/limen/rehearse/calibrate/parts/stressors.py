"""Stressors in daily life: how many a day, and how much people differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from limen.errors import AnalysisError
from limen.rehearse.calibrate.calibration import NotIdentified
from limen.rehearse.calibrate.fits.estimating import Solved, scores_of, solve
from limen.rehearse.calibrate.items import Item, learned, learned_positive
from limen.rehearse.calibrate.records.record import Record
from limen.results import Bools, Floats

_MEAN_BURDEN = 2.5  # a stressor weighs 1 to 4, each as likely
_SPREAD = 3.0  # variance of a sum of burdens over its mean: E[w²] / E[w]
_NODES = np.linspace(-5.0, 5.0, 101)


def stressor_items(record: Record) -> Iterator[Item]:
    """Stressors a day, the SD between people of its logarithm, and what interventions add to it."""
    held = record.study.stressor_outcome
    if held is None:
        return
    series = record.study.series_with(held)
    burden = record.scores[series.name]
    seen = np.isfinite(burden)
    names, terms = _terms(record, [int(day) for day in series.day], seen)
    found: Solved | None = None
    if seen.sum() >= 20 and np.nanmax(np.where(seen, burden, 0.0)) > 0:
        try:
            found = fit_stressors(Diary(np.where(seen, burden, 0.0), seen, terms))
        except AnalysisError:
            found = None
    if found is None:
        yield NotIdentified(
            path="stressors",
            reason="Too few days with stressors are recorded, or people hardly differ.",
            remedy="A diary that asks for the day's stressors.",
            used="none",
        )
        return
    n = int(seen.sum())
    yield learned_positive("stressors.per_day", found, n=n, unit="per day")
    yield learned_positive("stressors.person_sd", found, place=1, n=n, unit="log")
    for place, name in enumerate(names, start=2):
        path = f"stressors.exposure_change.interventions.{name}"
        yield learned(path, found, place=place, n=n, unit="log")
    yield NotIdentified(
        path="stressors.half_life_days",
        reason="What is left of a stressor on a later day was not told apart from its own day's.",
        remedy="Several entries a day, so that recovery within a day shows.",
        used="0: felt on its own day only",
    )


@dataclass(frozen=True)
class Diary:
    """Burdens (N, T), which of them are there, and what may change their number (N, T, p)."""

    burden: Floats
    seen: Bools
    terms: Floats


def fit_stressors(diary: Diary) -> Solved:
    r"""Stressors a day, the SD of its logarithm and log changes, by maximum likelihood.

    A day's burden is a sum of a Poisson number of weights 1 to 4; it is taken for a Poisson number
    times 3, which has its mean and variance and nearly its skewness. With
    $\log \lambda_{it} = a + x_{it}^\top \delta + s z_i$ the integral over $z_i \sim N(0, 1)$ is a
    sum over 101 nodes. Raises `AnalysisError` where people do not differ.
    """
    held = diary.burden.sum(axis=1)
    tilted = np.einsum("nt,ntp->np", diary.burden, diary.terms)

    def chances(at: Floats) -> Floats:
        spread = np.exp(np.clip(at[1], -8, 3))
        days = np.where(diary.seen, np.exp(np.clip(diary.terms @ at[2:], -20, 20)), 0.0).sum(axis=1)
        log_rate = np.clip(at[0], -20, 20) + spread * _NODES
        inside = np.outer(held, log_rate) - _MEAN_BURDEN * np.outer(days, np.exp(log_rate))
        inside = inside / _SPREAD - 0.5 * _NODES**2
        top = inside.max(axis=1)
        summed = np.log(np.exp(inside - top[:, np.newaxis]).sum(axis=1))
        return np.asarray(top + summed + tilted @ at[2:] / _SPREAD)

    usual = held.sum() / (_MEAN_BURDEN * diary.seen.sum())
    start = np.array([np.log(usual), np.log(0.4), *np.zeros(diary.terms.shape[-1])])
    found = solve(scores_of(chances), start)
    if found.value[1] < np.log(0.05):
        raise AnalysisError("People do not differ in how many stressors they meet.")
    return found.turned(lambda at: np.concatenate([np.exp(at[:2]), at[2:]]))


def _terms(record: Record, days: list[int], seen: Bools) -> tuple[list[str], Floats]:
    names, columns = [], []
    if not record.sealed:
        for k, name in enumerate(record.study.interventions[1:], start=1):
            held = np.stack([record.exposure("arm", day, k) for day in days], axis=-1)
            filled = np.where(np.isfinite(held), held, 0.0)
            if np.ptp(filled[seen]) > 0 if seen.any() else False:
                names.append(name)
                columns.append(filled)
    shape = (*seen.shape, 0)
    return names, np.stack(columns, axis=-1) if columns else np.zeros(shape)
