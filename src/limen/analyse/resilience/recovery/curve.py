"""Recovery after stressors: an exponential locked to events, with a level of each participant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from limen.results import Bools, Estimates, FitStatus, Floats, Ints

_GRID = 33
_GOLDEN = (np.sqrt(5) - 1) / 2
_STEPS = 40


@dataclass(frozen=True, kw_only=True)
class Events:
    """Every pair of an entry and an event that still counts for it; P pairs, as flat indices.

    `entry` and `event` index the flattened (R, N, T) array of entries.
    """

    shape: tuple[int, ...]  # R, N, T
    entry: Ints  # (P,)
    event: Ints  # (P,)
    since: Floats  # (P,), hours from event to entry

    @classmethod
    def of(cls, event: Bools, hours: Floats, horizon: float) -> Events:
        """Events (R, N, T) at `hours` (R, N, T); an event counts for `horizon` hours.

        Occasions must be in the order of time; entries of unknown time belong to no event.
        """
        T = event.shape[-1]
        index = np.arange(event.size).reshape(event.shape)
        entries, events, sinces = [], [], []
        for lag in range(T):
            early, late = slice(0, T - lag), slice(lag, T)
            since = hours[..., late] - hours[..., early]
            known = np.isfinite(since)
            near = known & (np.where(known, since, 0.0) <= horizon)
            if known.any() and not near.any():
                break
            counts = near & event[..., early] & (np.where(known, since, -1.0) >= 0)
            entries.append(index[..., late][counts])
            events.append(index[..., early][counts])
            sinces.append(since[counts])
        return cls(
            shape=event.shape,
            entry=np.concatenate(entries),
            event=np.concatenate(events),
            since=np.concatenate(sinces),
        )

    def decay(self, rate: Floats) -> Floats:
        """Σ e^{−βk} over the events that still count; overlapping ones add up. (R, N, T)"""
        return self._summed(np.exp(-self._per_pair(rate) * self.since))

    def decay_slope(self, rate: Floats) -> Floats:
        """Derivative of `decay` in log β."""
        k = self._per_pair(rate) * self.since
        return self._summed(-k * np.exp(-k))

    def followed(self, use: Bools) -> Bools:
        """(R, N, T): which events have a later entry of `use` inside the horizon."""
        later = (self.since > 0) & use.ravel()[self.entry]
        found = np.zeros(use.size, dtype=bool)
        found[self.event[later]] = True
        return found.reshape(self.shape)

    def _per_pair(self, rate: Floats) -> Floats:
        per_replicate = int(np.prod(self.shape[1:]))
        each: Floats = rate[self.entry // per_replicate]
        return each

    def _summed(self, value: Floats) -> Floats:
        size = int(np.prod(self.shape))
        total: Floats = np.bincount(self.entry, weights=value, minlength=size).astype(np.float64)
        return total.reshape(self.shape)


class _Profile(NamedTuple):
    explained: Floats
    reactivity: Floats


def fit_recovery(
    value: Floats, use: Bools, events: Events, *, half_lives: tuple[Floats | float, Floats | float]
) -> Estimates:
    r"""Joint fit over all events of $x_{it} = b_i + A\sum_e e^{-\beta k_{te}} + \varepsilon$.

    For a given β the rest is linear, so β alone is searched: a grid over `half_lives` (hours; a
    number, or (R,)), then golden section. Quantities are A (reactivity) and log half-life,
    ln(ln 2/β), with standard errors clustered by participant. A half-life at the end of its range
    is not identified (`NOT_ESTIMABLE`): recovery was faster than the sampling, slower than the
    horizon, or absent. Arrays are (R, N, T); `use` marks the entries of the participants to fit.
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
