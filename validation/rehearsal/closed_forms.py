"""What can be worked out by hand, against what a rehearsal says."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Any

import numpy as np
from scipy.special import ndtr
from scipy.stats import nct, t

from limen.analyse.batch import batches
from limen.analyse.batch.quantity import BatchAnswer
from limen.analyse.plan.question import Setting
from limen.rehearse import Cell, rehearse
from limen.rehearse.engines import Engine
from limen.rehearse.exact import rehearse_exactly
from limen.rehearse.reading import DrawReader
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
