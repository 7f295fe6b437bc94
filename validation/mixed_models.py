"""Size and coverage of the mixed model: does the interval hold what it promises?

Three studies with a true effect of 0.3 SD and of none: one of the shape of the self-blinding
study (unbalanced, people with one to four rows), a small crossover, and one without any variance
between people, where the fit often lies on its boundary.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtrit

from limen.analyse.mixed_models import FixedDesign, contrasts
from limen.analyse.mixed_models.fit import fit
from limen.randomness import stream

Floats = npt.NDArray[np.float64]
BLOCK = 256
EFFECT = 0.3


def run(replicates: int, seed: int) -> dict[str, Any]:
    """Coverage at the true effect and size under none, with Monte Carlo standard errors."""
    studies = {
        "240 people, 1 to 4 rows, intraclass correlation 0.3": (_unbalanced(240), 0.3),
        "24 people, 2 periods": (_crossover(24), 0.5),
        "40 people, 4 rows, no variance between people": (_unbalanced(40), 0.0),
    }
    return {
        name: {df: _coverage(design, icc, df, replicates, seed) for df in _DF}
        for name, (design, icc) in studies.items()
    }


_DF = ("satterthwaite", "kenward_roger", "wald")


def _unbalanced(people: int) -> tuple[Floats, npt.NDArray[np.int64]]:
    rng = stream(7, f"design {people}")
    rows = 1 + rng.binomial(3, 0.85, size=people)
    group = np.repeat(np.arange(people), rows)
    given = (rng.random(len(group)) < 0.4).astype(float)
    covariate = rng.standard_normal(people)[group]
    return np.column_stack([np.ones(len(group)), given, covariate]), group


def _crossover(people: int) -> tuple[Floats, npt.NDArray[np.int64]]:
    group = np.repeat(np.arange(people), 2)
    period = np.tile([0.0, 1.0], people)
    given = (period + group % 2) % 2
    return np.column_stack([np.ones(2 * people), given, period]), group


def _coverage(
    study: tuple[Floats, npt.NDArray[np.int64]], icc: float, df: str, replicates: int, seed: int
) -> dict[str, float]:
    X, group = study
    design = FixedDesign(X, group)
    contrast = np.zeros((1, X.shape[1]))
    contrast[0, 1] = 1.0
    covered = rejected = 0
    for block in range(-(-replicates // BLOCK)):
        size = min(BLOCK, replicates - block * BLOCK)
        rng = stream(seed, f"mixed models {icc}", block)
        between = rng.standard_normal((size, group.max() + 1)) * np.sqrt(icc)
        within = rng.standard_normal((size, len(group))) * np.sqrt(1 - icc)
        y = between[:, group] + within
        found = contrasts(fit(design.statistics(y)), contrast, labels=("given",), df=df)
        t = found.value[:, 0] / found.standard_error[:, 0]
        rejected += int(np.sum(np.abs(t) > _quantile(found.df[:, 0])))
        moved = contrasts(
            fit(design.statistics(y + EFFECT * X[:, 1])), contrast, labels=("given",), df=df
        )
        t = (moved.value[:, 0] - EFFECT) / moved.standard_error[:, 0]
        covered += int(np.sum(np.abs(t) <= _quantile(moved.df[:, 0])))
    share, level = covered / replicates, rejected / replicates
    return {
        "coverage_of_95_percent_interval": round(share, 5),
        "size_at_5_percent": round(level, 5),
        "monte_carlo_error": round(float(np.sqrt(0.05 * 0.95 / replicates)), 5),
    }


def _quantile(df: Floats) -> Floats:
    finite = np.where(np.isfinite(df), df, 1.0)
    quantile: Floats = np.where(np.isfinite(df), stdtrit(finite, 0.975), ndtri(0.975))
    return quantile
