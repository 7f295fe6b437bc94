"""Stressor reactivity in simulated studies: power, coverage, and what an unfrozen line does.

The scenario is ours: no published trial has reported the variances it needs, and it is generous
(everybody's reactivity is halved at once, diaries are complete, stressors do not change). Per day:
E ~ Poisson(λ_i), λ_i gamma with mean 2 and SD 0.7; P = a_i + b_i·E + e, a_i ~ N(2, 0.75²),
b_i ~ N(0.45, 0.15²), e ~ N(0, 1).
"""

from __future__ import annotations

import numpy as np
from scipy.stats import t as student

from limen.analyse.resilience import DiarySums, effect_on_reactivity
from limen.randomness import stream

BLOCK = 250
SLOPE, SLOPE_SD, PERSON_SD, NOISE_SD = 0.45, 0.15, 0.75, 1.0
STRESSORS, STRESSORS_SD = 2.0, 0.7


def draw(rng, replicates, per_arm, *, days=42, run_in_days=14, reactivity=0.5):
    """Problems and stressors (R, N, T), run-in and treatment masks (T,), arm (R, N)."""
    n, total = 2 * per_arm, run_in_days + days
    arm = np.tile(np.repeat([0, 1], per_arm), (replicates, 1))
    shape = (STRESSORS / STRESSORS_SD) ** 2
    usual = rng.gamma(shape, STRESSORS / shape, (replicates, n, 1))
    exposure = rng.poisson(usual, (replicates, n, total)).astype(float)
    level = 2 + PERSON_SD * rng.standard_normal((replicates, n, 1))
    slope = SLOPE + SLOPE_SD * rng.standard_normal((replicates, n, 1))
    treated = np.arange(total) >= run_in_days
    effect = np.where((arm[..., None] == 1) & treated, reactivity, 1.0)
    problems = level + slope * effect * exposure
    problems += NOISE_SD * rng.standard_normal(problems.shape)
    return problems, exposure, ~treated, treated, arm


def truth(reactivity=0.5):
    """The effect on SR, in residual SDs of the run-in line, from the moments of the scenario.

    The pooled line mixes people: its slope is E[b] (levels and slopes do not depend on λ), and its
    residual variance is that of levels, of b_i − E[b] times E, and of the noise.
    """
    square = STRESSORS**2 + STRESSORS_SD**2 + STRESSORS  # E[E²] of a gamma mixture of Poissons
    scale = np.sqrt(PERSON_SD**2 + SLOPE_SD**2 * square + NOISE_SD**2)
    return (reactivity - 1) * SLOPE * STRESSORS / scale


def sums_of(sample):
    """The sufficient sums of a sample from `draw`."""
    problems, exposure, run_in, treatment, arm = sample
    everywhere = np.ones(problems.shape, dtype=bool)
    return DiarySums.of(problems, exposure, everywhere & run_in, everywhere & treatment), arm


def power(replicates, seed, per_arm, *, reactivity=0.5, adjusted=False, line_known=False):
    """Share of replicates with p < 0.05, coverage of the truth, and bias."""
    rejected, covered, values, errors = [], [], [], []
    for block in range(-(-replicates // BLOCK)):
        rng = stream(seed, f"resilience {per_arm} {reactivity}", block)
        size = min(BLOCK, replicates - block * BLOCK)
        sums, arm = sums_of(draw(rng, size, per_arm, reactivity=reactivity))
        found = effect_on_reactivity(sums, arm, 2, adjusted=adjusted, line_known=line_known)
        half = student.ppf(0.975, found.df) * found.standard_error
        rejected.append(np.abs(found.value) > half)
        covered.append(np.abs(found.value - truth(reactivity)) <= half)
        values.append(found.value)
        errors.append(found.standard_error)
    return {
        "rejected": float(np.mean(np.concatenate(rejected))),
        "coverage": float(np.mean(np.concatenate(covered))),
        "mean": float(np.mean(np.concatenate(values))),
        "spread": float(np.std(np.concatenate(values))),
        "standard_error": float(np.mean(np.concatenate(errors))),
    }


def unfrozen(replicates, seed, per_arm=40):
    """Mean effect when each arm's line is refitted on its own treatment days: nothing is left."""
    rng = stream(seed, "resilience unfrozen")
    problems, exposure, _, treatment, arm = draw(rng, replicates, per_arm)
    use = np.broadcast_to(treatment, problems.shape)
    means = []
    for a in (0, 1):
        own = use & (arm == a)[..., None]
        x, y = np.where(own, exposure, 0.0), np.where(own, problems, 0.0)
        n = own.sum((1, 2))
        mx, my = x.sum((1, 2)) / n, y.sum((1, 2)) / n
        slope = ((x * y).sum((1, 2)) - n * mx * my) / ((x * x).sum((1, 2)) - n * mx**2)
        means.append(my - mx * slope - (my - slope * mx))
    return float(np.mean(means[1] - means[0]))


def run(replicates: int, seed: int) -> dict[str, object]:
    """Power at 40 and 80 per arm × 42 days for halved reactivity, size, coverage."""
    half = {f"{n} per arm": power(replicates, seed, n) for n in (40, 80)}
    return {
        "true_effect": float(truth()),
        "halved": half,
        "halved_line_taken_as_known": power(replicates, seed, 40, line_known=True),
        "halved_adjusted_for_run_in": power(replicates, seed, 40, adjusted=True),
        "no_effect": power(replicates, seed, 40, reactivity=1.0),
        "line_refitted_by_arm": unfrozen(min(replicates, 250), seed),
        "monte_carlo_error_of_power": float(np.sqrt(0.25 / replicates)),
    }
