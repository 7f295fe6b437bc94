"""Noticing: d′ and k of the published counts, their errors, the slope, tolerance, ratings."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from limen.errors import AnalysisError
from limen.pharmacology import substance
from limen.pharmacology.perceptibility import (
    Intensity,
    after_doses,
    detection,
    dose_response,
    draw_perceptibility,
    fit_probit,
    fit_probit_with_people,
    intensity_of,
    perceptibility_of,
    probability_of_saying_active,
    summarise_ratings,
)
from limen.randomness import stream

REFERENCE = Path(__file__).parents[1] / "reference"
LSD = substance("lsd")
ANALOGUES = ("LSD", "1p-LSD", "ALD-52", "AL-LAD")

# Group, microdose capsules and those guessed right, the same of placebo, d′, k.
TABLE = [
    ("all", 167, 339, 383, 508, "0.67", "0.69"),
    ("LSD group", 120, 255, 284, 370, "0.66", "0.73"),
    ("below 7.5", 13, 30, 15, 26, "0.03", "0.19"),
    ("7.5 to 12.5", 47, 115, 126, 157, "0.62", "0.85"),
    ("12.5 to 17.5", 38, 68, 92, 121, "0.86", "0.71"),
    ("17.5 to 25", 19, 36, 46, 60, "0.80", "0.73"),
    ("mushroom, truffle", 44, 80, 95, 131, "0.72", "0.60"),
]


def of_counts(hit, active, right, placebo):
    return detection(
        active_guessed_active=hit,
        active=active,
        placebo_guessed_active=placebo - right,
        placebo=placebo,
    )


@pytest.fixture(scope="module")
def reference():
    with (REFERENCE / "guesses_and_intensity.csv").open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="session")
def capsules(self_blinding_folder):
    """One row per acute capsule of the public file."""
    rows = pd.read_csv(self_blinding_folder / "pacutes.csv")
    rows = rows[rows["tp"].str.endswith("s1")]
    keys = ["trial_id", "tp"]
    found = rows.groupby(keys)[["condition", "guess", "drug", "dose"]].first()
    ratings = rows[rows["test_name"] == "intensity"].set_index(keys)["value"]
    found = found.join(ratings).reset_index()
    found["took"] = found["condition"] == "MD"
    found["said"] = found["guess"] == "MD"
    return found


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case[0])
def test_discriminability_and_criterion_of_the_published_counts(case, printed):
    _, hit, active, right, placebo, d, k = case
    found = of_counts(hit, active, right, placebo)
    assert found.discriminability == printed(d)
    assert found.criterion == printed(k)


@pytest.mark.parametrize(
    ("row", "right", "n"),
    [("pe001", 167, 339), ("pe002", 383, 508), ("pe012", 120, 255), ("pe018", 47, 115)],
)
def test_the_counts_are_those_of_the_reference(reference, row, right, n, printed):
    assert int(reference[row]["n"]) == n
    assert right / n == printed(reference[row]["value"])


def test_closed_form_and_maximum_likelihood_are_two_routes_to_one_fit():
    counts = LSD.perceptibility.counts[0]
    fit = fit_probit(
        [[1.0, 1.0], [1.0, 0.0]],
        [counts.active_guessed_active, counts.placebo_guessed_active],
        [counts.active, counts.placebo],
    )
    found = of_counts(120, 255, 284, 370)
    assert fit.coefficients == pytest.approx([-found.criterion, found.discriminability], rel=1e-9)
    assert fit.standard_errors == pytest.approx(
        [found.criterion_standard_error, found.discriminability_standard_error], rel=1e-9
    )


def test_probit_against_a_general_optimiser():
    rng = stream(1, "test")
    x = np.column_stack([np.ones(300), rng.standard_normal((300, 2))])
    y = (rng.random(300) < norm.cdf(x @ [0.2, 0.8, -0.5])).astype(float)

    def loss(beta):
        return -np.sum(norm.logcdf((2 * y - 1) * (x @ beta)))

    best = minimize(loss, np.zeros(3), method="BFGS", options={"gtol": 1e-8})
    fit = fit_probit(x, y)
    assert fit.coefficients == pytest.approx(best.x, abs=1e-6)
    assert fit.log_likelihood == pytest.approx(-best.fun, abs=1e-9)
    eta = x @ fit.coefficients
    weight = norm.pdf(eta) ** 2 / (norm.cdf(eta) * norm.sf(eta))
    information = (x * weight[:, None]).T @ x
    assert fit.covariance @ information == pytest.approx(np.eye(3), abs=1e-10)


def test_standard_errors_cover():
    """95 % intervals of d′ and k over 4,000 studies of the size of the real one."""
    rng = stream(2, "test")
    true_d, true_k = 0.66, 0.73
    hits = rng.binomial(255, norm.cdf(true_d - true_k), 4000)
    alarms = rng.binomial(370, norm.cdf(-true_k), 4000)
    found = detection(
        active_guessed_active=hits, active=255, placebo_guessed_active=alarms, placebo=370
    )
    for value, error, truth in (
        (found.discriminability, found.discriminability_standard_error, true_d),
        (found.criterion, found.criterion_standard_error, true_k),
    ):
        covered = np.mean(np.abs(value - truth) < 1.96 * error)
        assert covered == pytest.approx(0.95, abs=0.012)  # 3.5 Monte Carlo standard errors
    sample = np.cov(found.discriminability, found.criterion)[0, 1]
    assert sample == pytest.approx(np.mean(found.covariance), rel=0.1)


def test_extreme_counts_stay_finite():
    found = of_counts(5, 5, 0, 4)
    assert np.isfinite(found.discriminability)
    with pytest.raises(ValueError, match="at least one guess"):
        of_counts(0, 0, 1, 2)


@pytest.mark.parametrize("per_band", [False, True])
def test_no_slope_is_identified(per_band, printed):
    found = dose_response(LSD.perceptibility.counts, criterion_per_band=per_band)
    assert not found.identified
    slope, error, ratio, p = (
        ("0.043", "0.027", "2.56", "0.11") if per_band else ("0.027", "0.019", "1.95", "0.16")
    )
    assert found.slope.value == printed(slope)
    assert found.slope.standard_error == printed(error)
    assert found.likelihood_ratio == printed(ratio)
    assert found.p == printed(p)
    # One d′ for all doses and one in proportion to the dose fit alike: twice the difference is
    # far below what would tell them apart.
    likelihoods = found.log_likelihoods
    assert abs(likelihoods["constant"] - likelihoods["proportional"]) < 1.5


def test_a_steep_slope_would_be_found():
    bands = [
        band.model_copy(
            update={
                "active": 400,
                "placebo": 400,
                "placebo_guessed_active": 100,
                "active_guessed_active": round(
                    400 * norm.cdf(0.08 * band.mean_dose_micrograms - 0.674)
                ),
            }
        )
        for band in LSD.perceptibility.counts[1:]
    ]
    found = dose_response(bands, criterion_per_band=False)
    assert found.identified
    assert found.slope.value == pytest.approx(0.08, abs=0.01)


def test_a_slope_needs_bands():
    with pytest.raises(AnalysisError, match="at least two bands"):
        dose_response(LSD.perceptibility.counts[:1], criterion_per_band=False)


def test_terms_that_repeat_each_other_and_unanimous_groups_are_refused():
    with pytest.raises(AnalysisError, match="cannot be told apart"):
        fit_probit([[1.0, 2.0], [1.0, 2.0]], [1, 2], [4, 4])
    with pytest.raises(AnalysisError, match="everybody answers alike"):
        fit_probit([[1.0, 1.0], [1.0, 0.0]], [9, 4], [9, 9])


def test_people_say_placebo_in_both_arms():
    model = perceptibility_of(LSD)
    active, placebo = model.probability([10.0, 0.0])
    assert active == pytest.approx(120 / 255, abs=2e-4)
    assert placebo == pytest.approx(86 / 370, abs=2e-4)


def test_averaging_over_people_gives_the_average_guess_back():
    model = perceptibility_of(LSD)
    d, k = model.of_person(stream(3, "test").standard_normal(400_000))
    for discriminability, dose in ((d, 10.0), (0.0, 0.0)):
        over_people = np.mean(probability_of_saying_active(discriminability, k))
        assert over_people == pytest.approx(float(model.probability(dose)), abs=5e-4)


def test_the_average_over_criteria_is_an_integral():
    deviates = np.linspace(-8, 8, 20_001)
    numerical = np.trapezoid(norm.pdf(deviates) * norm.cdf(0.7 - 0.6 - 0.5 * deviates), deviates)
    assert probability_of_saying_active(0.7, 0.6, 0.5) == pytest.approx(numerical, rel=1e-8)


def test_proportional_noticing_follows_dose_and_exposure():
    model = perceptibility_of(LSD, "proportional")
    assert model.discriminability_at(20.0) == pytest.approx(2 * 0.490)
    assert model.discriminability_at(10.0, relative_exposure=1.5) == pytest.approx(0.735)
    assert model.discriminability_at(0.0) == 0


def test_tolerance_lowers_d_and_stops_at_zero():
    found = after_doses(0.1, earlier_doses=[0, 1, 9], tolerance_per_dose=0.044)
    assert found == pytest.approx([0.1, 0.056, 0.0])


def test_tolerance_on_the_probit_scale_is_the_published_one_over_the_density(printed):
    assert 0.017474 / norm.pdf(0) == printed("0.044")
    assert 0.006528 / norm.pdf(0) == printed("0.016")
    assert LSD.perceptibility.tolerance_per_dose.value == 0.044


def test_draws_have_the_files_errors_and_correlation():
    drawn = draw_perceptibility(LSD, "constant", draws=100_000, rng=stream(4, "test"))
    assert np.std(drawn.discriminability) == pytest.approx(0.115, rel=0.01)
    assert np.std(drawn.criterion) == pytest.approx(0.075, rel=0.01)
    assert np.corrcoef(drawn.discriminability, drawn.criterion)[0, 1] == pytest.approx(
        0.685, abs=0.006
    )


def test_guesses_about_mushrooms_carry_no_dose():
    with pytest.raises(AnalysisError, match="carry no dose"):
        perceptibility_of(substance("psilocybin"), "proportional")


def test_ratings_have_the_means_and_sds_of_the_reference(reference):
    model = intensity_of(LSD.perceptibility)
    for row, cell in {"pe028": (1, 1), "pe029": (1, 0), "pe030": (0, 1), "pe031": (0, 0)}.items():
        assert model.overall_mean[cell] == pytest.approx(float(reference[row]["value"]), abs=0.03)
        assert model.overall_sd[cell] == pytest.approx(float(reference[row]["sd"]), rel=0.03)


def test_drawn_ratings_are_the_model():
    model = intensity_of(LSD.perceptibility)
    n = 200_000
    for took, said in np.ndindex(2, 2):
        ratings = model.draw(np.full(n, took, bool), np.full(n, said, bool), stream(5, "test"))
        cell = took, said
        assert ratings.min() >= 0
        assert ratings.max() <= 100
        assert np.mean(ratings == 0) == pytest.approx(model.zero[cell], abs=0.003)
        assert ratings.mean() == pytest.approx(model.overall_mean[cell], abs=0.2)
        assert ratings.std() == pytest.approx(model.overall_sd[cell], rel=0.04)


def test_impossible_ratings_are_refused():
    usual = {name: np.full((2, 2), v) for name, v in (("zero", 0.5), ("mean", 30.0), ("sd", 9.0))}
    for change in ({"zero": 1.5}, {"mean": 0.0}, {"sd": 50.0}):
        wrong = {name: np.full((2, 2), v) for name, v in change.items()}
        with pytest.raises(ValueError, match=r"lies between|impossible"):
            Intensity(**{**usual, **wrong})
    with pytest.raises(ValueError, match="two ratings above zero"):
        summarise_ratings([0.0, 1.0], [True, False], [True, False])


def test_both_files_hold_the_same_ratings():
    one, two = (intensity_of(substance(id).perceptibility) for id in ("lsd", "psilocybin"))
    assert one.mean.tolist() == two.mean.tolist()
    assert one.zero.tolist() == two.zero.tolist()


def test_ratings_of_the_files_come_from_the_public_data(capsules):
    found = summarise_ratings(capsules["value"], capsules["took"], capsules["said"])
    stored = intensity_of(LSD.perceptibility)
    assert found.zero == pytest.approx(stored.zero, abs=0.0005)
    assert found.mean == pytest.approx(stored.mean, abs=0.0051)
    assert found.sd == pytest.approx(stored.sd, abs=0.0051)


def test_counts_and_mean_doses_of_the_file_come_from_the_public_data(capsules, printed):
    own = capsules[capsules["drug"].isin(ANALOGUES)]
    edges = {1: (-1, 7.5), 2: (7.5, 12.5), 3: (12.5, 17.5), 4: (17.5, 25.0001)}
    for number, (low, high) in edges.items():
        band = LSD.perceptibility.counts[number]
        inside = own[(own["dose"] >= low) & (own["dose"] < high)]
        took, rest = inside[inside["took"]], inside[~inside["took"]]
        assert (len(took), took["said"].sum()) == (band.active, band.active_guessed_active)
        assert (len(rest), rest["said"].sum()) == (band.placebo, band.placebo_guessed_active)
        assert took["dose"].mean() == pytest.approx(band.mean_dose_micrograms, abs=0.0051)


@pytest.mark.parametrize(
    ("id", "shape"),
    [("lsd", "constant"), ("lsd", "proportional"), ("psilocybin", "constant")],
)
def test_fits_of_the_files_come_from_the_public_data(capsules, id, shape):
    entry = getattr(substance(id).perceptibility, shape)
    if id == "lsd":
        own = capsules[capsules["drug"].isin(ANALOGUES)]
    else:
        own = capsules[capsules["drug"].str.contains("Psilocybin")]
    strength = own["took"].to_numpy(dtype=float)
    if shape == "proportional":
        own = own[own["dose"] <= 25]
        strength = own["took"].to_numpy(dtype=float) * own["dose"].to_numpy() / 10
    design = np.column_stack([np.ones(len(own)), strength])
    fit = fit_probit(design, own["said"], person=own["trial_id"])
    k, d = fit.standard_errors
    assert fit.coefficients[1] == pytest.approx(entry.discriminability.value, abs=0.00051)
    assert -fit.coefficients[0] == pytest.approx(entry.criterion.value, abs=0.00051)
    assert d == pytest.approx(entry.discriminability.standard_error, abs=0.00051)
    assert k == pytest.approx(entry.criterion.standard_error, abs=0.00051)
    correlation = -fit.covariance[0, 1] / (k * d)
    assert correlation == pytest.approx(entry.correlation.value, abs=0.00051)


def test_the_criterions_sd_comes_from_the_public_data(capsules):
    own = capsules[capsules["drug"].isin(ANALOGUES)]
    design = np.column_stack([np.ones(len(own)), own["took"].to_numpy(dtype=float)])
    fit = fit_probit_with_people(design, own["said"], own["trial_id"])
    assert fit.person_sd == pytest.approx(0.20, abs=0.0051)
    assert fit.person_sd_standard_error == pytest.approx(0.17, abs=0.0051)
    without = fit_probit(design, own["said"])
    assert 2 * (fit.log_likelihood - without.log_likelihood) < 1  # not told from no differences


def test_weekly_guesses_show_no_trend(capsules):
    week = capsules["tp"].str[1].astype(float).to_numpy() - 1
    took = capsules["took"].to_numpy(dtype=float)
    design = np.column_stack([np.ones(len(took)), took, week, took * week])
    fit = fit_probit(design, capsules["said"], person=capsules["trial_id"])
    assert fit.coefficients[3] == pytest.approx(-0.026, abs=0.0006)
    assert fit.standard_errors[3] == pytest.approx(0.079, abs=0.0006)


def test_people_who_differ_are_recovered():
    rng = stream(6, "test")
    person = np.repeat(np.arange(1500), 4)
    took = np.tile([1.0, 0.0, 1.0, 0.0], 1500)
    lean = 0.8 * rng.standard_normal(1500)[person]
    said = rng.random(6000) < norm.cdf(-0.7 + 0.7 * took + lean)
    fit = fit_probit_with_people(np.column_stack([np.ones(6000), took]), said, person)
    assert fit.person_sd == pytest.approx(0.8, abs=3 * fit.person_sd_standard_error)
    assert fit.coefficients == pytest.approx([-0.7, 0.7], abs=0.12)
    assert 0.02 < fit.person_sd_standard_error < 0.08
