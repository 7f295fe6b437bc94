"""What can be worked out by hand, against what a rehearsal says."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Any

import numpy as np
from scipy.special import expit, ndtr
from scipy.stats import nct, t

from limen.analyse.batch import batches
from limen.analyse.batch.quantity import BatchAnswer
from limen.analyse.plan.question import Setting
from limen.randomness import stream
from limen.rehearse import Cell, rehearse
from limen.rehearse.block import tallied, targets
from limen.rehearse.engines import Engine
from limen.rehearse.exact import rehearse_exactly
from limen.rehearse.measures import performance
from limen.rehearse.reading import DrawReader
from limen.rehearse.running.task import SLOW_TOGETHER, Task
from limen.rehearse.tally import Tally
from limen.rehearse.truth import Truth
from limen.results import Bools, Floats, Ints
from limen.simulate.draw import BLOCK, draw
from validation.rehearsal.expected_indices import shares, summary
from validation.rehearsal.worlds import cell

Row = dict[str, Any]
D_PRIME, CRITERION, CRITERION_SD, BELIEF = 1.0, 1.2, 0.5, 2.5


def belief_alone(replicates: int, seed: int) -> dict[str, Row]:
    """Bias of the raw contrast for the direct effect, when belief alone moves the outcome.

    It is belief × (p_A + p_P − 1), p the share of correct guesses in an arm, whatever the sizes of
    the arms. Belief × (2 × CGR − 1), with the share of correct guesses of all people, is the same
    where arms are equally large, or guess equally well, and wrong elsewhere.
    """
    ratios = {"arms of equal size": (1, 1), "three on low for one on placebo": (1, 3)}
    return {name: biased_by_belief(ratio, replicates, seed) for name, ratio in ratios.items()}


def biased_by_belief(
    ratio: tuple[int, int], replicates: int, seed: int, engine: Engine | None = None
) -> Row:
    """The bias by both formulas, and as rehearsed; `ratio` is placebo to low."""
    supposed = (
        f"outcomes: [{{id: mood, mean: 50, sd_between: 4, sd_within: 3, belief: {BELIEF}}}]\n"
        f"noticing: {{d_prime: {{active: {D_PRIME}}}}}\n"
        f"belief: {{criterion: {CRITERION}, criterion_sd: {CRITERION_SD}}}\n"
    )
    [made] = rehearse(
        [cell("guesses", supposed, ratio=ratio)],
        replicates=replicates,
        slow_replicates=0,
        seed=seed,
        analyses=("raw",),
        engine=engine,
    ).cells
    held = next(one for one in made.performance if one.target.belief == "placebo")
    spread = sqrt(1 + CRITERION_SD**2)
    active = float(ndtr((D_PRIME - CRITERION) / spread))
    placebo = float(ndtr(CRITERION / spread))
    pooled = float(np.average([placebo, active], weights=ratio))
    return {
        "correct_active": active,
        "correct_placebo": placebo,
        "correct_of_all": pooled,
        "by_arm": BELIEF * (active + placebo - 1),
        "by_rate_of_all": BELIEF * (2 * pooled - 1),
        "rehearsed_bias": held.bias.value,
        "error": held.bias.error,
        "rehearsed_truth": next(
            one.truth for one in made.performance if one.target.belief == "free"
        ),
    }


def power(replicates: int, seed: int) -> dict[str, Row]:
    """Power of the balanced random-intercept design against the noncentral t, N − 2 df.

    By raw draws, and by the exact route with ten times as many trials.
    """
    asked = [(16, 6.0), (16, 4.0), (40, 2.0), (40, 4.0), (80, 2.0), (80, 3.0)]
    return {
        f"{people} people, effect {effect:g}": power_of(people, effect, replicates, seed)
        for people, effect in asked
    }


def power_of(
    people: int, effect: float, replicates: int, seed: int, engine: Engine | None = None
) -> Row:
    """Power by the noncentral t, by raw draws, and by the exact route."""
    text = (
        f"participants: {people}\n"
        f"outcomes: [{{id: mood, mean: 50, sd_between: 4, sd_within: 3, "
        f"direct: {{active: {effect}}}}}]\n"
    )
    made = _alone(cell("visits", text), "satterthwaite")
    shift = effect / sqrt((4**2 + 3**2 / 4) * 4 / people)
    bound = float(t.ppf(0.975, people - 2))
    expected = nct.sf(bound, people - 2, shift) + nct.cdf(-bound, people - 2, shift)
    [raw] = rehearse(
        [made],
        replicates=replicates,
        slow_replicates=0,
        seed=seed,
        truth_people=1000,  # the effect is the same in everybody
        engine=engine,
    ).cells
    exact = rehearse_exactly(made, trials=10 * replicates, seed=seed)
    found = {
        name: next(one for one in rows if one.own).rejection
        for name, rows in (("raw", raw.performance), ("exact", exact.performance))
    }
    return {
        "expected": float(expected),
        **{name: one.value for name, one in found.items()},
        **{f"{name}_error": one.error for name, one in found.items()},
    }


def _alone(made: Cell, analysis: str) -> Cell:
    """The cell with one analysis of its plan, and no boundary."""
    plan = made.protocol.analysis
    [kept] = [one for one in plan.analyses if one.id == analysis]
    changed = {"analysis": plan.model_copy(update={"analyses": (kept,)}), "boundaries": ()}
    return Cell(protocol=made.protocol.model_copy(update=changed), scenario=made.scenario)


def indices(replicates: int, seed: int) -> dict[str, dict[str, Row]]:
    """Blinding indices under signal detection: endless, expected, rehearsed, and coverage."""
    asked = {
        "20 people in each arm, don't know": (20, 0.3),
        "100 people in each arm, no don't know": (100, 0.0),
    }
    return {
        name: indices_of(people, undecided, replicates, seed)
        for name, (people, undecided) in asked.items()
    }


def indices_of(people: int, undecided: float, replicates: int, seed: int) -> dict[str, Row]:
    """By index and number, with `people` in each arm."""
    text = (
        f"participants: {2 * people}\n"
        "outcomes: [{id: mood, mean: 50, sd_between: 4, sd_within: 3}]\n"
        f"noticing: {{d_prime: {{active: 1}}}}\n"
        f"belief: {{criterion: 0.8, undecided: {undecided}}}\n"
    )
    made = cell("guesses", text)
    asked = made.protocol.guesses[0].model_copy(update={"dont_know": undecided > 0})
    protocol = made.protocol.model_copy(update={"guesses": (asked,)})
    rows = summary(people, shares(1.0, 0.8, undecided))
    found = _means(Cell(protocol=protocol, scenario=made.scenario), "blinding", replicates, seed)
    return {
        key: {**row, **found[key.replace(".", " ")]}
        for key, row in rows.items()
        if key.replace(".", " ") in found
    }


def _means(made: Cell, analysis: str, replicates: int, seed: int) -> dict[str, Row]:
    """Mean of each index over replicates, by method and number."""
    values: dict[str, list[Any]] = {}
    for answer in answers(made, analysis, replicates, seed):
        place: dict[str, int] = {}
        for column, quantity in enumerate(answer.quantities):
            number = place.setdefault(quantity.method, 0)
            place[quantity.method] += 1
            key = f"{quantity.method} {number}"
            values.setdefault(key, []).append(answer.estimates.value[:, column])
    found = {}
    for key, parts in values.items():
        whole = np.concatenate(parts)
        use = whole[np.isfinite(whole)]
        if len(use):
            found[key] = {
                "rehearsed": float(use.mean()),
                "error": float(use.std(ddof=1) / sqrt(len(use))),
            }
    return found


def answers(made: Cell, analysis: str, replicates: int, seed: int) -> Iterator[BatchAnswer]:
    """What an analysis gives, block by block."""
    for block in range(-(-replicates // BLOCK)):
        kept = range(min(BLOCK, replicates - block * BLOCK))
        reader = DrawReader(draw(made.study, seed=seed, block=block, keep=kept))
        for batch in batches(Setting(reader=reader, seed=seed, level=0.95)):
            if batch.analysis == analysis:
                yield batch.ask()


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
