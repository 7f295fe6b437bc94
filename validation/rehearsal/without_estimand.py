"""Numbers that a rehearsal sets against no estimand of its own, against what is true of them."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
from scipy.special import expit, ndtr

from limen.randomness import stream
from limen.rehearse.block import tallied, targets
from limen.rehearse.measures import performance
from limen.rehearse.running.task import SLOW_TOGETHER, Task
from limen.rehearse.tally import Tally
from limen.rehearse.truth import Truth
from limen.results import Bools, Floats, Ints
from limen.simulate.draw import BLOCK
from validation.rehearsal.closed_forms import answers
from validation.rehearsal.worlds import cell

Row = dict[str, Any]


def jump_to_reference(replicates: int, seed: int) -> Row:
    """Jump-to-reference imputation for its own estimand, which no rehearsal knows.

    It is the effect if whoever is gone by the last visit has the mean of placebo there: the effect
    times the share that is still there, day 28 at 10 % a week.
    """
    there, effect = 0.9 ** (27 / 7), 2.0
    made = cell(
        "visits",
        "participants: 40\noutcomes: [{id: change, mean: 50, sd_between: 4, sd_within: 3, "
        f"direct: {{active: {effect}}}}}]\nleaving: {{at_random_per_week: 0.1}}\n",
    )
    [target] = {one for one in targets(made, seed, ("imputed",)) if one.occasions == ("visit.4",)}
    truth = Truth(value=effect * there, error=0.0, zero=False, sd=5.0)
    tally = Tally()
    for start in range(0, replicates, SLOW_TOGETHER):
        task = Task(
            place=0,
            cell=made,
            truths={target: truth},
            seed=seed,
            block=start // BLOCK,
            first=start % BLOCK,
            count=min(SLOW_TOGETHER, replicates - start),
            slow=True,
            analyses=("imputed",),
        )
        tally += tallied(task)
    key = "imputed.change.jump_to_reference"
    found = performance(tally.quantities[key], tally.sums[key], target, truth)
    return {
        "replicates": replicates,
        "truth": truth.value,
        "mean": found.mean.value,
        "error": found.mean.error,
        "empirical_se": found.empirical_se.value,
        "model_se": found.model_se.value,
        "coverage": found.coverage.value,
        "monte_carlo_error": sqrt(0.05 * 0.95 / replicates),
    }


def weighting(people: int, seed: int) -> dict[str, list[float]]:
    """Bias of a direct effect by weighting, belief at placebo and at active, in a huge study.

    Arm, mood, expectation and guess as in "guesses with measured causes"; chances of a guess by the
    law by which people guess, and by the logistic model that the estimator fits.
    """
    rng = stream(seed, "validation of weighting")
    arm = rng.integers(0, 2, people)
    causes = rng.standard_normal((2, people))
    leaning = 0.8 * arm - 0.4 + 0.5 * causes.sum(axis=0)
    guess = (leaning + rng.standard_normal(people) > 0).astype(float)
    y = 2.0 * arm + 2.5 * guess + 1.5 * causes.sum(axis=0)
    X = np.column_stack([np.ones(people), arm, *causes])
    found = {"true chances": ndtr(leaning), "logistic model": _logistic(X, guess)}
    return {
        name: [
            _weighted(y, arm, guess == belief, chance if belief else 1 - chance) - 2.0
            for belief in (0.0, 1.0)
        ]
        for name, chance in found.items()
    }


def _weighted(y: Floats, arm: Ints, held: Bools, chance: Floats) -> float:
    means = [
        np.average(y[held & (arm == one)], weights=1 / chance[held & (arm == one)])
        for one in (1, 0)
    ]
    return float(means[0] - means[1])


def _logistic(X: Floats, y: Floats) -> Floats:
    """Fitted chances by Newton's method."""
    beta = np.zeros(X.shape[1])
    for _ in range(12):
        p = expit(X @ beta)
        beta += np.linalg.solve((X.T * (p * (1 - p))) @ X, X.T @ (y - p))
    fitted: Floats = expit(X @ beta)
    return fitted


def rates_of_events(replicates: int, seed: int) -> dict[str, Row]:
    """The ratio of rates of adverse events, which is aimed at no estimand: size and coverage."""
    return {
        name: ratio_of_rates(added, replicates, seed)
        for name, added in (("no difference", 0.0), ("twice as many", 0.05))
    }


def ratio_of_rates(added: float, replicates: int, seed: int) -> Row:
    """How the ratio of rates behaves when low adds so much to an event's chance at each dose."""
    text = (
        "outcomes: [{id: mood, mean: 50, sd_between: 4, sd_within: 3}]\n"
        f"side_effects: [{{term: headache, share: 0.05, added: {{active: {added}}}}}]\n"
    )
    truth, covered, rejected, estimated, total = 1 + added / 0.05, 0, 0, 0, 0
    logs = 0.0
    for answer in answers(cell("visits", text), "events", replicates, seed):
        column = next(j for j, one in enumerate(answer.quantities) if ".rate." in one.key)
        found = answer.estimates
        assert found.lower is not None
        assert found.upper is not None
        value = found.value[:, column]
        use = np.isfinite(value)
        lower, upper = found.lower[use, column], found.upper[use, column]
        covered += int(np.sum((lower <= truth) & (truth <= upper)))
        rejected += int(np.sum(found.extras["p"][use, column] < 0.05))
        estimated, total = estimated + int(use.sum()), total + len(use)
        logs += float(np.log(value[use & (value > 0)]).sum())
    return {
        "truth": truth,
        "geometric_mean": float(np.exp(logs / estimated)),
        "coverage": covered / estimated,
        "rejected": rejected / estimated,
        "failed": total - estimated,
        "monte_carlo_error": sqrt(0.05 * 0.95 / estimated),
    }
