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
from limen.results import Floats

Numbers = dict[str, float]
PEOPLE = 60
MEANS = {"placebo": (0.0, 0.2, 0.4), "microdose": (0.5, 1.0, 1.5)}
STAYING = (0.85, 0.7)  # chance to be seen at the second visit, and at the third


def truths() -> dict[str, float]:
    """What each strategy estimates here at the last visit, by arithmetic on the means.

    Dropout is independent of everything. With g the difference of means by visit and shares s of
    people last seen at a visit: who stays contributes g at the end; who left contributes nothing
    (jump), g at the last visit seen (increments, last mean), or, copying the reference, the part
    of its earlier differences that the covariance carries forward.
    """
    g = np.subtract(MEANS["microdose"], MEANS["placebo"])
    left = np.array([1 - STAYING[0], STAYING[0] - STAYING[1]])
    stayed = float(STAYING[1] * g[2])
    sigma = np.eye(3) + 1
    carried = [sigma[2, :j] @ np.linalg.solve(sigma[:j, :j], g[:j]) for j in (1, 2)]
    return {
        "missing_at_random": float(g[2]),
        "jump_to_reference": stayed,
        "copy_increments": stayed + float(left @ g[:2]),
        "copy_reference": stayed + float(left @ carried),
        "last_mean_carried_forward": stayed + float(left @ g[:2]),
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
        strategy.key: _characteristics(value[:, s], error[:, s], known[strategy.key])
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


def _characteristics(value: Floats, error: Floats, truth: float) -> Numbers:
    n, spread = len(value), float(value.std(ddof=1))
    coverage = float(np.mean(np.abs(value - truth) < 1.959964 * error))
    return {
        "replicates": float(n),
        "truth": truth,
        "bias": float(value.mean()) - truth,
        "bias_monte_carlo_error": spread / n**0.5,
        "coverage": coverage,
        "coverage_monte_carlo_error": float(np.sqrt(coverage * (1 - coverage) / n)),
        "empirical_error": spread,
        "mean_jackknife_error": float(np.sqrt(np.mean(error**2))),
    }


if __name__ == "__main__":
    json.dump(run(), sys.stdout, indent=2)
