"""The published procedure: its rounding, its two implementations, and its known weaknesses."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import linregress

from limen.analyse.guess_rate import published_curve, published_curve_arrays
from limen.analyse.guess_rate.published import pseudo_trial_sizes
from limen.analyse.guess_rate.published.mode import first_scores, published_mode
from limen.analyse.guess_rate.published.procedure import _linear_model
from limen.errors import EmptyStratumError

REFERENCE = Path(__file__).parents[2] / "reference" / "author_vs_closed_form.csv"
IMPLEMENTATIONS = {"loops": published_curve, "arrays": published_curve_arrays}
every_implementation = pytest.mark.parametrize(
    "curve", IMPLEMENTATIONS.values(), ids=IMPLEMENTATIONS.keys()
)


@pytest.fixture
def scores():
    rng = np.random.default_rng(3)
    sizes = {"AA": 48, "AP": 43, "PA": 39, "PP": 102}
    return {k: np.rint(rng.normal(12 + 6 * (k[1] == "A"), 10, n)) for k, n in sizes.items()}


def test_rounding_of_the_shares_moves_a_participant():
    """Strata of 75, 35, 25, 65: 54/59/41/46 with shares of two decimals (54/58/42/46 without)."""
    sizes = pseudo_trial_sizes({"AA": 75, "AP": 35, "PA": 25, "PP": 65}, 0.5)
    assert sizes == {"AA": 54, "AP": 59, "PA": 41, "PP": 46}


@pytest.mark.parametrize("rate", [0.0, 0.25, 0.5, 1.0])
def test_a_pseudo_trial_has_the_size_of_the_study(rate):
    sizes = pseudo_trial_sizes({"AA": 48, "AP": 43, "PA": 39, "PP": 102}, rate)
    assert sum(sizes.values()) == 232
    assert sizes["AA"] + sizes["PP"] == round(232 * rate)


@every_implementation
def test_estimates_scatter_around_the_weighted_means(curve, scores):
    """Expected: stratum means by pseudo-trial sizes; within four Monte Carlo errors."""
    trials = 60
    for point in curve(scores, rates=(0.3, 0.8), pseudo_trials=trials, seed=5):
        n = pseudo_trial_sizes({k: len(v) for k, v in scores.items()}, point.rate)
        mean = {k: v.mean() for k, v in scores.items()}
        active = (n["AA"] * mean["AA"] + n["AP"] * mean["AP"]) / (n["AA"] + n["AP"])
        placebo = (n["PA"] * mean["PA"] + n["PP"] * mean["PP"]) / (n["PA"] + n["PP"])
        noise = point.estimates_sd / np.sqrt(trials)
        assert point.estimate == pytest.approx(active - placebo, abs=4 * noise)


def test_the_two_implementations_agree(scores):
    """Standard error, mean p and Hedges's g at one rate, within their Monte Carlo errors."""
    loops = published_curve(scores, rates=(0.5,), pseudo_trials=80, seed=1)[0]
    arrays = published_curve_arrays(scores, rates=(0.5,), pseudo_trials=4000, seed=1)[0]
    assert loops.standard_error == pytest.approx(arrays.standard_error, rel=0.02)
    assert loops.estimates_sd == pytest.approx(arrays.estimates_sd, rel=4 / np.sqrt(2 * 80))
    assert loops.p == pytest.approx(arrays.p, abs=4 * 0.3 / np.sqrt(80))
    assert loops.hedges_g == pytest.approx(arrays.hedges_g, abs=4 * 0.13 / np.sqrt(80))


def test_a_pseudo_trial_is_a_linear_regression():
    active, placebo = [3.0, 9.0, 4.0, 8.0, 6.0], [2.0, 5.0, 1.0, 7.0]
    estimate, error, p, g = _linear_model(active, placebo)
    fit = linregress([1.0] * 5 + [0.0] * 4, active + placebo)
    assert (estimate, error, p) == pytest.approx((fit.slope, fit.stderr, fit.pvalue), rel=1e-12)
    pooled = (np.var(active) * 5 + np.var(placebo) * 4) / 7
    assert g == pytest.approx((6.0 - 3.75) / np.sqrt(pooled) * (1 - 3 / 27))


@every_implementation
def test_one_seed_one_curve(curve, scores):
    first, again = (curve(scores, rates=(0.5,), pseudo_trials=3, seed=9) for _ in range(2))
    assert first == again


@every_implementation
def test_fails_on_an_empty_stratum(curve, scores):
    with pytest.raises(EmptyStratumError, match="PA"):
        curve({**scores, "PA": np.array([])}, rates=(0.5,), seed=1)


def reference(scale: str):
    with REFERENCE.open() as file:
        return next(row for row in csv.DictReader(file) if row["scale"] == scale)


@pytest.mark.parametrize("scale", ["PANAS", "energy", "CPS"])
def test_standard_errors_of_the_authors(self_blinding, scale):
    """Their mean standard error over 96 pseudo-trials, on 233 people for our 232."""
    scores = first_scores(self_blinding(scale).at("w1s1"))
    point = published_curve_arrays(scores, rates=(0.5,), pseudo_trials=2000, seed=1)[0]
    assert point.standard_error == pytest.approx(float(reference(scale)["auth_se"]), rel=0.02)
    noise = np.hypot(1, np.sqrt(96 / 2000)) * float(reference(scale)["sd_est"]) / np.sqrt(96)
    assert point.estimate == pytest.approx(float(reference(scale)["auth_adj"]), abs=3 * noise)


def test_bandwidth_doubles_the_error_of_a_narrow_score(self_blinding):
    """The cognitive score's standard error: 0.173 against 0.083."""
    scores = first_scores(self_blinding("CPS").at("w1s1"))
    point = published_curve_arrays(scores, rates=(0.5,), pseudo_trials=4000, seed=1)[0]
    assert point.standard_error == pytest.approx(0.173, abs=0.0015)


def test_the_table_names_the_weaknesses(self_blinding):
    table = published_mode(self_blinding("PANAS"), seed=1)
    assert "not a p-value" in " ".join(table.notes)
    assert len(table.rows) == 13
    assert table.values("closed")[6] == pytest.approx(table.values("estimate")[6], abs=4 * 0.16)
