"""Estimates after conditional-mean imputation, and their jackknife over participants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from limen.analyse.imputation.conditional_mean import fill
from limen.analyse.imputation.strategies import Strategy
from limen.analyse.imputation.study import Study
from limen.analyse.mmrm import Fit, fit_moments, moments
from limen.analyse.mmrm.leave_one_out import leave_one_out
from limen.results import Bools, FitStatus, Floats


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
    everyone = np.ones(len(study.y), dtype=bool)
    value = _compare(study, fit.beta[0], fit.sigma[0], strategies, everyone)
    steps = visits_since_dropout(study)
    without = np.full((len(study.y), *value.shape), np.nan)
    shifts = np.full((len(study.y), value.shape[1]), np.nan)
    for out, data in leave_one_out(study.X, study.y[None]):
        if data is None:
            continue
        again = fit_moments(data, fit.covariance.key, like=fit)
        for index, participant in enumerate(out):
            found, place = again, index
            if again.status[index] != FitStatus.CONVERGED.code:  # perhaps a bad start: an outlier
                found = fit_moments(data.take(np.array([index])), fit.covariance.key)
                place = 0
            if found.status[place] != FitStatus.CONVERGED.code:
                continue
            others = np.arange(len(study.y)) != participant
            beta, sigma = found.beta[place], found.sigma[place]
            without[participant] = _compare(study, beta, sigma, strategies, others)
            shifts[participant] = _shift(study, steps, others)
    done = np.isfinite(shifts[:, 0])
    return Jackknife(
        value=value,
        shift=_shift(study, steps, everyone),
        without=without[done],
        shift_without=shifts[done],
        failed=int(np.sum(~done)),
    )


def visits_since_dropout(study: Study) -> Floats:
    """How many visits the last one is after the last observed one, (N,); 0 for who stayed."""
    return np.asarray(study.y.shape[1] - 1 - study.gaps.last, dtype=np.float64)


def _compare(
    study: Study, beta: Floats, sigma: Floats, strategies: Sequence[Strategy], who: Bools
) -> Floats:
    """Analysis of covariance at the last visit, by strategy and arm."""
    own, reference = study.X @ beta, study.reference_columns @ beta
    regression = study.gaps.regression(sigma)
    filled = fill(study.y, own, reference, study.gaps, regression, strategies)
    last = np.array([outcome[who, -1] for outcome in filled])
    coefficients = np.linalg.lstsq(study.C[who], last.T, rcond=None)[0]
    return np.asarray((study.contrast @ coefficients).T)


def _shift(study: Study, steps: Floats, who: Bools) -> Floats:
    """What one unit of δ in an arm adds to its estimate, (A,)."""
    arms = np.arange(1, len(study.arms))
    added = np.where(study.arm[who][:, None] == arms, steps[who][:, None], 0.0)
    coefficients = np.linalg.lstsq(study.C[who], added, rcond=None)[0]
    return np.asarray(np.diagonal(study.contrast @ coefficients))
