"""What the likelihood needs of the data: few rows per missingness pattern, whatever N."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from limen.errors import DesignMatrixError
from limen.results import Bools, Floats, Ints

_FEW = 3  # participants of a pattern that are not worth compressing

Block = tuple[Floats, Floats, Floats]  # (R or 1, g, T, p), (R, g, T) and (R, T, T)


@dataclass(frozen=True, kw_only=True)
class Moments:
    """R replicates that share a missingness, compressed; T visits, K patterns, p columns.

    A row stands for one participant, or for one direction in the space that the fixed effects of
    a pattern span; `rest` holds the cross products of what lies outside. Cross moments of [X y]
    inside a pattern, hence the likelihood, are those of the participants, exactly. Responses are
    divided by `scale` and columns multiplied by `rotation`, so that both have size one.
    """

    patterns: Bools  # (K, T), which visits were observed
    counts: Ints  # (K,), participants
    X: Floats  # (R or 1, G, T, p), zero where not observed
    y: Floats  # (R, G, T), zero where not observed
    first_row: Ints  # (K,), where a pattern's rows begin
    pattern_of: Ints  # (G,)
    rest: Floats  # (R, K, T, T)
    scale: Floats  # (R,), residual standard deviation by ordinary least squares
    flat: Bools  # (R,), the fixed effects explain the response without remainder
    visit_variance: Floats  # (R, T), mean squared residual by visit, after scaling
    rotation: Floats  # (R or 1, p, p)
    log_volume: Floats  # (R or 1,), log |X′X| of the columns before rotation
    observations: int

    def take(self, index: Ints) -> Moments:
        """Some of the replicates."""
        own = index if self.X.shape[0] > 1 else slice(None)
        return Moments(
            patterns=self.patterns,
            counts=self.counts,
            X=self.X[own],
            y=self.y[index],
            first_row=self.first_row,
            pattern_of=self.pattern_of,
            rest=self.rest[index],
            scale=self.scale[index],
            flat=self.flat[index],
            visit_variance=self.visit_variance[index],
            rotation=self.rotation[own],
            log_volume=self.log_volume[own],
            observations=self.observations,
        )


def moments(X: Floats, y: Floats) -> Moments:
    """Compress responses (R, N, T) and fixed effects (N, T, p) or (R, N, T, p).

    NaN in `y` means not observed, and must be at the same places in all replicates. Raises
    `DesignMatrixError` if the columns cannot be told apart in the observed rows.
    """
    X, patterns, pattern_of = by_pattern(X, y)
    members = [pattern_of == k for k in range(len(patterns))]
    blocks = [compress(X[:, who], y[:, who], patterns[k]) for k, who in enumerate(members)]
    return assemble(blocks, patterns, np.array([who.sum() for who in members]))


def by_pattern(X: Floats, y: Floats) -> tuple[Floats, Bools, Ints]:
    """Fixed effects with replicates first, the patterns, and whose is which (-1: nothing seen)."""
    X = X[None] if X.ndim == 3 else X
    seen = np.isfinite(y[0]) & np.all(np.isfinite(X), axis=(0, 3))
    some = seen.any(axis=1)
    patterns, index = np.unique(seen[some], axis=0, return_inverse=True)
    pattern_of = np.full(len(seen), -1, dtype=np.int64)
    pattern_of[some] = index
    return X, patterns, pattern_of


def assemble(blocks: Sequence[Block], patterns: Bools, counts: Ints) -> Moments:
    """Put compressed patterns together; all must have as many replicates."""
    if not blocks:
        raise DesignMatrixError("No visit was observed, so there is nothing to fit.")
    sizes = np.array([block[1].shape[1] for block in blocks])
    rows = np.concatenate([block[0] for block in blocks], axis=1)
    responses = np.concatenate([block[1] for block in blocks], axis=1)
    rest = np.stack([block[2] for block in blocks], axis=1)
    observations = int(counts @ patterns.sum(axis=1))
    rotation, log_volume = _rotation(rows)
    rows = rows @ rotation[:, None]
    squares = _residual_squares(rows, responses, rest)
    total = np.sum(responses**2, axis=(1, 2)) + _diagonal(rest).sum(axis=1)
    df = observations - rows.shape[3]
    flat = (squares.sum(axis=1) <= 1e-24 * np.maximum(total, 1e-300)) | (df <= 0)
    scale = np.sqrt(np.where(flat, 1.0, squares.sum(axis=1) / max(df, 1)))
    return Moments(
        patterns=patterns,
        counts=counts.astype(np.int64),
        X=rows,
        y=responses / scale[:, None, None],
        first_row=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
        pattern_of=np.repeat(np.arange(len(patterns)), sizes).astype(np.int64),
        rest=rest / (scale**2)[:, None, None, None],
        scale=scale,
        flat=flat,
        visit_variance=squares / (scale**2)[:, None] / (counts @ patterns),
        rotation=rotation,
        log_volume=log_volume,
        observations=observations,
    )


def compress(X: Floats, y: Floats, seen: Bools) -> Block:
    """Rows, responses and left-over cross products of the participants of one pattern."""
    rows = np.where(seen[:, None], X, 0.0)
    responses = np.where(seen, y, 0.0)
    (copies, n), visits = rows.shape[:2], len(seen)
    if n <= _FEW:
        return rows, responses, np.zeros((len(y), visits, visits))
    columns = rows.reshape(copies, n, -1)
    basis, place = _distinct_columns(columns)
    if basis.size >= n or basis.size == 0:
        return rows, responses, np.zeros((len(y), visits, visits))
    Q, R = np.linalg.qr(columns[:, :, basis])
    top = np.swapaxes(Q, 1, 2) @ responses
    left = responses - Q @ top
    few = np.where(place >= 0, R[:, :, place], 0.0)
    return few.reshape(copies, basis.size, visits, -1), top, np.swapaxes(left, 1, 2) @ left


def _distinct_columns(columns: Floats) -> tuple[Ints, Ints]:
    """Which columns differ from all before them, and which of these each one equals (-1: zero).

    Columns have shape (copies, n, c). An arm × visit model has c = T·p columns and three distinct
    ones (intercept, arm, baseline): that is what makes a pattern small.
    """
    filled = columns.any(axis=(0, 1))
    place = np.full(columns.shape[2], -1)
    first: list[int] = []
    found: dict[bytes, int] = {}
    for index in np.flatnonzero(filled):
        key = columns[:, :, index].tobytes()
        if key not in found:
            found[key] = len(first)
            first.append(int(index))
        place[index] = found[key]
    return np.array(first, dtype=np.int64), place


def _rotation(rows: Floats) -> tuple[Floats, Floats]:
    """The matrix that makes the columns orthonormal, and log |X′X|."""
    copies, _, _, p = rows.shape
    columns = rows.reshape(copies, -1, p)
    length = np.sqrt(np.einsum("rnp,rnp->rp", columns, columns))
    if columns.shape[1] < p or np.any(length == 0):
        raise DesignMatrixError(_ALIASED)
    R = np.linalg.qr(columns / length[:, None], mode="r")
    diagonal = np.abs(np.diagonal(R, axis1=1, axis2=2))
    if np.any(diagonal < 1e-9):
        raise DesignMatrixError(_ALIASED)
    log_volume = 2 * np.sum(np.log(diagonal) + np.log(length), axis=1)
    return np.linalg.inv(R) / length[:, :, None], log_volume


def _residual_squares(X: Floats, y: Floats, rest: Floats) -> Floats:
    """Sums of squared residuals of ordinary least squares by visit, (R, T); X is orthonormal."""
    copies, G, T, p = X.shape
    flat = X.reshape(copies, G * T, p)
    beta = np.swapaxes(flat, 1, 2) @ y.reshape(len(y), G * T, 1)
    residual = y - (flat @ beta).reshape(y.shape)
    return np.asarray(np.sum(residual**2, axis=1) + _diagonal(rest))


def _diagonal(rest: Floats) -> Floats:
    return np.asarray(np.diagonal(rest, axis1=2, axis2=3).sum(axis=1))


_ALIASED = (
    "The fixed effects cannot be told apart in the observed visits: a column is empty or repeats "
    "others. Drop a covariate, or a visit at which an arm was never observed."
)
