"""The published pseudo-trial procedure, step by step, as its authors describe it.

Written from the description of the method. It is here to reproduce what was printed and to be
compared with; for inference use the closed form (`curve.py`), which is what it estimates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import stdtr

from limen.errors import EmptyStratumError
from limen.randomness import stream
from limen.results import Floats

GUESS_STRATA = ("AA", "AP", "PA", "PP")
BANDWIDTH = 1.0  # of the kernel density, on the scale of whatever the score is
GRID = tuple(i / 12 for i in range(13))
WEAKNESSES = (
    "A mean of p-values is not a p-value: without any effect it falls below 0.05 in about 1 % of "
    "studies, and its power is far below that of a Wald test on the same estimate.",
    "Every point carries Monte Carlo noise, about 0.16 points on a PANAS balance with 64 "
    "pseudo-trials, and near 0.1 the mean p changes by half from seed to seed.",
    "A bandwidth of 1 and rounding to whole numbers, whatever the scale, blur scores with a small "
    "spread: the standard error of a score with a standard deviation of 0.5 doubles.",
    "It uses one row per participant, cannot take don't know or covariates, and fails on an empty "
    "stratum.",
)


@dataclass(frozen=True, kw_only=True)
class PublishedPoint:
    """Means over the pseudo-trials at one correct guess rate."""

    rate: float
    estimate: float
    standard_error: float
    p: float  # a mean of p-values, which is not a p-value
    hedges_g: float
    estimates_sd: float  # spread of the pseudo-trials' estimates


def pseudo_trial_sizes(sizes: Mapping[str, int], rate: float) -> dict[str, int]:
    """How many pseudo-participants each stratum gets in a pseudo-trial of the same total size.

    The strata's shares are rounded to two decimals first; `round(rate × total)` guesses are
    correct, split between the arms as the correct guesses were; the wrong ones likewise.
    """
    total = sum(sizes.values())
    shares = {stratum: round(size / total, 2) for stratum, size in sizes.items()}
    correct = round(rate * total)
    wrong = total - correct
    placebo_correct = round(correct * shares["PP"] / (shares["PP"] + shares["AA"]))
    active_wrong = round(wrong * shares["AP"] / (shares["AP"] + shares["PA"]))
    return {
        "AA": correct - placebo_correct,
        "AP": active_wrong,
        "PA": wrong - active_wrong,
        "PP": placebo_correct,
    }


def published_curve(
    scores: Mapping[str, Floats],
    *,
    rates: Sequence[float] = GRID,
    pseudo_trials: int = 64,
    seed: int,
) -> tuple[PublishedPoint, ...]:
    """Return the published curve, one pseudo-participant at a time; slow, and easy to check.

    `scores` holds the outcomes of each stratum (AA, AP, PA, PP: taken, then guessed). At each rate
    and in each pseudo-trial: draw scores from a Gaussian kernel density of each stratum, round
    them, regress score on arm; then average estimate, standard error, p and Hedges's g.

    ```bibtex
    @article{szigeti2023difference,
      title   = {The difference between 'placebo group' and 'placebo control': a case study in
                 psychedelic microdosing},
      author  = {Szigeti, Bal{\\'a}zs and Nutt, David and Carhart-Harris, Robin and
                 Erritzoe, David},
      journal = {Scientific Reports},
      volume  = {13}, pages = {12107}, year = {2023}
    }
    ```
    """
    refuse_empty_strata(scores)
    members = {stratum: scores[stratum].tolist() for stratum in GUESS_STRATA}
    sizes = {stratum: len(values) for stratum, values in members.items()}
    draws = stream(seed, "published guess-rate curve")
    points = []
    for rate in rates:
        trials = []
        for _ in range(pseudo_trials):
            active: list[float] = []
            placebo: list[float] = []
            for stratum, size in pseudo_trial_sizes(sizes, rate).items():
                arm = active if stratum.startswith("A") else placebo
                for _ in range(size):
                    member = members[stratum][draws.integers(len(members[stratum]))]
                    arm.append(round(member + draws.normal(0.0, BANDWIDTH)))
            trials.append(_linear_model(active, placebo))
        points.append(_mean_of(rate, trials))
    return tuple(points)


def refuse_empty_strata(scores: Mapping[str, Floats]) -> None:
    """Raise `EmptyStratumError` when a stratum has no score to draw from."""
    empty = [stratum for stratum in GUESS_STRATA if len(scores[stratum]) == 0]
    if empty:
        raise EmptyStratumError(
            f"Stratum {', '.join(empty)} (taken, then guessed) holds nobody, so there is nothing "
            "to draw pseudo-participants from. Report the guess shares instead of a curve."
        )


def _linear_model(active: list[float], placebo: list[float]) -> tuple[float, float, float, float]:
    """Estimate, standard error, p of arm in score ~ 1 + arm, and Hedges's g."""
    arm = np.array([1.0] * len(active) + [0.0] * len(placebo))
    design = np.column_stack([np.ones(len(arm)), arm])
    score = np.array(active + placebo)
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ score
    freedom = len(score) - 2
    residual = float(np.sum((score - design @ coefficients) ** 2)) / freedom
    estimate, error = float(coefficients[1]), sqrt(residual * float(inverse[1, 1]))
    p = 2 * float(stdtr(freedom, -abs(estimate / error)))
    return estimate, error, p, estimate / sqrt(residual) * (1 - 3 / (4 * freedom - 1))


def _mean_of(rate: float, trials: list[tuple[float, float, float, float]]) -> PublishedPoint:
    estimate, error, p, g = (float(np.mean(column)) for column in zip(*trials, strict=True))
    spread = float(np.std([trial[0] for trial in trials], ddof=1)) if len(trials) > 1 else 0.0
    return PublishedPoint(
        rate=rate, estimate=estimate, standard_error=error, p=p, hedges_g=g, estimates_sd=spread
    )
