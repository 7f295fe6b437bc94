"""Cross products per participant: all that a random slope needs of the rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.mixed_models.statistics import triangular
from limen.errors import AnalysisError
from limen.results import Bools, Floats, Ints


@dataclass(frozen=True, kw_only=True)
class SlopeStatistics:
    """Cross products of R replicates; those of X have a first axis of 1 when the design is shared.

    Coordinates γ as for the random intercept: X′X = I, least squares at the origin,
    β = `start` + `back` γ. Z holds 1 and (slope − `centre`)/`scale` for each participant.
    """

    rows: Floats  # (1 or R,) N
    back: Floats  # (1 or R, p, p)
    log_det: Floats  # (1 or R,) log|X′X|
    inner: Floats  # (1 or R, groups, 3): Z′Z as 11, 12, 22
    zx: Floats  # (1 or R, groups, 2, p): Z′X
    start: Floats  # (R, p)
    rss: Floats  # (R,)
    zy: Floats  # (R, groups, 2): Z′(y − least-squares fit)
    estimable: Bools  # (1 or R,)
    centre: float
    scale: float

    @property
    def replicates(self) -> int:
        """R."""
        return int(self.rss.shape[0])

    @property
    def columns(self) -> int:
        """p."""
        return int(self.start.shape[1])

    def take(self, index: Ints | Bools) -> SlopeStatistics:
        """The statistics of some replicates."""

        def part(array: Floats) -> Floats:
            return array if array.shape[0] == 1 and self.replicates > 1 else array[index]

        return SlopeStatistics(
            rows=part(self.rows),
            back=part(self.back),
            log_det=part(self.log_det),
            inner=part(self.inner),
            zx=part(self.zx),
            start=self.start[index],
            rss=self.rss[index],
            zy=self.zy[index],
            estimable=self.estimable,
            centre=self.centre,
            scale=self.scale,
        )


def slope_statistics(
    X: Floats, y: Floats, group: Ints, slope: Floats, present: Bools | None = None
) -> SlopeStatistics:
    """The cross products of X (rows, p) or (R, rows, p), y (R, rows), `slope` (rows,) or (R, rows).

    `group` (rows,) is in ascending order; rows where `present` (R, rows) is False are ignored.
    """
    X, slope = np.atleast_2d(X) if X.ndim == 3 else X[None], np.atleast_2d(slope)
    if present is not None:
        X, y = X * present[:, :, None], np.where(present, y, 0.0)
    here = np.ones((1, X.shape[1])) if present is None else present.astype(np.float64)
    centre, scale = _centre_and_scale(slope, here)
    one = np.broadcast_to(here, np.broadcast_shapes(here.shape, slope.shape))
    Z = np.stack([one, (slope - centre) / scale * one], axis=2)  # (1 or R, rows, 2)

    T, estimable = triangular(X)
    back = np.where(estimable[:, None, None], np.linalg.inv(T), 0.0)
    Q = X @ back
    origin = np.einsum("rnp,rn->rp", np.broadcast_to(Q, (len(y), *Q.shape[1:])), y)
    residual = y - (Q @ origin[:, :, None])[:, :, 0]

    starts = np.flatnonzero(np.diff(group, prepend=-1))
    products = np.stack([Z[:, :, 0] ** 2, Z[:, :, 0] * Z[:, :, 1], Z[:, :, 1] ** 2], axis=2)
    return SlopeStatistics(
        rows=here.sum(axis=1),
        back=back,
        log_det=2 * np.log(np.abs(np.einsum("rii->ri", T))).sum(axis=1),
        inner=np.add.reduceat(products, starts, axis=1),
        zx=np.add.reduceat(Z[:, :, :, None] * Q[:, :, None, :], starts, axis=1),
        start=(back @ origin[:, :, None])[:, :, 0],
        rss=(residual**2).sum(axis=1),
        zy=np.add.reduceat(Z * residual[:, :, None], starts, axis=1),
        estimable=estimable,
        centre=centre,
        scale=scale,
    )


def _centre_and_scale(slope: Floats, here: Floats) -> tuple[float, float]:
    """Mean and spread of the slope's variable: only to keep the arithmetic well scaled."""
    weight = np.broadcast_to(here, np.broadcast_shapes(here.shape, slope.shape))
    centre = float((slope * weight).sum() / weight.sum())
    scale = float(np.sqrt((((slope - centre) * weight) ** 2).sum() / weight.sum()))
    if scale == 0:
        raise AnalysisError(
            "The variable of the random slope is the same in every row. Use a variable that "
            "changes within participants, or covariance='random_intercept'."
        )
    return centre, scale
