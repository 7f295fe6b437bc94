"""Controlled direct effects in worlds whose truth is known: bias, coverage, double robustness.

X ~ N(0, 1); A a coin toss; L = 0.8A + 0.5X + N(0, 1); belief M by a logistic model of A, L, X;
Y = 0.3A + M + 0.4AM + 0.6L + 0.5X + N(0, 1). So CDE(m) = 0.3 + 0.4m + 0.6·0.8: the last term runs
through L, which a regression adjusted for L would take away. `bent_outcome` adds 0.5L² to Y (the
linear outcome model is wrong), `bent_belief` adds 0.5(L² − 1) to the log odds of M (the belief
model is wrong); in either world one of g-formula and weighting fails and the other does not.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from limen.analyse.direct_effect import (
    Rows,
    doubly_robust,
    g_formula,
    inverse_probability,
    participant_folds,
)
from limen.randomness import stream

BLOCK = 100
PARTICIPANTS = 1000
DRUG, BELIEF, BOTH, THROUGH, EARLY = 0.3, 1.0, 0.4, 0.6, 0.8


def truth(bent_outcome=False):
    """CDE(0) and CDE(1)."""
    # E[L²|A=1] − E[L²|A=0] = 0.8², as E[L|A=0] = 0
    bent = 0.5 * EARLY**2 if bent_outcome else 0.0
    return np.array([DRUG, DRUG + BOTH]) + THROUGH * EARLY + bent


def draw(rng, replicates, n, *, x=None, bent_outcome=False, bent_belief=False):
    """Rows of R replicates of n participants, one occasion each; `x` (R, n) if it is given."""
    x = rng.standard_normal((replicates, n)) if x is None else x
    a = (rng.random((replicates, n)) < 0.5).astype(float)
    early = EARLY * a + 0.5 * x + rng.standard_normal((replicates, n))
    odds = -0.3 + 0.5 * a + 0.5 * early + 0.3 * x + (0.5 * (early**2 - 1) if bent_belief else 0)
    m = (rng.random((replicates, n)) < expit(odds)).astype(float)
    y = DRUG * a + BELIEF * m + BOTH * a * m + THROUGH * early + 0.5 * x
    y += (0.5 * early**2 if bent_outcome else 0) + rng.standard_normal((replicates, n))
    return Rows(
        outcome=y,
        treated=a,
        belief=m,
        before=x[..., None],
        after=early[..., None],
        weight=np.ones((replicates, n)),
        occasions=1,
    )


def adjusted_regression(rows):
    """The usual guess-adjusted regression, Y on A, M, AM, X (and L): effects at m = 0 and 1."""
    product = rows.treated * rows.belief
    terms = [np.ones_like(product), rows.treated, rows.belief, product, rows.before[..., 0]]
    found = {}
    for name, extra in (("without L", []), ("with L", [rows.after[..., 0]])):
        design = np.stack(terms + extra, axis=-1)
        gram = np.einsum("rnk,rnl->rkl", design, design)
        cross = np.einsum("rnk,rn->rk", design, rows.outcome)[..., None]
        beta = np.linalg.solve(gram, cross)[..., 0]
        found[name] = np.stack([beta[:, 1], beta[:, 1] + beta[:, 3]], axis=-1)
    return found


def simulate(replicates, seed, *, participants=PARTICIPANTS, **world):
    """Bias, spread, mean standard error and coverage at m = 0 and 1, by method."""
    kept: dict[str, list[np.ndarray]] = {}
    usual: dict[str, list[np.ndarray]] = {}
    folds = participant_folds(participants, 5, stream(seed, "folds"))
    for block in range(-(-replicates // BLOCK)):
        rng = stream(seed, f"direct effect {sorted(world.items())}", block)
        rows = draw(rng, min(BLOCK, replicates - block * BLOCK), participants, **world)
        for name, means in (
            ("g_formula", g_formula(rows)),
            ("ipw", inverse_probability(rows)),
            ("aipw", doubly_robust(rows, folds)),
        ):
            found = means.direct_effects(rows)
            kept.setdefault(name, []).append(np.stack([found.value, found.standard_error]))
        for name, values in adjusted_regression(rows).items():
            usual.setdefault(f"regression {name}", []).append(values)
    target = truth(world.get("bent_outcome", False))
    summary = {
        name: _summary(np.concatenate(parts, axis=1), target) for name, parts in kept.items()
    }
    for name, parts in usual.items():
        summary[name] = {"bias": (np.concatenate(parts).mean(0) - target).tolist()}
    return summary


def _summary(both, target):
    value, error = both
    return {
        "bias": (value.mean(0) - target).tolist(),
        "spread": value.std(0).tolist(),
        "standard_error": error.mean(0).tolist(),
        "coverage": (np.abs(value - target) < 1.959964 * error).mean(0).tolist(),
    }


def run(replicates: int, seed: int) -> dict[str, object]:
    """Bias and coverage in three worlds of 1,000 participants."""
    return {
        "participants": PARTICIPANTS,
        "true_effects": truth().tolist(),
        "both models right": simulate(replicates, seed),
        "outcome model wrong": simulate(replicates, seed, bent_outcome=True),
        "belief model wrong": simulate(replicates, seed, bent_belief=True),
        "monte_carlo_error_of_coverage": float(np.sqrt(0.05 * 0.95 / replicates)),
    }
