"""The same effect by a mixed model of the single entries, for comparison."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from limen.analyse.mixed_models.fit import fit
from limen.analyse.mixed_models.statistics import statistics_of
from limen.analyse.resilience.reactivity.diary import Diary
from limen.analyse.resilience.reactivity.normative_line import NormativeLine
from limen.results import Floats, Ints


class MixedEffect(NamedTuple):
    """Effects and standard errors, (R, arms − 1)."""

    value: Floats
    standard_error: Floats


def mixed_effect(diary: Diary, line: NormativeLine, arm: Ints, arms: int) -> MixedEffect:
    """SR of each entry on arm with a random intercept per participant (REML).

    The line is taken as known: the standard error lacks its uncertainty. With as many entries from
    everybody the effect equals that of participants' means. Arrays as in `Diary`.
    """
    powers = np.arange(line.coefficients.shape[-1])
    exposure = np.where(diary.treatment, diary.exposure, 0.0)
    fitted = np.einsum("rntk,rk->rnt", exposure[..., None] ** powers, line.coefficients)
    residual = np.where(diary.treatment, diary.problems, 0.0) - fitted
    score = np.where(diary.treatment, residual / line.scale[:, None, None], 0.0)
    known = diary.treatment & (arm >= 0)[..., None]
    R, N, T = score.shape
    columns = [np.ones((R, N, T))]
    columns += [np.broadcast_to((arm == a)[..., None], (R, N, T)) for a in range(1, arms)]
    design = np.stack(columns, axis=-1).reshape(R, N * T, arms).astype(np.float64)
    group = np.repeat(np.arange(N), T)
    statistics = statistics_of(design, score.reshape(R, N * T), group, known.reshape(R, N * T))
    found = fit(statistics)
    errors = np.sqrt(np.diagonal(found.covariance, axis1=-2, axis2=-1))
    return MixedEffect(found.beta[:, 1:], errors[:, 1:])
