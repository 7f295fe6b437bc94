"""What every blinding index owes its callers, and what each of them is."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from limen.analyse.blinding import INDICES, GuessCounts
from limen.analyse.blinding.indices import analytic_limits
from limen.references import references
from limen.results import FitStatus

REFERENCE = Path(__file__).parents[2] / "reference" / "blinding_reference.csv"
every_index = pytest.mark.parametrize("index", INDICES.values(), ids=INDICES.keys())


@every_index
@pytest.mark.parametrize(
    ("placebo", "active"),
    [
        ((9, 0, 0), (0, 9, 0)),
        ((0, 9, 0), (9, 0, 0)),
        ((9, 0, 0), (9, 0, 0)),
        ((0, 0, 9), (0, 0, 9)),
        ((3, 3, 3), (3, 3, 3)),
        ((40, 10, 0), (25, 25, 3)),
    ],
)
def test_stays_within_its_bounds(index, rated, placebo, active):
    value = index.compute(rated(placebo, active), 0.95).value
    low, high = index.bounds
    assert np.all(((low <= value) & (value <= high)) | np.isnan(value))


@every_index
def test_says_when_an_arm_gave_no_guess(index, rated):
    estimates = index.compute(rated((5, 4, 0), (0, 0, 0)), 0.95)
    assert FitStatus.of(estimates.status[0]) is FitStatus.NOT_ESTIMABLE
    assert np.isnan(estimates.value).any()


@every_index
def test_says_where_it_comes_from(index):
    assert references(index.compute)


@every_index
def test_a_batch_is_its_replicates(index, rated):
    one, two = rated((40, 10, 2), (25, 25, 3)), rated((0, 30, 0), (12, 14, 9))
    batch = GuessCounts(
        arms=one.arms,
        answers=np.concatenate([one.answers, two.answers]),
        ratings=np.concatenate([one.ratings, two.ratings]),
        rating_values=one.rating_values,
    )
    together = index.compute(batch, 0.95)
    for r, single in enumerate((one, two)):
        alone = index.compute(single, 0.95)
        np.testing.assert_allclose(together.value[r], alone.value[0], rtol=1e-14)
        np.testing.assert_allclose(together.standard_error[r], alone.standard_error[0], rtol=1e-14)


@pytest.mark.parametrize("index", [i for i in INDICES.values() if i.blind is not None])
def test_its_blind_value_is_what_identical_arms_give(index, rated):
    """Both arms answer alike and without a leaning: any index with a blind value is at it."""
    value = index.compute(rated((30, 30, 0), (30, 30, 0)), 0.95).value
    np.testing.assert_allclose(value, index.blind, atol=1e-15)


@every_index
def test_standard_error_is_the_spread_over_repeated_studies(index):
    """Multinomial answers with confidence; tolerance four Monte Carlo errors and the 1/n bias."""
    rng = np.random.default_rng(20261101)
    n, repeats = 400, 6000
    shares = np.array([[0.30, 0.25, 0.15, 0.20, 0.10], [0.15, 0.20, 0.15, 0.25, 0.25]])
    ratings = np.stack([rng.multinomial(n, p, size=repeats) for p in shares], axis=1).astype(float)
    expected = (shares * n)[None]
    drawn, at_truth = (_counts_of_ratings(r) for r in (ratings, expected))
    spread = index.compute(drawn, 0.95).value.std(axis=0)
    error = index.compute(at_truth, 0.95).standard_error[0]
    np.testing.assert_allclose(error, spread, rtol=4 / np.sqrt(2 * repeats) + 2 / n)


def _counts_of_ratings(ratings) -> GuessCounts:
    answers = np.stack([ratings[..., :2].sum(-1), ratings[..., 3:].sum(-1), ratings[..., 2]], -1)
    return GuessCounts(
        arms=("placebo", "active"),
        answers=answers,
        ratings=ratings,
        rating_values=np.array([-0.9, -0.3, 0.0, 0.3, 0.9]),
    )


def reference_rows(prefix: str):
    with REFERENCE.open() as file:
        return [row for row in csv.DictReader(file) if row["index"].startswith(prefix)]


def reference_counts(row, counts) -> GuessCounts:
    number = {key: int(row[key]) for key in ("TT", "TP", "PT", "PP", "DT", "DP")}
    return counts(
        (number["PP"], number["TP"], number["DP"]), (number["PT"], number["TT"], number["DT"])
    )


@pytest.mark.parametrize("row", reference_rows("James"), ids=lambda row: row["example"])
def test_james_matches_r_package_bi(row, counts):
    estimates = INDICES["james"].compute(reference_counts(row, counts), 0.95)
    _matches(row, estimates, 0)


@pytest.mark.parametrize(
    "row", reference_rows("Bang"), ids=lambda row: f"{row['example']}-{row['index']}"
)
def test_bang_matches_r_package_bi(row, counts):
    estimates = INDICES["bang"].compute(reference_counts(row, counts), 0.95)
    j = int(row["index"] == "Bang_treatment")
    _matches(row, estimates, j)
    step = NormalDist().inv_cdf(0.95) * estimates.standard_error[0, j]
    assert estimates.value[0, j] - step == pytest.approx(float(row["lo_1sided_greater"]), abs=2e-15)
    assert estimates.value[0, j] + step == pytest.approx(float(row["hi_1sided_less"]), abs=2e-15)


def _matches(row, estimates, j):
    lower, upper = analytic_limits(estimates, 0.95)
    assert estimates.value[0, j] == pytest.approx(float(row["estimate"]), rel=0, abs=1e-15)
    assert estimates.standard_error[0, j] == pytest.approx(float(row["se"]), rel=0, abs=1e-15)
    assert lower[0, j] == pytest.approx(float(row["lo2"]), rel=0, abs=1e-15)
    assert upper[0, j] == pytest.approx(float(row["hi2"]), rel=0, abs=1e-15)


def test_james_is_one_when_all_say_dont_know(counts):
    estimates = INDICES["james"].compute(counts((0, 0, 9), (0, 0, 7)), 0.95)
    assert (estimates.value[0, 0], estimates.standard_error[0, 0]) == (1.0, 0.0)


def test_bang_is_zero_when_all_say_dont_know(counts):
    assert np.all(INDICES["bang"].compute(counts((0, 0, 9), (0, 0, 7)), 0.95).value == 0)


def test_sensitivity_does_not_mistake_a_leaning_for_recognition(counts):
    """Everybody mostly says placebo: Bang's placebo index is large, d′ is exactly 0."""
    leaning = counts((80, 20, 0), (80, 20, 0))
    assert INDICES["bang"].compute(leaning, 0.95).value[0] == pytest.approx([0.6, -0.6])
    assert INDICES["sensitivity"].compute(leaning, 0.95).value[0, 0] == pytest.approx(0, abs=1e-15)
    assert INDICES["criterion"].compute(leaning, 0.95).value[0, 0] > 0.8


def test_signal_detection_gives_back_the_observer_it_came_from(counts):
    hit, false_alarm = ndtr(0.67 - 0.69), ndtr(-0.69)
    observer = counts((1 - false_alarm, false_alarm, 0), (1 - hit, hit, 0))
    observer = replace(observer, answers=observer.answers * 1000)
    assert INDICES["sensitivity"].compute(observer, 0.95).value[0, 0] == pytest.approx(0.67)
    assert INDICES["criterion"].compute(observer, 0.95).value[0] == pytest.approx(
        [0.69 - 0.67 / 2, 0.69]
    )


def test_an_empty_cell_gets_half_a_guess_more(counts):
    """Hautus 1995: add 0.5 to every cell of the 2 × 2 table."""
    estimate = INDICES["sensitivity"].compute(counts((10, 0, 0), (4, 6, 0)), 0.95)
    assert estimate.value[0, 0] == pytest.approx(ndtri(6.5 / 11) - ndtri(0.5 / 11))


def test_area_is_the_share_of_pairs_in_order(rated):
    counts = rated((7, 4, 2), (5, 9, 1))
    values, ratings = counts.rating_values, counts.ratings[0].astype(int)
    placebo, active = (np.repeat(values, n) for n in ratings)
    order = np.sign(active[:, None] - placebo[None, :])
    below, above = (order == 1) + 0.5 * (order == 0), None
    estimate = INDICES["area"].compute(counts, 0.95)
    assert estimate.value[0, 0] == pytest.approx(below.mean())
    above = below.mean(axis=1).var(ddof=1) / len(active)
    above += below.mean(axis=0).var(ddof=1) / len(placebo)
    assert estimate.standard_error[0, 0] == pytest.approx(np.sqrt(above))


def test_five_answers_are_the_mean_of_their_weights(rated):
    counts = rated((9, 6, 2), (6, 12, 4))
    scores = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
    active = np.repeat(scores, counts.ratings[0, 1].astype(int))
    estimate = INDICES["bang_five"].compute(counts, 0.95)
    assert estimate.value[0, 1] == pytest.approx(active.mean())
    assert estimate.standard_error[0, 1] == pytest.approx(active.std() / np.sqrt(len(active)))
