"""The exact route: the same distribution as raw simulation, and refused where it is not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ks_2samp

from limen.analyse.mixed_models.exact import exact_statistics
from limen.analyse.mixed_models.fixed_design import FixedDesign
from limen.randomness import stream
from limen.simulate.draw import draw
from limen.simulate.exact import gaussian_outcome, why_not_gaussian

MADE = (
    "outcomes: [{id: mood, mean: 5, sd_between: 2, sd_within: 3, direct: {active: 1.5}, "
    "trend_per_week: 0.5, placebo: 1, after_treatment: 0.5}]"
)


@pytest.mark.parametrize("design", ["parallel", "crossover", "self_blinded"])
def test_parameters_are_those_of_the_draw(study, design):
    text = MADE.replace("sd_between: 2, sd_within: 3", "sd_between: 0, sd_within: 0")
    if design == "self_blinded":
        text = text.replace("after", "by_lag: [1, 0.5], after")
    made = study(text, design=design)
    exact = gaussian_outcome(made, "mood")
    drawn = draw(made, seed=1, keep=range(3))
    given = drawn.intervention("mood")
    expected = exact.mean + exact.effect[given, np.arange(given.shape[-1])]
    assert drawn.scores("mood") == pytest.approx(expected)
    assert np.ptp(exact.effect) == 1.5


def test_statistics_have_the_distribution_of_raw_simulation(study):
    """Kolmogorov–Smirnov on the effect, the residual squares and those of participants' sums."""
    made = study(MADE, people=40)
    exact = gaussian_outcome(made, "mood")
    raw = [draw(made, seed=2, block=block) for block in range(4)]
    names = {"effect": [], "rss": [], "between": []}
    for drawn in raw:
        for r in range(256):
            design, y = _rows(drawn.arm[r], drawn.scores("mood")[r])
            _collect(names, design.statistics(y[None]))
    one = raw[0].arm[0]  # balanced in every replicate: the design is the same but for its order
    design, _ = _rows(one, np.zeros((40, 4)))
    beta = np.array([exact.mean[0], exact.effect[1, 0], exact.mean[1] - exact.mean[0]])
    direct = {"effect": [], "rss": [], "between": []}
    _collect(
        direct,
        exact_statistics(
            design,
            beta=beta,
            tau=exact.sd_between,
            sigma=exact.sd_within,
            replicates=4096,
            rng=stream(3, "exact"),
        ),
    )
    for name, values in names.items():
        assert ks_2samp(np.concatenate(values), direct[name][0]).pvalue > 0.01, name


def _rows(arm, scores):
    people, times = scores.shape
    active = np.repeat(arm == 1, times).astype(float)
    week = np.tile(np.arange(times, dtype=float), people)
    X = np.column_stack([np.ones(people * times), active, week])
    return FixedDesign(X, np.repeat(np.arange(people), times)), scores.reshape(-1)


def _collect(found, statistics):
    found["effect"].append(statistics.start[:, 1])
    found["rss"].append(statistics.rss)
    found["between"].append(statistics.group_yy.sum(axis=1))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("every_outcome: {belief: 1}", "belief"),
        ("every_outcome: {mood: 1}", "mood"),
        ("every_outcome: {autocorrelation: 0.2}", "correlated"),
        ("leaving: {at_random_per_week: 0.1}", "leave"),
        ("adherence: {missed_dose: 0.1}", "doses"),
    ],
)
def test_what_is_not_gaussian_is_named(study, text, reason):
    assert gaussian_outcome(study(text), "mood") is None
    assert any(reason in said for said in why_not_gaussian(study(text), "mood"))


def test_instruments_with_a_grid_are_not_gaussian(study):
    assert list(why_not_gaussian(study(), "wellbeing")) == [
        "its scores lie on a grid",
        "it has a floor or a ceiling",
    ]
    assert list(why_not_gaussian(study(), "mood")) == []
