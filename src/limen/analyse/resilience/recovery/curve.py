"""Recovery after stressors: an exponential locked to events, with a level of each participant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from limen.results import Bools, Estimates, FitStatus, Floats

_GRID = 33
_GOLDEN = (np.sqrt(5) - 1) / 2
_STEPS = 40


@dataclass(frozen=True, kw_only=True)
class Events:
    """Hours since each event of the same participant that still counts; (R, N, T, T), NaN else."""

    since: Floats

    @classmethod
    def of(cls, event: Bools, hours: Floats, horizon: float) -> Events:
        """Events (R, N, T) at `hours` (R, N, T); an event counts for `horizon` hours."""
        known = np.isfinite(hours)
        at = np.where(known, hours, 0.0)
        since = at[..., :, None] - at[..., None, :]
        counts = (event & known)[..., None, :] & known[..., :, None]
        counts &= (since >= 0) & (since <= horizon)
        return cls(since=np.where(counts, since, np.nan))

    def decay(self, rate: Floats) -> Floats:
        """Σ e^{−βk} over the events that still count; overlapping ones add up. (R, N, T)"""
        counts = np.isfinite(self.since)
        since = np.where(counts, self.since, 0.0)
        decayed: Floats = np.where(counts, np.exp(-rate[:, None, None, None] * since), 0.0).sum(-1)
        return decayed

    def decay_slope(self, rate: Floats) -> Floats:
        """Derivative of `decay` in log β."""
        counts = np.isfinite(self.since)
        k = rate[:, None, None, None] * np.where(counts, self.since, 0.0)
        slope: Floats = np.where(counts, -k * np.exp(-k), 0.0).sum(-1)
        return slope


class _Profile(NamedTuple):
    explained: Floats
    reactivity: Floats


def fit_recovery(
    value: Floats, use: Bools, events: Events, *, half_lives: tuple[float, float]
) -> Estimates:
    r"""Joint fit over all events of $x_{it} = b_i + A\sum_e e^{-\beta k_{te}} + \varepsilon$.

    For a given β the rest is linear, so β alone is searched: a grid over `half_lives` (hours), then
    golden section. Quantities are A (reactivity) and log half-life, ln(ln 2/β), with standard
    errors clustered by participant. A half-life at the end of its range is not identified
    (`NOT_ESTIMABLE`): recovery was faster than the sampling, slower than the horizon, or absent.
    Arrays are (R, N, T); `use` marks the entries of the participants to fit.
    """
    y = _centred(value, use)
    low = np.full(value.shape[0], np.log(np.log(2) / half_lives[1]))
    high = np.full(value.shape[0], np.log(np.log(2) / half_lives[0]))
    step = (high - low) / (_GRID - 1)
    grid = [_profile(y, use, events, low + k * step).explained for k in range(_GRID)]
    best = np.argmax(np.stack(grid), axis=0)
    inside = (best > 0) & (best < _GRID - 1)
    left, right = low + np.maximum(best - 1, 0) * step, low + np.minimum(best + 1, _GRID - 1) * step
    log_rate = _golden(y, use, events, left, right)
    amplitude = _profile(y, use, events, log_rate).reactivity
    error = _errors(y, use, events, log_rate, amplitude)
    status = np.where(inside, FitStatus.CONVERGED.code, FitStatus.NOT_ESTIMABLE.code)
    people = np.any(use, axis=-1).sum(-1).astype(float)
    return Estimates(
        labels=("reactivity", "log half-life"),
        value=np.stack([amplitude, np.log(np.log(2)) - log_rate], axis=-1),
        standard_error=error,
        df=np.repeat((people - 1)[:, None], 2, axis=1),
        status=status.astype(np.int8),
    )


def _golden(y: Floats, use: Bools, events: Events, left: Floats, right: Floats) -> Floats:
    """The log rate that explains most between `left` and `right`, all replicates at once."""
    for _ in range(_STEPS):
        width = _GOLDEN * (right - left)
        inner, outer = right - width, left + width
        better = (
            _profile(y, use, events, inner).explained > _profile(y, use, events, outer).explained
        )
        left, right = np.where(better, left, inner), np.where(better, outer, right)
    return (left + right) / 2


def _profile(y: Floats, use: Bools, events: Events, log_rate: Floats) -> _Profile:
    f = _centred(events.decay(np.exp(log_rate)), use)
    ff, fy = (f * f).sum((-1, -2)), (f * y).sum((-1, -2))
    amplitude = fy / np.where(ff > 0, ff, 1.0)
    return _Profile(amplitude * fy, amplitude)


def _errors(y: Floats, use: Bools, events: Events, log_rate: Floats, amplitude: Floats) -> Floats:
    """Sandwich standard errors of A and log half-life, clustered by participant; (R, 2)."""
    rate = np.exp(log_rate)
    f = _centred(events.decay(rate), use)
    slope = amplitude[:, None, None] * _centred(events.decay_slope(rate), use)
    jacobian = np.stack([f, slope], axis=-1)
    residual = np.where(use, y - amplitude[:, None, None] * f, 0.0)
    gram = np.einsum("rntk,rntl->rkl", jacobian, jacobian)
    scores = np.einsum("rntk,rnt->rnk", jacobian, residual)
    singular = np.linalg.cond(gram) > 1e12
    bread = np.linalg.inv(np.where(singular[:, None, None], np.eye(2), gram))
    meat = np.einsum("rnk,rnl->rkl", scores, scores)
    people = np.any(use, axis=-1).sum(-1)
    variance = np.einsum("rkl,rlm,rmk->rk", bread, meat, bread)
    variance *= (people / np.maximum(people - 1, 1))[:, None]
    errors: Floats = np.where(singular[:, None], np.nan, np.sqrt(variance))
    return errors


def _centred(value: Floats, use: Bools) -> Floats:
    n = np.maximum(use.sum(-1), 1)
    mean = np.where(use, value, 0.0).sum(-1) / n
    centred: Floats = np.where(use, value - mean[..., None], 0.0)
    return centred
