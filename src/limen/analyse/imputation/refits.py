"""The imputation model without each participant in turn; analyses of one study share it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from limen.analyse.imputation.study import Study
from limen.analyse.mmrm import Fit, Moments, fit_moments
from limen.analyse.mmrm.leave_one_out import leave_one_out
from limen.results import Bools, FitStatus, Floats

_KEPT = 64  # of the last studies: imputation and tipping ask for the same, one after the other
_found: OrderedDict[bytes, Refits] = OrderedDict()


@dataclass(frozen=True, eq=False)
class Refits:
    """Coefficients (n, p) and covariances (n, T, T) without each participant.

    Where `done` (n,) is False there is none: it did not converge, or cannot be estimated.
    """

    beta: Floats
    sigma: Floats
    done: Bools


def refits(study: Study, fit: Fit) -> Refits:
    """Refit without each participant, from the fit of all; see `leave_one_out`."""
    key = sha256(repr((study.X.shape, fit.covariance.key)).encode())
    for array in (study.X, study.y, fit.theta):
        key.update(np.ascontiguousarray(array).data)
    name = key.digest()
    if name not in _found:
        _found[name] = _refitted(study, fit)
        while len(_found) > _KEPT:
            _found.popitem(last=False)
    return _found[name]


def _refitted(study: Study, fit: Fit) -> Refits:
    people = len(study.y)
    beta = np.full((people, *fit.beta.shape[1:]), np.nan)
    sigma = np.full((people, *fit.sigma.shape[1:]), np.nan)
    done = np.zeros(people, dtype=bool)
    for out, data in leave_one_out(study.X, study.y[None]):
        if data is not None:
            beta[out], sigma[out], done[out] = _again(data, fit)
    return Refits(beta, sigma, done)


def _again(data: Moments, fit: Fit) -> tuple[Floats, Floats, Bools]:
    """What some replicates give, and which of them converged."""
    again = fit_moments(data, fit.covariance.key, like=fit)
    beta, sigma = again.beta.copy(), again.sigma.copy()
    done = again.status == FitStatus.CONVERGED.code
    for index in np.flatnonzero(~done):  # perhaps a bad start: an outlier
        alone = fit_moments(data.take(np.array([index])), fit.covariance.key)
        beta[index], sigma[index] = alone.beta[0], alone.sigma[0]
        done[index] = alone.status[0] == FitStatus.CONVERGED.code
    return beta, sigma, done
