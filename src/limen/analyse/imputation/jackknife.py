"""Estimates after conditional-mean imputation, and their jackknife over participants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from limen.analyse.imputation.conditional_mean import fill
from limen.analyse.imputation.refits import refits
from limen.analyse.imputation.strategies import Strategy
from limen.analyse.imputation.study import Study
from limen.analyse.imputation.without import Comparison, compared, last_visits
from limen.analyse.mmrm import Fit, fit_moments, moments
from limen.results import FitStatus, Floats

_TOGETHER = 64  # participants left out whose comparisons are computed at once


@dataclass(frozen=True, kw_only=True)
class Jackknife:
    """Estimates by strategy and arm, with all their leave-one-out values.

    `shift` is the change of an arm's estimate per unit of δ, where δ times the number of visits
    since dropout is added to every value imputed after a dropout of that arm.
    """

    value: Floats  # (S, A)
    shift: Floats  # (A,)
    without: Floats  # (n, S, A): the estimates without one participant
    shift_without: Floats  # (n, A)
    failed: int  # leave-one-out fits that did not converge, and are not in `without`

    @property
    def standard_error(self) -> Floats:
        """Of `value`, (S, A)."""
        return np.sqrt(spread(self.without, self.without))


def spread(left: Floats, right: Floats) -> Floats:
    """Jackknife covariance of two statistics given without each participant, first axis n."""
    n = len(left)
    product = (left - left.mean(axis=0)) * (right - right.mean(axis=0))
    return np.asarray((n - 1) / n * product.sum(axis=0))


def first_fit(study: Study, covariance: Sequence[str]) -> Fit:
    """The imputation model with the first covariance that converges; else the last one tried."""
    data = moments(study.X, study.y[None])
    for key in covariance:
        fit = fit_moments(data, key)
        if fit.status[0] == FitStatus.CONVERGED.code:
            break
    return fit


def jackknife(study: Study, fit: Fit, strategies: Sequence[Strategy]) -> Jackknife:
    """Impute, compare, and do so again without each participant in turn.

    Leaving a participant out refits the imputation model, so the uncertainty of the imputed
    values is in the standard error (Wolbers et al. 2022).
    """
    value = _compare(study, fit.beta[0], fit.sigma[0], strategies)
    again, comparison, steps = refits(study, fit), Comparison.of(study), _steps(study)
    left = np.flatnonzero(again.done)
    without = np.empty((len(left), *value.shape))
    for start in range(0, len(left), _TOGETHER):
        out = left[start : start + _TOGETHER]
        outcome = last_visits(study, again.beta[out], again.sigma[out], strategies)
        without[start : start + _TOGETHER] = np.moveaxis(comparison.without(out, outcome), -1, 1)
    shifts = comparison.without(left, np.broadcast_to(steps, (len(left), *steps.shape)))
    return Jackknife(
        value=value,
        shift=np.diagonal(compared(study, steps, np.ones(len(steps), dtype=bool))),
        without=without,
        shift_without=np.diagonal(shifts, axis1=1, axis2=2),
        failed=int(np.sum(~again.done)),
    )


def visits_since_dropout(study: Study) -> Floats:
    """How many visits the last one is after the last observed one, (N,); 0 for who stayed."""
    return np.asarray(study.y.shape[1] - 1 - study.gaps.last, dtype=np.float64)


def _compare(study: Study, beta: Floats, sigma: Floats, strategies: Sequence[Strategy]) -> Floats:
    """Analysis of covariance at the last visit, by strategy and arm."""
    own, reference = study.X @ beta, study.reference_columns @ beta
    regression = study.gaps.regression(sigma)
    filled = fill(study.y, own, reference, study.gaps, regression, strategies)
    last = np.array([outcome[:, -1] for outcome in filled])
    return compared(study, last.T, np.ones(len(study.y), dtype=bool)).T


def _steps(study: Study) -> Floats:
    """What one unit of δ adds at the last visit, by the arm that it is added in, (N, A)."""
    arms = np.arange(1, len(study.arms))
    steps = visits_since_dropout(study)
    return np.where(study.arm[:, None] == arms, steps[:, None], 0.0)
