"""The foundation's counterexamples, as scenarios: what is true there, and what analyses find."""

from __future__ import annotations

import numpy as np
import pytest

from limen.analyse.belief.counterexamples import COUNTEREXAMPLES
from limen.analyse.belief.truth import found
from limen.analyse.guess_rate import Cells
from limen.simulate.draw import draw

STRATA = ((1, True), (1, False), (0, True), (0, False))  # arm, says active


@pytest.fixture(params=COUNTEREXAMPLES, ids=lambda one: one.key)
def example(request):
    return request.param


@pytest.fixture
def world(study, example):
    """A parallel study in which what the counterexample says is true."""
    it = example.truth
    return study(
        f"outcomes: [{{id: mood, direct: {{active: {it.direct}}}, belief: {it.belief}, mean: 0,\n"
        f"  mood: {it.mood_on_outcome}, sd_between: 0,\n"
        f"  sd_within: {np.sqrt(1 - it.mood_on_outcome**2)}}}]\n"
        f"noticing: {{d_prime: {{active: {it.noticing}}}}}\n"
        f"belief: {{criterion: {-it.leaning}, mood: {it.mood_on_guess}}}",
        days="[1, 8]",
        people=150,
    )


def test_truths_are_those_of_the_table(example, world, aim, beliefs, within):
    """The unadjusted contrast is the treatment policy; with belief held there is only the drug."""
    truth = beliefs(world, aim())
    assert within(truth["free"], found(example.truth.cells()).unadjusted)
    for held in ("placebo", "active", "alike"):
        assert truth[held].value == pytest.approx(example.truth.direct, abs=1e-9)
        assert truth[held].zero == (example.truth.direct == 0)
    no_effect = example.truth.direct == 0 and example.truth.belief == 0
    assert truth["free"].zero == no_effect


def test_analyses_go_as_wrong_as_the_table_says(example, world):
    """Arms by guesses in many studies together have the table's shares and means."""
    drawn = draw(world, seed=11)
    scores, guess = drawn.scores("mood")[:, :, 0], drawn.guesses("guess").answer[:, :, 0]
    arm, says = drawn.arm, (guess > 0)
    cells = [scores[(arm == a) & (says == yes)] for a, yes in STRATA]
    people = np.array([len(one) for one in cells])
    expected = example.truth.cells()
    compared = people / people.sum()
    assert np.all(
        np.abs(compared - expected.n[0] / expected.n[0].sum())
        < 4 * np.sqrt(compared * (1 - compared) / people.sum())
    )
    means = np.array([one.mean() for one in cells])
    errors = np.array([one.std() / np.sqrt(len(one)) for one in cells])
    assert np.all(np.abs(means - expected.mean[0]) < 4 * errors)
    table = found(expected)
    groups = [found(_cells(scores[part], arm[part], says[part])) for part in _parts(len(arm))]
    for name in vars(table):
        values = np.array([getattr(one, name) for one in groups])
        error = values.std(ddof=1) / np.sqrt(len(values))
        assert abs(values.mean() - getattr(table, name)) < 4 * error, name


def _parts(replicates: int) -> list[slice]:
    """Sixteen groups of studies, each large enough that ratios are hardly biased."""
    step = replicates // 16
    return [slice(start, start + step) for start in range(0, replicates, step)]


def _cells(scores: np.ndarray, arm: np.ndarray, says: np.ndarray) -> Cells:
    """Arms by guesses of some studies together."""
    strata = [scores[(arm == a) & (says == yes)] for a, yes in STRATA]
    n, mean = ([f(one) for one in strata] for f in (len, np.mean))
    return Cells(n=np.array([n], dtype=float), mean=np.array([mean]))
