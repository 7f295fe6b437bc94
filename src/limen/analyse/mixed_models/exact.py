"""Draw the sufficient statistics of Gaussian outcomes without drawing the outcomes."""

from __future__ import annotations

import numpy as np

from limen.analyse.mixed_models.fixed_design import FixedDesign
from limen.analyse.mixed_models.statistics import Statistics
from limen.results import Floats

_RANK = 1e-9  # eigenvalues of X′X = I parts below it are rounding


def exact_statistics(
    design: FixedDesign,
    *,
    beta: Floats,
    tau: float,
    sigma: float,
    replicates: int,
    rng: np.random.Generator,
) -> Statistics:
    r"""Statistics of `replicates` outcomes y = Xβ + u + e, as if y had been drawn and summed.

    Inside participants X_w′y_w ~ N(G_wβ, σ²G_w) and the rest of the squares is σ²χ²; between
    participants of size k the same holds for their means with variance v_k = τ² + σ²/n_k. So a
    replicate costs a few normal and χ² draws per size, whatever the number of rows. Only for
    complete Gaussian outcomes: floors, ordinal items and dropout need raw draws.
    """
    p = len(beta)
    noise_xy = np.zeros((replicates, p))  # X′(y − Xβ), in coordinates where X′X = I
    noise_yy = np.zeros(replicates)
    raw_xy, raw_yy = [], []
    within = np.eye(p)
    for size, count, group_xx in zip(design.sizes, design.counts, design.group_xx, strict=True):
        n = float(size)
        within = within - group_xx / n
        between = np.sqrt(tau**2 + sigma**2 / n)
        xy, yy = _draw(group_xx / n**2, int(count), between, replicates, rng)
        raw_xy.append(n * n * xy)
        raw_yy.append(n * n * yy)
        noise_xy += n * xy
        noise_yy += n * yy
    rows = int(design.sizes @ design.counts)
    xy, yy = _draw(within, rows - int(design.counts.sum()), sigma, replicates, rng)
    noise_xy += xy
    noise_yy += yy

    # about the least-squares fit, whose coordinates are the noise's own
    moved = np.einsum("rp,kpq->rkq", noise_xy, design.group_xx)
    group_xy = np.stack(raw_xy, axis=1)
    both = np.einsum("rkq,rq->rk", moved - 2 * group_xy, noise_xy)
    return design.from_parts(
        start=beta + noise_xy @ design.back.T,
        rss=noise_yy - (noise_xy**2).sum(axis=1),
        group_xy=group_xy - moved,
        group_yy=np.stack(raw_yy, axis=1) + both,
    )


def _draw(
    gram: Floats, rows: int, sd: float, replicates: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """X′e (R, p) and e′e (R,) of `rows` independent errors, for X′X = `gram`."""
    values, vectors = np.linalg.eigh(gram)
    kept = values > _RANK * max(1.0, float(values[-1]))
    root = (vectors[:, kept] * np.sqrt(values[kept])).T
    along = sd * rng.standard_normal((replicates, int(kept.sum())))
    rest = rows - int(kept.sum())
    square = (along**2).sum(axis=1)
    if rest > 0:
        square = square + sd**2 * rng.chisquare(rest, size=replicates)
    return along @ root, square
