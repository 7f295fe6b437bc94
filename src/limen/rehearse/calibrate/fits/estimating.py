"""Estimating equations, and standard errors that hold whatever a person's answers share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from limen.errors import AnalysisError
from limen.results import Bools, Floats

Functions = Callable[[Floats], Floats]  # parameters (P,) -> a row for each person, (N, P)

_STEPS, _SMALL = 60, 1e-7


@dataclass(frozen=True)
class Solved:
    r"""Parameters (P,) and their influence functions (N, P), a row for each person.

    $\hat\theta - \theta \approx \sum_i \text{influence}_i$, so the covariance is their sum of
    squares, whatever a person's answers share.
    """

    value: Floats
    influence: Floats
    at_risk: int = 0  # people who were counted although they say nothing alone

    @property
    def people(self) -> int:
        """How many people the parameters rest on."""
        return max(int(np.any(self.influence != 0, axis=1).sum()), self.at_risk)

    @property
    def covariance(self) -> Floats:
        """Covariance of the parameters (P, P), with N / (N − P) for few people."""
        free = max(self.people - len(self.value), 1)
        return np.asarray(self.influence.T @ self.influence * self.people / free)

    @property
    def standard_error(self) -> Floats:
        """Standard errors (P,)."""
        return np.sqrt(np.diag(self.covariance))

    def turned(self, function: Callable[[Floats], Floats]) -> Solved:
        """A smooth function of the parameters, by the delta method."""
        slopes = _slopes(function, self.value)
        return Solved(function(self.value), self.influence @ slopes.T, self.at_risk)

    def joined(self, other: Solved) -> Solved:
        """These parameters and those of another fit to the same people."""
        return Solved(
            np.concatenate([self.value, other.value]),
            np.concatenate([self.influence, other.influence], axis=1),
            max(self.at_risk, other.at_risk),
        )

    def picked(self, *places: int) -> Solved:
        """Some of the parameters."""
        return Solved(self.value[list(places)], self.influence[:, list(places)], self.at_risk)


def solve(functions: Functions, start: Floats) -> Solved:
    """Find the parameters at which the estimating functions of all people add up to 0.

    Newton's method with numeric slopes; a step that makes matters worse is halved. Raises
    `AnalysisError` where there is no such point, or the equations cannot tell parameters apart.

    ```bibtex
    @article{stefanski2002calculus,
      title   = {The calculus of M-estimation},
      author  = {Stefanski, Leonard A. and Boos, Dennis D.},
      journal = {The American Statistician}, volume = {56}, pages = {29--38}, year = {2002}
    }
    ```
    """
    value = np.asarray(start, dtype=float)
    rows = functions(value)
    for _ in range(_STEPS):
        total, spread = rows.sum(axis=0), np.sqrt((rows**2).sum(axis=0)) + 1e-12
        if np.max(np.abs(total) / spread) < 1e-6:  # millionths of a standard error
            break
        step = _divided(_slopes(lambda at: functions(at).sum(axis=0), value), total)
        value, rows = _better(functions, value, rows, np.clip(step, -3.0, 3.0))
    else:
        raise AnalysisError("The equations have no solution near any sensible value.")
    slopes = _slopes(lambda at: functions(at).sum(axis=0), value)
    return Solved(value, -_divided(slopes, rows.T).T)


def solve_given(
    functions: Callable[[Floats, Floats], Floats], start: Floats, known: Solved
) -> Solved:
    """The same for functions that also hold parameters of an earlier fit, (own, known) -> (N, P).

    The earlier fit's uncertainty is carried on.
    """
    own = solve(lambda at: functions(at, known.value), start)
    slopes = _slopes(lambda at: functions(at, known.value).sum(axis=0), own.value)
    passed = _slopes(lambda at: functions(own.value, at).sum(axis=0), known.value)
    return Solved(own.value, own.influence - known.influence @ _divided(slopes, passed).T)


def scores_of(chances: Callable[[Floats], Floats]) -> Functions:
    """Estimating functions of maximum likelihood: slopes of each person's log-likelihood (N,)."""

    def functions(at: Floats) -> Floats:
        columns = []
        for place in range(len(at)):
            step = np.zeros(len(at))
            step[place] = 1e-4 * max(1.0, abs(float(at[place])))
            columns.append((chances(at + step) - chances(at - step)) / (2 * step[place]))
        return np.stack(columns, axis=-1)

    return functions


def ratio(above: Floats, below: Floats) -> Solved:
    """Σ above / Σ below over people, (N,) each; `AnalysisError` if nothing stands below."""
    total = float(below.sum())
    if total <= 0:
        raise AnalysisError("Nobody was at risk.")
    value = float(above.sum()) / total
    influence = ((above - value * below) / total)[:, np.newaxis]
    return Solved(np.array([value]), influence, int((below > 0).sum()))


def left_out(parts: Floats) -> Floats:
    """The sum over people, then the sums without each of them."""
    total = parts.sum(axis=0)
    return np.concatenate([total[np.newaxis], total - parts])


def jackknifed(whole: Floats, each: Floats, own: Bools, *, corrected: bool = False) -> Solved:
    """The value, corrected for bias if asked, with influences that give the jackknife's errors.

    ```bibtex
    @article{efron1981jackknife,
      title   = {The jackknife estimate of variance},
      author  = {Efron, Bradley and Stein, Charles},
      journal = {The Annals of Statistics}, volume = {9}, pages = {586--596}, year = {1981}
    }
    ```
    """
    n = int(own.sum())
    mean = each[own].mean(axis=0)
    value = n * whole - (n - 1) * mean if corrected else whole
    influence = np.where(own[:, np.newaxis], np.sqrt((n - 1) / n) * (mean - each), 0.0)
    # `Solved.covariance` multiplies by N / (N − P), which the jackknife has had already
    shrink = np.sqrt(max(n - len(whole), 1) / n)
    return Solved(value, influence * shrink)


def _better(
    functions: Functions, value: Floats, rows: Floats, step: Floats
) -> tuple[Floats, Floats]:
    """The first of ever shorter steps after which the equations are nearer to 0."""
    scale = np.sqrt((rows**2).sum(axis=0)) + 1e-12
    before = float(np.sum((rows.sum(axis=0) / scale) ** 2))
    for _ in range(30):
        moved = value - step
        found = functions(moved)
        after = float(np.sum((found.sum(axis=0) / scale) ** 2))
        if np.isfinite(after) and after < before * (1 + 1e-9):
            return moved, found
        step = step / 2
    raise AnalysisError("The equations have no solution near any sensible value.")


def _slopes(function: Callable[[Floats], Floats], at: Floats) -> Floats:
    """Derivatives of a vector function, shape (outputs, inputs), by central differences."""
    columns = []
    for place in range(len(at)):
        size = _SMALL ** (2 / 3) * max(1.0, abs(float(at[place])))
        step = np.zeros(len(at))
        step[place] = size
        columns.append((function(at + step) - function(at - step)) / (2 * size))
    return np.stack(columns, axis=-1)


def _divided(slopes: Floats, right: Floats) -> Floats:
    scale = np.abs(slopes).max(axis=1, initial=0.0)
    if not np.all(np.isfinite(slopes)) or np.any(scale == 0):
        raise AnalysisError("The equations cannot tell the parameters apart.")
    if np.linalg.cond(slopes / scale[:, np.newaxis]) > 1e10:
        raise AnalysisError("The equations cannot tell the parameters apart.")
    return np.asarray(np.linalg.solve(slopes, right))
