"""Slope of problems on stressors within participants, by arm, during the treatment."""

from __future__ import annotations

import numpy as np

from limen.results import Bools, Estimates, FitStatus, Floats, Ints


def difference_in_slopes(
    problems: Floats, exposure: Floats, use: Bools, arm: Ints, arms: int
) -> Estimates:
    r"""Within-participant slope of each arm minus that of arm 0, and the slopes themselves.

    Both measures are centred per participant, so that people who report more of everything do not
    make a slope; $b_a = \sum_i S_{xy,i} / \sum_i S_{xx,i}$ with standard errors clustered by
    participant. Arrays are (R, N, T), `arm` (R, N); `extras["slopes"]` is (R, arms).
    """
    x, y = _centred(exposure, use), _centred(problems, use)
    xx, xy = (x * x).sum(-1), (x * y).sum(-1)
    slopes, variances, people = [], [], []
    for a in range(arms):
        own = (arm == a) & (xx > 0)
        total = (own * xx).sum(-1)
        safe = np.where(total > 0, total, 1.0)
        slope = (own * xy).sum(-1) / safe
        n = own.sum(-1)
        meat = (own * (xy - slope[..., None] * xx) ** 2).sum(-1)
        slopes.append(slope)
        variances.append(meat / safe**2 * n / np.maximum(n - 1, 1))
        people.append(n)
    slope, variance, n = (np.stack(part, axis=-1) for part in (slopes, variances, people))
    value = slope[..., 1:] - slope[..., :1]
    status = np.where(n.min(-1) < 2, FitStatus.TOO_FEW.code, FitStatus.CONVERGED.code)
    return Estimates(
        labels=tuple(str(a) for a in range(1, arms)),
        value=value,
        standard_error=np.sqrt(variance[..., 1:] + variance[..., :1]),
        df=np.broadcast_to((n.sum(-1) - arms)[..., None].astype(float), value.shape).copy(),
        status=status.astype(np.int8),
        extras={"slopes": slope},
    )


def _centred(value: Floats, use: Bools) -> Floats:
    n = np.maximum(use.sum(-1), 1)
    mean = np.where(use, value, 0.0).sum(-1) / n
    centred: Floats = np.where(use, value - mean[..., None], 0.0)
    return centred
