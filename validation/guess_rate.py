"""Coverage and standard errors of the guess-rate curve, against a world whose answer is known.

Participants differ in mood (outcome) and in what they lean to say; both last over their occasions,
so rows of a person resemble each other. Run with `python -m validation guess_rate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from scipy.stats import norm, t

from limen.analyse.guess_rate import (
    Cells,
    at_equal_guessing,
    at_observed_rate,
    at_rate,
    cells,
    clustered_variance,
    published_curve_arrays,
    row_variance,
    standardised,
    strata,
    totals,
)
from limen.analyse.layout import DONT_KNOW, Layout
from limen.randomness import stream

BLOCK = 256
HALF = np.array([0.5])
QUANTITIES = {
    "half": lambda at: at_rate(at, HALF),
    "equal": at_equal_guessing,
    "standardised": standardised,
    "observed": at_observed_rate,
}


@dataclass(frozen=True, kw_only=True)
class World:
    """Participants, occasions, and how outcome and guess come about (standard deviations)."""

    participants: int
    occasions: int
    crossover: bool = False  # the intervention changes from occasion to occasion
    direct: float = 0.3
    belief: float = 0.4
    leaning: float = -0.4
    noticing: float = 0.6
    mood: float = 0.5  # of a row, on outcome and on guess
    person: float = 0.6  # of a participant, on outcome and on guess
    unsure_within: float = 0.0  # "don't know" this near to undecided
    confidence: bool = False


CASES = {
    "240 participants, one row": World(participants=240, occasions=1),
    "60 participants, one row": World(participants=60, occasions=1),
    "240 participants, four rows": World(participants=240, occasions=4),
    "240 participants, four rows, crossover": World(participants=240, occasions=4, crossover=True),
    "240 participants, four rows, don't know": World(
        participants=240, occasions=4, unsure_within=0.3
    ),
    "240 participants, four rows, confidence": World(
        participants=240, occasions=4, confidence=True
    ),
    "60 participants, four rows, don't know": World(
        participants=60, occasions=4, unsure_within=0.3
    ),
    "no effect, no expectancy": World(
        participants=230, occasions=1, direct=0.0, belief=0.0, mood=0.0, person=0.0, noticing=1.05
    ),
}


def true_cells(world: World) -> Cells:
    """The strata of an endless study, exactly, from truncated normal means."""
    latent = sqrt(1 + world.mood**2 + world.person**2)
    pull = (world.mood**2 + world.person**2) / latent
    shares, means = np.zeros(6), np.zeros(6)
    for arm, places in ((1.0, (0, 1, 4)), (0.0, (2, 3, 5))):
        h = world.leaning + world.noticing * arm
        low, high = (-world.unsure_within - h) / latent, (world.unsure_within - h) / latent
        bounds = ((high, np.inf, 1.0), (-np.inf, low, 0.0), (low, high, 0.0))
        for place, (from_, to, believes) in zip(places, bounds, strict=True):
            share = norm.cdf(to) - norm.cdf(from_)
            shares[place] = share / 2
            if share > 0:
                tilt = (norm.pdf(from_) - norm.pdf(to)) / share
                means[place] = world.direct * arm + world.belief * believes + pull * tilt
    return Cells(n=shares[None], mean=means[None])


def draw(world: World, replicates: int, random: np.random.Generator) -> Layout:
    """Replicates of a study in this world as a layout."""
    shape = (replicates, world.participants, world.occasions)
    order = np.arange(world.participants)[None, :, None]
    turn = np.arange(world.occasions)[None, None, :] if world.crossover else 0
    intervention = np.broadcast_to((order + turn) % 2, shape)
    person = random.standard_normal((*shape[:2], 1))
    mood = random.standard_normal(shape)
    felt = world.mood * mood + world.person * person
    latent = world.leaning + world.noticing * intervention + felt + random.standard_normal(shape)
    guess = np.where(np.abs(latent) < world.unsure_within, DONT_KNOW, (latent > 0).astype(int))
    value = world.direct * intervention + world.belief * (guess == 1) + felt
    value = value + random.standard_normal(shape)
    return Layout(
        outcome="score",
        value=value,
        observed=np.ones(shape, dtype=bool),
        participants=tuple(str(i) for i in range(world.participants)),
        occasions=tuple(str(t) for t in range(world.occasions)),
        interventions=("placebo", "active"),
        intervention=intervention.astype(np.int64),
        guess=guess.astype(np.int64),
        confidence=2 * norm.cdf(np.abs(latent)) - 1 if world.confidence else None,
    )


def target(world: World, seed: int) -> Cells:
    """True strata; with confidence, those of four million rows, for want of a closed form."""
    if not world.confidence:
        return true_cells(world)
    big = World(**{**vars(world), "participants": 100_000, "occasions": 1})
    parts = [
        strata(draw(big, 1, stream(seed, "confidence truth", block)), confidence=True)
        for block in range(40)
    ]
    return cells(
        sum(part.counts.sum(axis=1) for part in parts), sum(part.sums.sum(axis=1) for part in parts)
    )


def cover(world: World, replicates: int, seed: int) -> dict[str, dict[str, float]]:
    """Bias, spread, mean standard error and 95 % coverage of every quantity."""
    truth = {key: float(of(target(world, seed)).value[0, 0]) for key, of in QUANTITIES.items()}
    drawn: dict[str, list[Any]] = {key: [] for key in QUANTITIES}
    for block in range(-(-replicates // BLOCK)):
        layout = draw(world, BLOCK, stream(seed, "guess-rate validation", block))
        added = totals(strata(layout, confidence=world.confidence))
        for key, of in QUANTITIES.items():
            contrast = of(added)
            errors = (clustered_variance(contrast, added), row_variance(contrast, added))
            drawn[key].append(np.stack([contrast.value[:, 0], *(e[:, 0] for e in errors)]))
    half_width = float(t.ppf(0.975, world.participants - 1))
    return {
        key: _performance(np.concatenate(parts, axis=1)[:, :replicates], truth[key], half_width)
        for key, parts in drawn.items()
    }


def _performance(drawn: Any, truth: float, half_width: float) -> dict[str, float]:
    usable = np.isfinite(drawn[0])
    value, clustered, rows = drawn[:, usable]
    n = value.size
    covered = float(np.mean(np.abs(value - truth) < half_width * np.sqrt(clustered)))
    found = {
        "truth": truth,
        "bias": float(value.mean() - truth),
        "bias_error": float(value.std(ddof=1) / sqrt(n)),
        "spread": float(value.std(ddof=1)),
        "standard_error": float(np.sqrt(clustered.mean())),
        "row_standard_error": float(np.sqrt(rows.mean())),
        "coverage": covered,
        "coverage_error": sqrt(covered * (1 - covered) / n),
        "replicates": n,
        "failed": int(np.sum(~usable)),
    }
    return {key: number for key, number in found.items() if np.isfinite(number)}


def published_size(replicates: int, seed: int) -> dict[str, float]:
    """How often the published procedure's mean p, and the Wald test, fall below 0.05 at no effect.

    One row for each of 230 participants, scores with a standard deviation of 10.
    """
    world = CASES["no effect, no expectancy"]
    layout = draw(world, replicates, stream(seed, "published size"))
    added = totals(strata(layout))
    contrast = at_rate(added, HALF)
    wald = np.abs(contrast.value[:, 0]) > 1.959963984540054 * np.sqrt(
        row_variance(contrast, added)[:, 0]
    )
    below = 0
    for r in range(replicates):
        value, arm, guess = (
            array[r, :, 0] for array in (10 * layout.value, layout.intervention, layout.guess)
        )
        scores = {
            name: value[(arm == (name[0] == "A")) & (guess == (name[1] == "A"))]
            for name in ("AA", "AP", "PA", "PP")
        }
        below += published_curve_arrays(scores, rates=(0.5,), seed=seed + r)[0].p < 0.05
    return {"mean_p": below / replicates, "wald": float(wald.mean()), "replicates": replicates}


def run(replicates: int, seed: int) -> dict[str, Any]:
    """Coverage in every case, and the size of the published procedure (a tenth as often)."""
    return {
        "coverage": {name: cover(world, replicates, seed) for name, world in CASES.items()},
        "size_at_no_effect": published_size(max(replicates // 10, 10), seed),
    }
