"""Jackknife errors after conditional-mean imputation, by simulation of whole studies.

    OPENBLAS_NUM_THREADS=1 python -m validation.imputation
"""

from __future__ import annotations

import json
import sys

import numpy as np

from limen.analyse.imputation import STRATEGIES, jackknife
from limen.analyse.imputation.jackknife import first_fit
from limen.analyse.imputation.study import Study, study_of
from limen.analyse.layout import Layout
from limen.randomness import stream

Numbers = dict[str, float]
PEOPLE = 60
MEANS = {"placebo": (0.0, 0.2, 0.4), "microdose": (0.5, 1.0, 1.5)}
STAYING = (0.85, 0.7)  # chance to be seen at the second visit, and at the third


def truths() -> dict[str, float]:
    """What each strategy estimates here, at the last visit: by arithmetic on the means.

    In each arm 15 % are last seen at the first visit and 15 % at the second.
    """
    placebo, active = np.array(MEANS["placebo"]), np.array(MEANS["microdose"])
    first, second = 1 - STAYING[0], STAYING[0] - STAYING[1]
    gap = active - placebo
    stayed, own = STAYING[1] * gap[2], first * gap[0] + second * gap[1]
    drift = first * (placebo[2] - placebo[0]) + second * (placebo[2] - placebo[1])
    # somebody of the placebo arm keeps the mean of the last visit too, and so loses its drift
    return {
        "missing_at_random": float(gap[2]),
        "jump_to_reference": float(stayed) + float(_conditional(gap, first, second)),
        "copy_increments": float(stayed + own),
        "last_mean_carried_forward": float(stayed + own - drift + drift),
    }


def run(replicates: int = 1_000, seed: int = 20261123) -> dict[str, Numbers]:
    """Bias, spread, mean jackknife error and coverage by strategy."""
    how = list(STRATEGIES.values())
    values, errors = [], []
    for replicate in range(replicates):
        study = _draw(seed, replicate)
        found = jackknife(study, first_fit(study, ["unstructured"]), how)
        values.append(found.value[:, 0])
        errors.append(found.standard_error[:, 0])
    value, error, known = np.array(values), np.array(errors), truths()
    return {
        strategy.key: _characteristics(value[:, s], error[:, s], known.get(strategy.key))
        for s, strategy in enumerate(how)
    }


def _draw(seed: int, replicate: int) -> Study:
    rng = stream(seed, "validation imputation", replicate)
    arm = np.arange(PEOPLE) % 2
    y = rng.standard_normal((PEOPLE, 3)) + rng.standard_normal((PEOPLE, 1))
    y += np.array(list(MEANS.values()))[arm]
    leaves = rng.random(PEOPLE)
    for visit, share in enumerate(STAYING, start=1):
        y[leaves > share, visit] = np.nan
    layout = Layout(
        outcome="outcome",
        value=y[None],
        observed=np.isfinite(y)[None],
        participants=tuple(map(str, range(PEOPLE))),
        occasions=("1", "2", "3"),
        arms=tuple(MEANS),
        arm=arm[None].astype(np.int64),
    )
    return study_of(layout, baseline=False, covariates=(), visit=None)


def _characteristics(
    value: np.ndarray, error: np.ndarray, truth: float | None
) -> Numbers:
    target = float(value.mean()) if truth is None else truth
    n, spread = len(value), float(value.std(ddof=1))
    coverage = float(np.mean(np.abs(value - target) < 1.959964 * error))
    return {
        "replicates": float(n),
        "target": target,
        "bias": float(value.mean()) - target,
        "bias_monte_carlo_error": spread / n**0.5,
        "coverage": coverage,
        "coverage_monte_carlo_error": float(np.sqrt(coverage * (1 - coverage) / n)),
        "empirical_error": spread,
        "mean_jackknife_error": float(np.sqrt(np.mean(error**2))),
    }


if __name__ == "__main__":
    json.dump(run(), sys.stdout, indent=2)
