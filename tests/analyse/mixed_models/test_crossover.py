"""Crossover terms: algebra of two periods, and simulated studies whose truth is known."""

import numpy as np
import pytest

from limen.analyse.layout import Layout
from limen.analyse.mixed_models import mixed_model, mixed_model_of
from limen.errors import DesignMatrixError


def crossover(sequences, value):
    """A crossover: `sequences` (people, periods) of 0 and 1, `value` (R, people, periods)."""
    _, people, periods = value.shape
    given = np.broadcast_to(np.asarray(sequences), value.shape).astype(np.int64)
    return Layout(
        outcome="mood",
        value=value,
        observed=np.isfinite(value),
        participants=tuple(map(str, range(people))),
        occasions=tuple(f"period {t + 1}" for t in range(periods)),
        interventions=("placebo", "microdose"),
        intervention=given,
        period=np.broadcast_to(np.arange(periods), value.shape).astype(np.int64),
    )


def test_two_complete_periods_are_the_paired_comparison():
    """With τ² > 0 (REML), effect and standard error are those of the paired t test."""
    rng = np.random.default_rng(20261123)
    sequences = np.array([[0, 1]] * 20)
    y = 5 * rng.normal(size=20)[:, None] + rng.normal(size=(20, 2)) + 1.3 * sequences
    (estimate,) = mixed_model(crossover(sequences, y[None]), terms=["intervention"]).estimates
    difference = y[:, 1] - y[:, 0]

    assert estimate.value == pytest.approx(difference.mean(), rel=1e-8)
    assert estimate.standard_error == pytest.approx(difference.std(ddof=1) / 20**0.5, rel=1e-8)
    assert estimate.df == pytest.approx(19, rel=1e-6)


def test_with_a_period_effect_it_is_the_comparison_of_sequences():
    """Hills and Armitage: half the difference of the sequences' mean within-person differences."""
    rng = np.random.default_rng(5)
    first = np.arange(24) % 2
    sequences = np.stack([first, 1 - first], axis=1)
    y = 4 * rng.normal(size=24)[:, None] + rng.normal(size=(24, 2)) + 2 * sequences
    y[:, 1] += 1.5
    layout = crossover(sequences, y[None])
    (estimate,) = mixed_model(layout, terms=["intervention", "period"]).estimates
    change = y[:, 0] - y[:, 1]
    active_first, active_second = change[first == 1], change[first == 0]
    pooled = (active_first.var(ddof=1) + active_second.var(ddof=1)) / 2

    assert estimate.value == pytest.approx(
        (active_first.mean() - active_second.mean()) / 2, rel=1e-8
    )
    assert estimate.standard_error == pytest.approx((pooled / 12 * 2) ** 0.5 / 2, rel=1e-8)
    assert estimate.df == pytest.approx(22, rel=1e-6)


WILLIAMS = np.array([[0, 1, 1, 0], [1, 0, 0, 1], [0, 0, 1, 1], [1, 1, 0, 0]] * 6)


def simulated(replicates, *, effect=1.0, carried=0.6, trend=0.3, seed=11):
    rng = np.random.default_rng(seed)
    before = np.concatenate([np.zeros((24, 1)), WILLIAMS[:, :-1]], axis=1)
    mean = effect * WILLIAMS + carried * before + trend * np.arange(4)
    noise = 2 * rng.normal(size=(replicates, 24, 1)) + rng.normal(size=(replicates, 24, 4))
    return crossover(WILLIAMS, mean + noise)


def test_period_and_carry_over_recover_the_truth():
    """1,000 studies: estimates centre on the truth, and the intervals cover it."""
    terms = ["intervention", "period_number", "carry_over"]
    model = mixed_model_of(simulated(1000), terms=terms)
    names = model.question.design.names
    found = model.ask(np.eye(len(names)), names)
    truth = {"intervention[microdose]": 1.0, "period_number": 0.3, "carry_over[microdose]": 0.6}

    for name, value in truth.items():
        j = names.index(name)
        error = found.value[:, j].std() / 1000**0.5
        assert abs(found.value[:, j].mean() - value) < 4 * error
        spread = found.value[:, j].std()
        assert found.standard_error[:, j].mean() == pytest.approx(spread, rel=4 / 2000**0.5)


def test_leaving_carry_over_out_of_two_periods_takes_half_of_it_off_the_effect():
    rng = np.random.default_rng(12)
    sequences = np.array([[0, 1], [1, 0]] * 12)
    carried = 0.8 * np.stack([np.zeros(24), sequences[:, 0]], axis=1)
    noise = 2 * rng.normal(size=(800, 24, 1)) + rng.normal(size=(800, 24, 2))
    layout = crossover(sequences, sequences + carried + noise)
    found = mixed_model_of(layout, terms=["intervention", "period"]).answers().value[:, 0]

    assert abs(found.mean() - (1.0 - 0.4)) < 4 * found.std() / 800**0.5


def test_carry_over_needs_periods():
    layout = simulated(1)
    without = Layout(
        outcome="mood",
        value=layout.value,
        observed=layout.observed,
        participants=layout.participants,
        occasions=layout.occasions,
        interventions=layout.interventions,
        intervention=layout.intervention,
    )
    with pytest.raises(DesignMatrixError, match="has no period"):
        mixed_model(without, terms=["intervention", "carry_over"])


def test_a_random_slope_of_the_intervention_finds_how_people_differ():
    """Aggregated N-of-1: effects vary over people with standard deviation 1.5."""
    rng = np.random.default_rng(8)
    own = 1.0 + 1.5 * rng.normal(size=(40, 24, 1))
    y = own * WILLIAMS + 2 * rng.normal(size=(40, 24, 1)) + rng.normal(size=(40, 24, 4))
    model = mixed_model_of(
        crossover(WILLIAMS, y), terms=["intervention"], covariance="random_slope"
    )
    variance = model.fit.effects_covariance[:, 1, 1]
    found = model.answers()

    assert model.slope == "intervention"
    assert abs(variance.mean() - 1.5**2) < 4 * variance.std() / 40**0.5
    assert abs(found.value.mean() - 1.0) < 4 * found.value.std() / 40**0.5
    assert found.df.mean() == pytest.approx(23, abs=0.5)  # people, not rows, carry the effect
