"""Shipped scenarios do what they say, and strata come out as the closed form has them."""

from __future__ import annotations

import numpy as np
import pytest

from limen.analyse.belief.truth import Truth
from limen.simulate.draw import draw
from limen.simulate.scenario import named_scenario
from limen.simulate.scenario.document import Adherence, Leaving
from limen.simulate.study import Study


def cells(scores, guess, arm):
    """Share and mean outcome of each stratum per replicate: (R, 4) in the order AA, AP, PA, PP."""
    masks = [(arm == a) & (guess == g) for a in (1, 0) for g in (1, 0)]
    counts = np.stack([mask.sum(1) for mask in masks], axis=1)
    sums = np.stack([np.where(mask, scores, 0).sum(1) for mask in masks], axis=1)
    return counts / scores.shape[1], sums / counts


def test_strata_are_those_of_the_closed_form(study):
    """Shares and means of arm × guess under direct effect, belief, noticing and mood at once."""
    truth = Truth(
        direct=0.3,
        belief=0.4,
        leaning=-0.5,
        noticing=0.9,
        mood_on_guess=0.8,
        mood_on_outcome=0.6,
    )
    made = study(
        "outcomes: [{id: mood, mean: 0, sd_between: 0.4, sd_within: 0.5, direct: {active: 0.3}, "
        "belief: 0.4, mood: 0.6}]\n"
        "noticing: {d_prime: {active: 0.9}}\nbelief: {criterion: 0.5, mood: 0.8}",
        people=200,
    )
    drawn = draw(made, seed=1)
    shares, means = cells(
        drawn.scores("mood")[:, :, 2], drawn.guesses("guess").answer[:, :, 2], drawn.arm
    )
    exact = truth.cells()
    for k in range(4):
        for found, expected in ((shares[:, k], exact.n[0, k]), (means[:, k], exact.mean[0, k])):
            error = found.std(ddof=1) / np.sqrt(len(found))
            assert abs(found.mean() - expected) < 4 * error


# Standardised effect on `mood` of being in the arm, and of being in it with belief held at 0.
SAID = {
    "null": (0, 0),
    "drug_only": (0.4, 0.4),
    "belief_only": (None, 0),
    "both": (None, 0.2),
    "perceptible_dose": (None, 0),
    "side_effects_unblind": (None, 0),
    "benefit_unblinds": (0.6, 0.6),
    "collider": (0, 0),
    "efficacy_expectancy_feedback": (None, 0.2),
}


@pytest.mark.parametrize("name", SAID)
def test_what_each_scenario_supposes(protocol, name):
    everybody = {"leaving": Leaving(), "adherence": Adherence()}  # and all doses
    made = Study(protocol("parallel", 100), named_scenario(name).model_copy(update=everybody))
    series = made.series_with("mood")
    sd = np.hypot(series.sd_between, series.sd_within)

    def effect(belief):
        high, low = (
            draw(made, seed=2, keep=range(32), arm=arm, belief=belief).latent("mood").mean()
            for arm in ("MD", "PL")
        )
        return (high - low) / sd

    total, direct = SAID[name]
    assert effect(0.0) == pytest.approx(direct, abs=1e-9)
    if total is None:
        assert effect(None) > direct + 0.04
    else:
        assert effect(None) == pytest.approx(total, abs=1e-9)


def test_the_collider_makes_an_effect_out_of_nothing(protocol):
    """Within guesses, the drug seems to harm; over all, it does nothing."""
    drawn = draw(Study(protocol("parallel", 200), named_scenario("collider")), seed=3)
    scores, guess = drawn.scores("mood")[:, :, 0], drawn.guesses("guess").answer[:, :, 0]
    shares, means = cells(scores, guess, drawn.arm)
    within = ((means[:, 0] - means[:, 2]) + (means[:, 1] - means[:, 3])) / 2
    raw = (shares * means)[:, :2].sum(1) - (shares * means)[:, 2:].sum(1)
    error = within.std(ddof=1) / np.sqrt(len(within))
    assert within.mean() < -10 * error
    assert abs(raw.mean()) < 4 * raw.std(ddof=1) / np.sqrt(len(raw))
