"""MMRM of many replicates: those that share a missingness are fitted together."""

from __future__ import annotations

import numpy as np

from limen.analyse.mmrm.contrasts import Df, contrasts
from limen.analyse.mmrm.moments import moments
from limen.analyse.mmrm.scoring import fit_moments
from limen.errors import DesignMatrixError
from limen.results import Estimates, FitStatus, Floats, Ints

_TOGETHER = 8  # replicates per batch: their arrays still fit into a processor's cache


def mmrm_estimates(
    X: Floats,
    y: Floats,
    L: Floats,
    *,
    labels: tuple[str, ...],
    covariance: str = "unstructured",
    df: Df = "satterthwaite",
    reml: bool = True,
) -> Estimates:
    """Fit an MMRM to every replicate and estimate the contrasts `L` (q, p).

    `X` has shape (N, T, p), or (R, N, T, p) when it varies by replicate; `y` (R, N, T) is NaN
    where not observed. Replicates with the same missingness share their work. A replicate whose
    fixed effects cannot be told apart has the status not estimable and no numbers.
    """
    R, q = len(y), len(L)
    value, error, degrees = (np.full((R, q), np.nan) for _ in range(3))
    deviance, iterations = np.full(R, np.nan), np.zeros(R)
    status = np.full(R, FitStatus.NOT_ESTIMABLE.code, dtype=np.int8)
    for index in _batches(y):
        try:
            part = moments(X[index] if X.ndim == 4 else X, y[index])
        except DesignMatrixError:
            continue
        found = contrasts(fit_moments(part, covariance, reml=reml), L, labels, df=df)
        value[index], error[index] = found.value, found.standard_error
        degrees[index], status[index] = found.df, found.status
        deviance[index], iterations[index] = found.extras["deviance"], found.extras["iterations"]
    return Estimates(
        labels=labels,
        value=value,
        standard_error=error,
        df=degrees,
        status=status,
        extras={"deviance": deviance, "iterations": iterations},
    )


def _batches(y: Floats) -> list[Ints]:
    """Indices of replicates with one missingness, at most `_TOGETHER` at a time."""
    seen = np.packbits(np.isfinite(y).reshape(len(y), -1), axis=1)
    groups: dict[bytes, list[int]] = {}
    for replicate, bits in enumerate(seen):
        groups.setdefault(bits.tobytes(), []).append(replicate)
    return [
        np.array(members[start : start + _TOGETHER], dtype=np.int64)
        for members in groups.values()
        for start in range(0, len(members), _TOGETHER)
    ]
