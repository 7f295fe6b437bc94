"""The strata of the curve: what was taken × what was guessed, per participant and in total."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.analyse.layout import DONT_KNOW, Layout
from limen.errors import AnalysisError, NoGuessesError
from limen.results import Bools, Floats

# First letter what was taken, second what was guessed: A active, P placebo, D don't know.
STRATA = ("AA", "AP", "PA", "PP", "AD", "PD")
AA, AP, PA, PP, AD, PD = range(6)
ACTIVE = np.array([True, True, False, False, True, False])
CORRECT = np.array([True, False, False, True, False, False])
WRONG = np.array([False, True, True, False, False, False])


@dataclass(frozen=True, kw_only=True)
class Strata:
    """Participant by participant: how often each is in a stratum, and the sum of the outcome.

    K is 4, or 6 with "don't know". With confidence weights a row counts in two strata, and counts
    need not be whole; `rows` is then the number of guesses, and `squares` is None.
    """

    counts: Floats  # (R, N, K)
    sums: Floats  # (R, N, K)
    squares: Floats | None  # (R, K), sums of squared outcomes
    rows: Floats  # (R, K)


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Size and mean outcome of every stratum, (R, K): all that a point of the curve needs.

    The mean of an empty stratum is 0; `empty` says where a curve cannot be drawn.
    """

    n: Floats
    mean: Floats

    @property
    def empty(self) -> Bools:
        """Whether a stratum of guesses ("don't know" apart) holds nobody, shape (R, 1)."""
        empty: Bools = np.any(self.n[:, :4] <= 0, axis=1, keepdims=True)
        return empty


@dataclass(frozen=True, kw_only=True)
class Totals(Cells):
    """Cells with what their uncertainty needs.

    `cross` holds, over participants, the cross-products of (residual sums, counts), times
    m/(m − 1) for m participants: the variance of anything linearised is a quadratic form in it.
    """

    squares: Floats | None  # (R, K), sums of squared outcomes
    cross: Floats  # (R, 2K, 2K)
    participants: Floats  # (R,)
    rows: Floats  # (R, K)

    @property
    def variance(self) -> Floats | None:
        """Variance of rows within strata (n − 1; 0 for a stratum of one), shape (R, K)."""
        if self.squares is None:
            return None
        around: Floats = np.maximum(self.squares - self.n * self.mean**2, 0.0)
        return around / np.maximum(self.n - 1, 1)


def strata(layout: Layout, *, confidence: bool = False) -> Strata:
    """Sort the observed rows of a layout into strata; anything active and any active guess is A.

    A row needs an outcome, an intervention and an answer (a guess or "don't know"). With
    `confidence`, a guess enters its stratum with weight κ and "don't know" with 1 − κ; rows whose
    confidence is missing are left out.
    """
    if layout.guess is None or layout.intervention is None:
        raise NoGuessesError(
            f"The layout of {layout.outcome!r} has no treatment guesses, so there is no guess-rate "
            "curve. Name the guess of the protocol under `guess_from`."
        )
    used = layout.observed & (layout.intervention >= 0) & (layout.guess >= DONT_KNOW)
    unsure = layout.guess == DONT_KNOW
    weight = np.where(unsure, 0.0, 1.0)
    if confidence:
        if layout.confidence is None:
            raise AnalysisError(
                f"The guesses of {layout.outcome!r} have no confidence, so they cannot be weighted "
                "by it. Set `confidence: true` on the guess of the protocol, or leave the weights."
            )
        weight = np.where(unsure, 0.0, layout.confidence)
        used = used & np.isfinite(weight)
        weight = np.where(used, weight, 0.0)
    active, says_active = layout.intervention > 0, layout.guess > 0
    value = np.where(used, layout.value, 0.0)
    guessed = [
        used & ~unsure & (active == a) & (says_active == g)
        for a, g in ((True, True), (True, False), (False, True), (False, False))
    ]
    members = [np.where(stratum, weight, 0.0) for stratum in guessed]
    rows = [stratum.sum(axis=(1, 2)).astype(float) for stratum in guessed]
    if confidence or np.any(used & unsure):
        members += [np.where(used & (active == a), 1.0 - weight, 0.0) for a in (True, False)]
        rows += [(used & unsure & (active == a)).sum(axis=(1, 2)) * 1.0 for a in (True, False)]
    return Strata(
        counts=np.stack([member.sum(axis=2) for member in members], axis=2),
        sums=np.stack([(member * value).sum(axis=2) for member in members], axis=2),
        squares=None
        if confidence
        else np.stack([(member * value**2).sum(axis=(1, 2)) for member in members], axis=1),
        rows=np.stack(rows, axis=1),
    )


def cells(counts: Floats, sums: Floats) -> Cells:
    """Cells out of stratum counts and sums, both (R, K)."""
    mean = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
    return Cells(n=counts, mean=mean)


def totals(strata: Strata) -> Totals:
    """Add up the participants, and keep the cross-products that carry their dependence.

    Sums over participants are matrix products here, which are several times faster than `sum` on
    a middle axis; this is the only step whose cost grows with N.
    """
    counts, sums = strata.counts, strata.sums
    each, kinds = np.ones((1, counts.shape[1])), np.ones(counts.shape[2])
    at = cells((each @ counts)[:, 0], (each @ sums)[:, 0])
    residuals = sums - counts * at.mean[:, None, :]
    people = np.count_nonzero(counts @ kinds, axis=1).astype(float)
    k = counts.shape[2]
    cross = np.empty((counts.shape[0], 2 * k, 2 * k))
    cross[:, :k, :k] = residuals.swapaxes(1, 2) @ residuals
    cross[:, :k, k:] = residuals.swapaxes(1, 2) @ counts
    cross[:, k:, :k] = cross[:, :k, k:].swapaxes(1, 2)
    cross[:, k:, k:] = counts.swapaxes(1, 2) @ counts
    # one participant has no spread between participants: 0/0 is not a number
    factor = np.divide(people, people - 1, out=np.full_like(people, np.nan), where=people > 1)
    cross *= factor[:, None, None]
    return Totals(
        n=at.n,
        mean=at.mean,
        squares=strata.squares,
        cross=cross,
        participants=people,
        rows=strata.rows,
    )
