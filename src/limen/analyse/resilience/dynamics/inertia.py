"""Inertia: how much of a deviation is still there at the next entry, by arm."""

from __future__ import annotations

import numpy as np

from limen.results import Bools, Estimates, FitStatus, Floats, Ints

_HALVINGS = 60


def inertia(value: Floats, pair: Bools, arm: Ints, arms: int) -> Estimates:
    r"""Lag-1 autoregression within participants, of each arm and of each arm minus arm 0.

    Both ends of every pair are centred per participant; $\hat\varphi_a$ pools participants of an
    arm, with standard errors clustered by participant. Centring a short series pulls
    $\hat\varphi$ down, by about $-(1+\varphi)/(m-1)$ with m pairs (Nickell); `value` is corrected
    by inverting Nickell's formula at the arm's mean m, `extras["uncorrected"]` is not. The
    formula is for unbroken series: where nights or missing entries break them it is approximate.

    Arrays are (R, N, T), `pair` (R, N, T − 1), `arm` (R, N); quantities are the differences, and
    `extras` holds `by_arm`, `by_arm_error` and `uncorrected`, each (R, arms).

    ```bibtex
    @article{nickell1981biases,
      title   = {Biases in dynamic models with fixed effects},
      author  = {Nickell, Stephen},
      journal = {Econometrica},
      volume  = {49}, number = {6}, pages = {1417--1426}, year = {1981}
    }
    ```
    """
    before, after = _centred(value[..., :-1], pair), _centred(value[..., 1:], pair)
    xx, xy = (before * before).sum(-1), (before * after).sum(-1)
    pairs = pair.sum(-1)
    raw, corrected, error, people = [], [], [], []
    for a in range(arms):
        own = (arm == a) & (xx > 0)
        n, total = own.sum(-1), (own * xx).sum(-1)
        safe = np.where(total > 0, total, 1.0)
        phi = (own * xy).sum(-1) / safe
        spread = (own * (xy - phi[..., None] * xx) ** 2).sum(-1) * n / np.maximum(n - 1, 1)
        length = (own * pairs).sum(-1) / np.maximum(n, 1)
        better, slope = correct(phi, length)
        raw.append(phi)
        corrected.append(better)
        error.append(np.sqrt(spread) / safe * slope)
        people.append(n)
    by_arm, by_error, n = (np.stack(part, axis=-1) for part in (corrected, error, people))
    difference = by_arm[..., 1:] - by_arm[..., :1]
    status = np.where(n.min(-1) < 2, FitStatus.TOO_FEW.code, FitStatus.CONVERGED.code)
    return Estimates(
        labels=tuple(str(a) for a in range(1, arms)),
        value=difference,
        standard_error=np.sqrt(by_error[..., 1:] ** 2 + by_error[..., :1] ** 2),
        df=np.broadcast_to((n.sum(-1) - arms)[..., None].astype(float), difference.shape).copy(),
        status=status.astype(np.int8),
        extras={
            "by_arm": by_arm,
            "by_arm_error": by_error,
            "uncorrected": np.stack(raw, axis=-1),
        },
    )


def nickell_bias(phi: Floats, pairs: Floats) -> Floats:
    r"""Bias of $\hat\varphi$ with m pairs per participant and many participants (Nickell 1981).

    $-\frac{1+\varphi}{m-1}\left[1-\frac{1-\varphi^m}{m(1-\varphi)}\right] \Big/
    \left\{1-\frac{2\varphi}{(1-\varphi)(m-1)}\left[1-\frac{1-\varphi^m}{m(1-\varphi)}\right]
    \right\}$
    """
    phi, m = np.broadcast_arrays(np.asarray(phi, dtype=float), np.asarray(pairs, dtype=float))
    m = np.maximum(m, 2.0)
    power = np.exp(m * np.log(np.maximum(np.abs(phi), 1e-300)))
    power = power * np.where(phi < 0, np.cos(np.pi * m), 1.0)  # smooth in m; exact at integers
    bracket = 1 - (1 - power) / (m * (1 - phi))
    rest = 1 - 2 * phi / ((1 - phi) * (m - 1)) * bracket
    bias: Floats = -(1 + phi) / (m - 1) * bracket / rest
    return bias


def correct(phi: Floats, pairs: Floats) -> tuple[Floats, Floats]:
    """The inertia whose biased estimate is `phi`, and its slope in `phi` (for standard errors)."""
    low, high = np.full(phi.shape, -0.98), np.full(phi.shape, 0.995)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = middle + nickell_bias(middle, pairs) < phi
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    found = (low + high) / 2
    step = 1e-4
    ahead = np.minimum(found + step, 0.996)
    behind = np.maximum(found - step, -0.981)
    rise = (ahead + nickell_bias(ahead, pairs)) - (behind + nickell_bias(behind, pairs))
    slope: Floats = (ahead - behind) / np.where(np.abs(rise) > 1e-12, rise, 1e-12)
    return found, slope


def _centred(value: Floats, pair: Bools) -> Floats:
    n = np.maximum(pair.sum(-1), 1)
    mean = np.where(pair, value, 0.0).sum(-1) / n
    centred: Floats = np.where(pair, value - mean[..., None], 0.0)
    return centred
