"""Coverage, size and standard errors of the MMRM in small trials, by simulation.

OPENBLAS_NUM_THREADS=1 python -m validation.mmrm
"""

from __future__ import annotations

import json
import sys

import numpy as np
from scipy import stats

from limen.analyse.mmrm import mmrm_estimates
from limen.analyse.mmrm.contrasts import Df
from limen.randomness import stream
from limen.results import FitStatus, Floats

Numbers = dict[str, float]
COVARIANCE = np.array([[4, 2, 1, 1], [2, 5, 3, 2], [1, 3, 6, 4], [1, 2, 4, 8.0]])
EFFECT = 1.0  # at the last visit


def run(replicates: int = 10_000, seed: int = 20261123) -> dict[str, Numbers]:
    """Operating characteristics by trial size and df method, with Monte Carlo errors."""
    found = {}
    for participants in (16, 30, 80):
        X, y = trials(participants, replicates, seed)
        for df in ("satterthwaite", "kenward_roger"):
            found[f"{participants} participants, {df}"] = _characteristics(X, y, df)
    return found


def trials(participants: int, replicates: int, seed: int) -> tuple[Floats, Floats]:
    """Two arms × four visits; one in five leaves before the third visit, at random."""
    rng = stream(seed, f"validation mmrm {participants}")
    arm = np.arange(participants) % 2
    X = np.zeros((participants, 4, 8))
    for visit in range(4):
        X[:, visit, visit], X[:, visit, 4 + visit] = 1.0, arm
    factor = np.linalg.cholesky(COVARIANCE)
    y = rng.standard_normal((replicates, participants, 4)) @ factor.T
    y += EFFECT * arm[:, None] * np.array([0, 0.3, 0.6, 1.0])
    gone = np.zeros((participants, 4), dtype=bool)
    gone[: participants // 5, 2:] = True
    y[:, gone] = np.nan
    return X, y


def _characteristics(X: Floats, y: Floats, df: Df) -> Numbers:
    L = np.eye(8)[[7]]
    found = mmrm_estimates(X, y, L, labels=("last visit",), df=df)
    used = found.status == FitStatus.CONVERGED.code
    value, error = found.value[used, 0], found.standard_error[used, 0]
    n, z = int(used.sum()), np.abs(value - EFFECT) / error
    coverage = float(np.mean(z < stats.t.ppf(0.975, found.df[used, 0])))
    spread = float(value.std(ddof=1))
    return {
        "replicates": float(len(y)),
        "failed": float(len(y) - n),
        "bias": float(value.mean() - EFFECT),
        "bias_monte_carlo_error": spread / np.sqrt(n),
        "coverage": coverage,
        "coverage_monte_carlo_error": float(np.sqrt(coverage * (1 - coverage) / n)),
        "empirical_error": spread,
        "mean_model_error": float(np.sqrt(np.mean(error**2))),
        "mean_df": float(found.df[used, 0].mean()),
    }


if __name__ == "__main__":
    json.dump(run(), sys.stdout, indent=2)
