"""Instability: mean square of successive differences, with the mean and variance beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from limen.results import Bools, Floats


@dataclass(frozen=True, kw_only=True)
class Dynamics:
    """What a participant's series says, (R, N) each; 0 where there is too little."""

    mean: Floats
    variance: Floats
    mssd: Floats
    mssd_per_time: Floats  # differences shrunk to the usual gap
    entries: Floats
    pairs: Floats


def dynamics(value: Floats, observed: Bools, pair: Bools, gap: Floats) -> Dynamics:
    r"""Mean, variance and MSSD of each participant, arrays (R, N, T).

    $\text{MSSD} = \sum (x_{t+1} - x_t)^2 / m$ over the m successive pairs that `pair`
    (R, N, T − 1) allows. Under a stationary AR(1) $E[\text{MSSD}] = 2\sigma^2(1-\varphi)$: it mixes
    variance and inertia, which is why they stand beside it. Where gaps differ, `mssd_per_time`
    divides each squared difference by its gap over the participants' median gap (λ = ½ in Jahng
    et al.), as for a process that wanders.

    ```bibtex
    @article{jahng2008analysis,
      title   = {Analysis of affective instability in ecological momentary assessment: indices
                 using successive difference and group comparison via multilevel modeling},
      author  = {Jahng, Seungmin and Wood, Phillip K. and Trull, Timothy J.},
      journal = {Psychological Methods},
      volume  = {13}, number = {4}, pages = {354--375}, year = {2008}
    }
    ```
    """
    x = np.where(observed, value, 0.0)
    entries = observed.sum(-1).astype(float)
    mean = x.sum(-1) / np.maximum(entries, 1)
    centred = np.where(observed, x - mean[..., None], 0.0)
    pairs = pair.sum(-1).astype(float)
    square = np.where(pair, np.diff(x, axis=-1), 0.0) ** 2
    usual = usual_gap(gap, pair)[:, np.newaxis, np.newaxis]
    share = np.where(pair, gap, usual) / usual
    return Dynamics(
        mean=mean,
        variance=(centred**2).sum(-1) / np.maximum(entries - 1, 1),
        mssd=square.sum(-1) / np.maximum(pairs, 1),
        mssd_per_time=(square / share).sum(-1) / np.maximum(pairs, 1),
        entries=entries,
        pairs=pairs,
    )


def usual_gap(gap: Floats, pair: Bools) -> Floats:
    """The median gap between successive entries of each replicate, 1 without any, shape (R,)."""
    found = [np.median(one[own]) if own.any() else 1.0 for one, own in zip(gap, pair, strict=True)]
    return np.array(found, dtype=np.float64)
