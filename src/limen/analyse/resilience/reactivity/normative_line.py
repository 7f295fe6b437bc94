"""The normative line: the problems that stressors usually bring, frozen on the run-in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.errors import DesignMatrixError
from limen.results import Bools, Floats

_EXACT = 1e-12  # a residual standard deviation that is rounding


@dataclass(frozen=True, kw_only=True)
class DiarySums:
    """What a line and its residuals need from each participant's diary; replicates first.

    With x = (1, E, E²…) of an entry: sums of xx′, xP and P² over the run-in, and means over the
    treatment. K is 2 for a line, 3 with a curve.
    """

    gram: Floats  # (R, N, K, K), Σ xx′ over the run-in
    cross: Floats  # (R, N, K), Σ xP
    square: Floats  # (R, N), Σ P²
    run_in: Floats  # (R, N), entries
    problems: Floats  # (R, N), mean P over the treatment; 0 without entries
    exposure: Floats  # (R, N, K), mean x over the treatment; 0 without entries
    treatment: Floats  # (R, N), entries

    @classmethod
    def of(
        cls, problems: Floats, exposure: Floats, run_in: Bools, treatment: Bools, *, powers: int = 1
    ) -> DiarySums:
        """Sums of diaries of shape (R, N, T); `run_in` and `treatment` mark entries to use."""
        used = run_in | treatment
        p, e = np.where(used, problems, 0.0), np.where(used, exposure, 0.0)
        before, after = run_in.astype(float), treatment.astype(float)
        entries = after.sum(-1)
        share = after / np.maximum(entries, 1.0)[..., None]
        moments = _moments(before, e, 2 * powers)  # x is (1, E, E²…), so Σ xx′ are sums of powers
        place = np.add.outer(np.arange(powers + 1), np.arange(powers + 1))
        return cls(
            gram=moments[..., place],
            cross=_moments(before * p, e, powers),
            square=(before * p * p).sum(-1),
            run_in=moments[..., 0],
            problems=(share * p).sum(-1),
            exposure=_moments(share, e, powers),
            treatment=entries,
        )

    def of_replicates(self, keep: Bools) -> DiarySums:
        """The sums of the replicates that `keep` (R,) marks."""
        return DiarySums(**{name: array[keep] for name, array in vars(self).items()})


def _moments(weight: Floats, e: Floats, highest: int) -> Floats:
    """Σ_t weight × e^j for j = 0, 1, … `highest`, shape (..., highest + 1)."""
    sums = [weight.sum(-1)]
    for _ in range(highest):
        weight = weight * e
        sums.append(weight.sum(-1))
    return np.stack(sums, axis=-1)


@dataclass(frozen=True, kw_only=True)
class NormativeLine:
    """P̂(E) = a + bE (+ cE²) and the residual standard deviation s, over the run-in."""

    coefficients: Floats  # (..., K)
    scale: Floats  # (...), s
    gram_inverse: Floats  # (..., K, K)
    entries: Floats  # (...)

    def influence(self, sums: DiarySums) -> tuple[Floats, Floats]:
        """What each participant adds to the error of the coefficients (R, N, K) and of s (R, N)."""
        residual = sums.cross - np.einsum("...nkl,...l->...nk", sums.gram, self.coefficients)
        line = np.einsum("...kl,...nl->...nk", self.gram_inverse, residual)
        spread = _squares(sums, self.coefficients) - (self.scale**2)[..., None] * sums.run_in
        freedom = self.entries - self.coefficients.shape[-1]
        return line, spread / (2 * self.scale * freedom)[..., None]

    def covariance(self, sums: DiarySums) -> Floats:
        """Sandwich covariance of the coefficients, clustered by participant; (R, K, K)."""
        line, _ = self.influence(sums)
        people = (sums.run_in > 0).sum(-1)
        correction = (people / np.maximum(people - 1, 1))[..., None, None]
        sandwich: Floats = np.einsum("...nk,...nl->...kl", line, line) * correction
        return sandwich


def fit_line(sums: DiarySums, weights: Floats | None = None) -> NormativeLine:
    """Least squares over all run-in entries of all arms together.

    `weights` (..., N) counts each participant (a bootstrap gives (B, N)). Raises
    `DesignMatrixError` when the stressors of the run-in never vary.
    """
    w = np.ones(sums.run_in.shape) if weights is None else weights
    if not np.all(_varies(sums, w)):
        raise DesignMatrixError(
            "The stressors of the run-in hardly vary, so no line of problems against stressors "
            "exists. Use a longer run-in, a finer measure of stressors, or a straight line."
        )
    line = _fitted(sums, w)
    if np.any(line.scale <= _EXACT):
        raise DesignMatrixError(
            "The problems of the run-in lie exactly on the line, so residuals cannot be "
            "standardised. Check that problems and stressors are different measures."
        )
    return line


def line_exists(sums: DiarySums) -> Bools:
    """In which replicates `fit_line` gives a line, shape (R,)."""
    found = _varies(sums, np.ones(sums.run_in.shape))
    if found.any():
        varying = sums.of_replicates(found)
        found[found] = _fitted(varying, np.ones(varying.run_in.shape)).scale > _EXACT
    return found


def _varies(sums: DiarySums, w: Floats) -> Bools:
    """Whether there are more entries, and more different stressors, than a line has numbers."""
    gram = np.einsum("...n,...nkl->...kl", w, sums.gram)
    entries = (w * sums.run_in).sum(-1)
    return np.asarray((np.linalg.cond(gram) <= 1e12) & (entries > gram.shape[-1]))


def _fitted(sums: DiarySums, w: Floats) -> NormativeLine:
    gram = np.einsum("...n,...nkl->...kl", w, sums.gram)
    cross = np.einsum("...n,...nk->...k", w, sums.cross)
    entries = (w * sums.run_in).sum(-1)
    inverse = np.linalg.inv(gram)
    coefficients = np.einsum("...kl,...l->...k", inverse, cross)
    total = (w * _squares(sums, coefficients)).sum(-1)
    scale = np.sqrt(np.maximum(total, 0.0) / (entries - gram.shape[-1]))
    return NormativeLine(
        coefficients=coefficients, scale=scale, gram_inverse=inverse, entries=entries
    )


def _squares(sums: DiarySums, coefficients: Floats) -> Floats:
    """Σ (P − P̂)² of each participant over the run-in."""
    fitted = np.einsum("...k,...nkl,...l->...n", coefficients, sums.gram, coefficients)
    both = np.einsum("...nk,...k->...n", sums.cross, coefficients)
    squares: Floats = sums.square - 2 * both + fitted
    return squares
