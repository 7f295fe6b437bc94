"""Overlap by hand: effective numbers, beliefs that hardly occur, folds that stay apart."""

from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.direct_effect import Rows, doubly_robust, participant_folds
from limen.analyse.direct_effect.models.propensity import Propensity, fit_propensity
from limen.analyse.direct_effect.positivity import beyond_overlap, positivity
from limen.analyse.direct_effect.potential import CELLS, filled


def sample(n=200, seed=4) -> Rows:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((1, n))
    a = (rng.random((1, n)) < 0.5).astype(float)
    m = (rng.random((1, n)) < 0.3 + 0.4 * a).astype(float)
    y = a + m + x + rng.standard_normal((1, n))
    return Rows(
        outcome=y, treated=a, belief=m, before=x[..., None], after=np.zeros((1, n, 0)),
        weight=np.ones((1, n)), occasions=1,
    )  # fmt: skip


def believed(rows: Rows, p: np.ndarray) -> Propensity:
    """Beliefs of this chance in both arms, on top of a fitted propensity."""
    fitted = fit_propensity(rows, rows.weight, "share")
    return replace(fitted, believed=(p, p))


def test_the_effective_number_is_the_squared_sum_over_the_sum_of_squares():
    rows = sample()
    p = np.linspace(0.1, 0.9, 200)[None]
    found = positivity(rows, believed(rows, p), None)
    for k, (a, m) in enumerate(CELLS):
        inside = rows.cell(a, m)[0] > 0
        w = 1 / np.where(m == 1, p[0], 1 - p[0])[inside]
        assert found.effective[0, k] == pytest.approx(w.sum() ** 2 / (w**2).sum())
        assert found.largest[0, k] == pytest.approx(w.max() / w.mean())


@pytest.mark.parametrize("p", [0.001, 0.999])
def test_a_belief_held_by_nearly_all_is_as_far_out_as_one_held_by_hardly_any(p):
    rows = sample()
    chances = np.full((1, 200), 0.5)
    chances[0, :20] = p
    assert beyond_overlap(rows, believed(rows, chances)) == pytest.approx(0.1)


@pytest.mark.parametrize(("members", "usable"), [(1, False), (2, True)])
def test_a_cell_needs_two_participants(members, usable):
    rows = sample()
    belief = np.where(rows.treated == 1, 1.0, rows.belief)
    belief[0, np.flatnonzero(rows.treated[0] == 1)[:members]] = 0.0
    assert bool(filled(replace(rows, belief=belief))[0]) is usable


def test_nobodys_outcome_predicts_the_others_of_the_fold():
    """Models for a fold are fitted to the other folds, so its members leave each other alone."""
    rows = sample()
    folds = participant_folds(200, 5, np.random.default_rng(1))
    changed = rows.outcome.copy()
    changed[0, 0] += 5.0

    def uncentred(of: Rows) -> np.ndarray:
        found = doubly_robust(of, folds)
        return found.influence[0] + found.value[0]

    moved = np.abs(uncentred(replace(rows, outcome=changed)) - uncentred(rows)).max(axis=1) > 1e-9
    fellows = (folds == folds[0]) & (np.arange(200) != 0)
    assert moved[0]
    assert not moved[fellows].any()
    assert moved[folds != folds[0]].all()
