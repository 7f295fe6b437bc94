"""Blinding indices under signal detection: formulas, and every table that can occur.

With d′, a criterion k and a band u around it in which people do not know, P(says active) is
Φ(d′ − k − u) and P(says placebo) is Φ(k − u − d′). An index of a small study is expected to differ
from that of an endless one, because it is not linear; adding up over all tables, each with its
multinomial probability, gives its expectation and the coverage of its interval without chance.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri
from scipy.stats import multinomial

from limen.analyse.blinding.counts import GuessCounts
from limen.analyse.blinding.indices import INDICES
from limen.analyse.blinding.indices.index import analytic_limits
from limen.results import Estimates

Floats = npt.NDArray[np.float64]


def shares(d_prime: float, criterion: float, undecided: float) -> Floats:
    """P(says placebo, says active, does not know) under placebo and under the active, (2, 3)."""
    d = np.array([0.0, d_prime])
    active, placebo = ndtr(d - criterion - undecided), ndtr(criterion - undecided - d)
    return np.column_stack([placebo, active, 1 - active - placebo])


def endless(p: Floats) -> dict[str, tuple[float, ...]]:
    """Each index of an endless study with arms of equal size, by its formula."""
    (pp, pa, _), (ap, aa, _) = p
    h, f = ndtri(aa / (aa + ap)), ndtri(pa / (pa + pp))
    return {
        "bang": (pp - pa, aa - ap),
        "james": (_james(p),),
        "sensitivity": (h - f,),
        "criterion": (-(h + f) / 2, -f),
        "share_difference": (aa - pa,),
        "correct_rate": (
            pp / (pp + pa),
            aa / (aa + ap),
            (pp + aa) / (pp + pa + aa + ap),
        ),
    }


def _james(p: Floats) -> float:
    """James (1996): agreement beyond chance among those who guess, and all who do not know."""
    joint = p / 2  # rows: arms
    unsure = joint[:, 2].sum()
    wrong = joint[0, 1] + joint[1, 0]
    observed = 0.5 * wrong / (1 - unsure)
    arms, guesses = joint.sum(axis=1) - joint[:, 2], joint[:, :2].sum(axis=0)
    chance = 0.5 * (guesses[1] * arms[0] + guesses[0] * arms[1]) / (1 - unsure) ** 2
    kappa = (observed - chance) / chance
    return float((1 + unsure + (1 - unsure) * kappa) / 2)


def tables(people: int, p: Floats) -> tuple[GuessCounts, Floats]:
    """Every table of two arms of `people` that can occur, and its probability."""
    known = 1 if not p[:, 2].any() else people + 1
    rows = np.array(
        [
            (placebo, people - placebo - unsure, unsure)
            for unsure in range(known)
            for placebo in range(people + 1 - unsure)
        ]
    )
    chance = [multinomial.pmf(rows, people, one) for one in p]
    pairs = np.array(list(product(range(len(rows)), repeat=2)))
    answers = np.stack([rows[pairs[:, 0]], rows[pairs[:, 1]]], axis=1).astype(float)
    return (
        GuessCounts(arms=("placebo", "active"), answers=answers),
        chance[0][pairs[:, 0]] * chance[1][pairs[:, 1]],
    )


def in_all_tables(key: str, counts: GuessCounts) -> Estimates:
    """An index of every table."""
    return INDICES[key].compute(counts, 0.95)


def expectation(found: Estimates, chance: Floats) -> Floats:
    """The mean of each number over the tables that have it."""
    use = np.isfinite(found.value)
    weight = chance[:, np.newaxis] * use
    value = np.where(use, found.value, 0.0)
    return np.asarray((weight * value).sum(axis=0) / weight.sum(axis=0))


def coverage(found: Estimates, chance: Floats, truth: tuple[float, ...]) -> list[float]:
    """How often each interval holds the index of an endless study."""
    lower, upper = analytic_limits(found, 0.95)
    use = np.isfinite(found.value) & np.isfinite(lower) & np.isfinite(upper)
    held = use & (lower <= np.array(truth)) & (np.array(truth) <= upper)
    return [float(x) for x in (chance @ held) / (chance @ use)]


def summary(people: int, p: Floats) -> dict[str, Any]:
    """By index: in an endless study, expected with `people` in each arm, and coverage."""
    counts, chance = tables(people, p)
    truth = endless(p)
    result: dict[str, Any] = {}
    for key in truth:
        found = in_all_tables(key, counts)
        mean, held = expectation(found, chance), coverage(found, chance, truth[key])
        for j, label in enumerate(found.labels):
            result[f"{key}.{j}"] = {
                "label": label,
                "endless": truth[key][j],
                "expected": float(mean[j]),
                "coverage": held[j],
            }
    return result
