"""Arms compared by what their participants contribute; replicates first."""

from __future__ import annotations

import numpy as np

from limen.results import Bools, Estimates, FitStatus, Floats, Ints


def difference_in_means(value: Floats, use: Bools, arm: Ints, arms: int) -> Estimates:
    """Welch's comparison of a participant-level value (R, N) with arm 0, over `use` (R, N)."""
    w = (use & (arm >= 0)).astype(float)
    value = np.where(w > 0, value, 0.0)
    n = np.stack([(w * (arm == a)).sum(-1) for a in range(arms)], axis=-1)
    columns = []
    for a in range(1, arms):
        contrast = contrast_weights(arm, w, n, a)
        error = contrast * (value - arm_means(value, arm, w, n))
        columns.append(((contrast * value).sum(-1), *clustered(error, arm, n)))
    estimate, standard_error, df = (np.stack(part, axis=-1) for part in zip(*columns, strict=True))
    few = n.min(-1) < 2
    return Estimates(
        labels=tuple(str(a) for a in range(1, arms)),
        value=estimate,
        standard_error=standard_error,
        df=df,
        status=np.where(few, FitStatus.TOO_FEW.code, FitStatus.CONVERGED.code).astype(np.int8),
    )


def contrast_weights(arm: Ints, w: Floats, n: Floats, a: int) -> Floats:
    """(…, N): 1/n in arm a, −1/n in arm 0, 0 elsewhere."""
    up = w * (arm == a) / np.maximum(n[..., a], 1.0)[..., None]
    down = w * (arm == 0) / np.maximum(n[..., 0], 1.0)[..., None]
    difference: Floats = up - down
    return difference


def arm_means(value: Floats, arm: Ints, w: Floats, n: Floats) -> Floats:
    """(…, N): the mean of the participant's own arm."""
    means = np.zeros(np.broadcast(value, arm).shape)
    for a in range(n.shape[-1]):
        total = (w * (arm == a) * value).sum(-1) / np.maximum(n[..., a], 1.0)
        means = np.where(arm == a, total[..., None], means)
    return means


def clustered(error: Floats, arm: Ints, n: Floats) -> tuple[Floats, Floats]:
    """Standard error and Welch df from contributions (…, N), arm sizes held fixed."""
    parts = []
    for a in range(n.shape[-1]):
        own = arm == a
        mean = (own * error).sum(-1) / np.maximum(own.sum(-1), 1)
        square = (own * (error - mean[..., None]) ** 2).sum(-1)
        parts.append(square * n[..., a] / np.maximum(n[..., a] - 1, 1.0))
    part = np.stack(parts, axis=-1)
    nobody = ((arm < 0) * error**2).sum(-1)  # of unknown arm: they speak about the line only
    variance = part.sum(-1) + nobody
    share = (part**2 / np.maximum(n - 1, 1.0)).sum(-1)
    df = np.where(share > 0, variance**2 / np.where(share > 0, share, 1.0), np.inf)
    return np.sqrt(variance), df
