"""Probit regression of guesses: for counts, for repeated guesses, and with people who differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi

import numpy as np
import numpy.typing as npt

from limen.errors import AnalysisError
from limen.results import Floats

_NODES = 40
_FURTHEST = 5.5  # probits; beyond it only separated groups lead


@dataclass(frozen=True, kw_only=True)
class ProbitFit:
    """Coefficients (P,), their covariance (P, P) and the log-likelihood.

    `person_sd` is the SD between people of the random intercept, with its standard error; 0 and
    NaN where the model has none. Its coefficients hold for a person, not for the average.
    """

    coefficients: Floats
    covariance: Floats
    log_likelihood: float
    person_sd: float = 0.0
    person_sd_standard_error: float = float("nan")

    @property
    def standard_errors(self) -> Floats:
        """Standard errors of the coefficients."""
        return np.sqrt(np.diag(self.covariance))


def fit_probit(
    design: npt.ArrayLike,
    yes: npt.ArrayLike,
    trials: npt.ArrayLike | None = None,
    *,
    person: npt.ArrayLike | None = None,
) -> ProbitFit:
    r"""Maximum likelihood of $P(\text{yes}) = \Phi(x^\top \beta)$ by Fisher scoring.

    `design` is (M, P), `yes` counts (M,) out of `trials` (M,; 1 each if left out). With `person`
    (M,) the covariance is the sandwich over people, valid under any dependence of a person's
    answers; its finite-sample factor is n/(n − 1). Raises AnalysisError where coefficients cannot
    be told apart or a group says only yes or only no.
    """
    x, y = np.asarray(design, dtype=float), np.asarray(yes, dtype=float)
    n = np.ones_like(y) if trials is None else np.asarray(trials, dtype=float)
    beta = np.zeros(x.shape[1])
    for _ in range(100):
        if np.max(np.abs(x @ beta)) > _FURTHEST:
            raise AnalysisError(
                "The guesses have no finite estimate: in some group everybody answers alike. "
                "Pool groups, or fit fewer terms."
            )
        score, weight = _parts(x @ beta, y, n)
        step = _solved(x.T @ (weight[:, None] * x), x.T @ score)
        beta = beta + np.clip(step, -2.0, 2.0)
        if np.max(np.abs(step)) < 1e-10:
            break
    else:
        raise AnalysisError("The fit to these guesses did not settle. Fit fewer terms.")
    score, weight = _parts(x @ beta, y, n)
    bread = np.asarray(np.linalg.inv(x.T @ (weight[:, None] * x)), dtype=float)
    covariance = bread if person is None else _sandwich(bread, x * score[:, None], person)
    return ProbitFit(
        coefficients=beta, covariance=covariance, log_likelihood=_log_likelihood(x @ beta, y, n)
    )


def fit_probit_with_people(
    design: npt.ArrayLike, yes: npt.ArrayLike, person: npt.ArrayLike
) -> ProbitFit:
    r"""Maximum likelihood of $\Phi(x^\top \beta + \sigma u_i)$, $u_i \sim N(0, 1)$ per person.

    One row per answer. The integral over u is a Gauss-Hermite sum of 40 nodes; standard errors
    come from the curvature of the log-likelihood (central differences).
    """
    from scipy.optimize import minimize

    x, sign = np.asarray(design, dtype=float), 2 * np.asarray(yes, dtype=float) - 1
    rows = np.unique(np.asarray(person), return_inverse=True)[1]
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    log_weights = np.log(weights / np.sqrt(2 * pi))

    def loss(values: Floats) -> float:
        return -_with_people(values, x, sign, rows, nodes, log_weights)

    start = np.append(fit_probit(x, (sign + 1) / 2).coefficients, 0.5)
    found = minimize(loss, start, method="BFGS", options={"gtol": 1e-6})
    values = np.append(found.x[:-1], abs(found.x[-1]))
    covariance = np.asarray(np.linalg.inv(_curvature(loss, values)), dtype=float)
    return ProbitFit(
        coefficients=values[:-1],
        covariance=np.asarray(covariance[:-1, :-1], dtype=float),
        log_likelihood=-float(found.fun),
        person_sd=float(values[-1]),
        person_sd_standard_error=float(np.sqrt(covariance[-1, -1])),
    )


def _with_people(
    values: Floats,
    x: Floats,
    sign: Floats,
    rows: npt.NDArray[np.intp],
    nodes: Floats,
    log_weights: Floats,
) -> float:
    from scipy.special import log_ndtr, logsumexp

    inside = sign[:, None] * ((x @ values[:-1])[:, None] + values[-1] * nodes)
    per_person = np.zeros((rows.max() + 1, nodes.size))
    np.add.at(per_person, rows, log_ndtr(inside))
    return float(np.sum(logsumexp(per_person + log_weights, axis=1)))


def _curvature(loss: Callable[[Floats], float], at: Floats, step: float = 1e-3) -> Floats:
    size = at.size
    steps = step * np.eye(size)
    found = np.empty((size, size))
    for i in range(size):
        for j in range(i + 1):
            a, b = steps[i], steps[j]
            mixed = loss(at + a + b) - loss(at + a - b) - loss(at - a + b) + loss(at - a - b)
            found[i, j] = found[j, i] = mixed / (4 * step**2)
    return found


def _parts(linear: Floats, y: Floats, n: Floats) -> tuple[Floats, Floats]:
    """The score and Fisher's weight of each row."""
    from scipy.special import log_ndtr

    log_density = -0.5 * linear**2 - 0.5 * np.log(2 * pi)
    hit, miss = np.exp(log_density - log_ndtr(linear)), np.exp(log_density - log_ndtr(-linear))
    return y * hit - (n - y) * miss, n * hit * miss


def _log_likelihood(linear: Floats, y: Floats, n: Floats) -> float:
    from scipy.special import log_ndtr

    return float(np.sum(y * log_ndtr(linear) + (n - y) * log_ndtr(-linear)))


def _sandwich(bread: Floats, scores: Floats, person: npt.ArrayLike) -> Floats:
    rows = np.unique(np.asarray(person), return_inverse=True)[1]
    people = int(rows.max()) + 1
    sums = np.zeros((people, scores.shape[1]))
    np.add.at(sums, rows, scores)
    middle = sums.T @ sums * people / (people - 1)
    return np.asarray(bread @ middle @ bread, dtype=float)


def _solved(matrix: Floats, right: Floats) -> Floats:
    try:
        if np.linalg.cond(matrix) > 1e12:
            raise np.linalg.LinAlgError
        return np.asarray(np.linalg.solve(matrix, right), dtype=float)
    except np.linalg.LinAlgError:
        raise AnalysisError(
            "The terms cannot be told apart from these guesses. Leave one of them out."
        ) from None
