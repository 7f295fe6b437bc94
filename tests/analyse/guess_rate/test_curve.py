"""The closed form: its identities, its derivatives, and figures of the public data."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from limen.analyse.guess_rate import (
    Cells,
    Strata,
    at_equal_guessing,
    at_observed_rate,
    at_rate,
    cells,
    clustered_variance,
    contrast_estimates,
    equal_guessing_rate,
    observed_rate,
    row_variance,
    standardised,
    strata,
    totals,
)
from limen.analyse.guess_rate.bootstrap import bootstrap_values
from limen.analyse.guess_rate.contrast import fixed_weight_variance
from limen.analyse.guess_rate.rates import guess_rates
from limen.results import FitStatus

REFERENCE = Path(__file__).parents[2] / "reference" / "author_vs_closed_form.csv"
HALF = np.array([0.5])
CONTRASTS = {
    "half": lambda at: at_rate(at, HALF),
    "grid": lambda at: at_rate(at, np.array([0.0, 0.2, 0.9, 1.0])),
    "equal": at_equal_guessing,
    "standardised": standardised,
    "observed": at_observed_rate,
    "rates": guess_rates,
}
every_contrast = pytest.mark.parametrize("of", CONTRASTS.values(), ids=CONTRASTS.keys())


def drawn_cells(strata: int = 6, replicates: int = 3) -> Cells:
    rng = np.random.default_rng(7)
    return Cells(
        n=rng.integers(5, 60, size=(replicates, strata)).astype(float),
        mean=rng.normal(20, 8, size=(replicates, strata)),
    )


def textbook(at: Cells, c: float) -> float:
    """Δ(c) from the shares r, s, u and t, as the method is usually written; first replicate."""
    aa, ap, pa, pp, ad, pd = np.pad(at.n[0], (0, 6 - at.n.shape[1]))
    means = np.pad(at.mean[0], (0, 6 - at.n.shape[1]))
    r, s = pp / (pp + aa), ap / (ap + pa)
    unsure = ad + pd
    u, t = unsure / at.n[0].sum(), ad / unsure if unsure else 0.0
    active = np.array([(1 - u) * c * (1 - r), (1 - u) * (1 - c) * s, u * t])
    placebo = np.array([(1 - u) * (1 - c) * (1 - s), (1 - u) * c * r, u * (1 - t)])
    upper, lower = active @ means[[0, 1, 4]], placebo @ means[[2, 3, 5]]
    return float(upper / active.sum() - lower / placebo.sum())


@pytest.mark.parametrize("number", [4, 6])
@pytest.mark.parametrize("rate", [0.0, 0.3, 0.5, 0.77, 1.0])
def test_is_the_textbook_form(number, rate):
    at = drawn_cells(number)
    ours = at_rate(at, np.array([rate])).value[0, 0]
    assert ours == pytest.approx(textbook(at, rate), rel=0, abs=1e-13)


@pytest.mark.parametrize("number", [4, 6])
def test_at_the_observed_rate_it_is_the_raw_difference(number):
    at = drawn_cells(number)
    arm = np.array([1, 1, 0, 0, 1, 0])[:number] == 1
    raw = [
        np.average(mean[arm], weights=n[arm]) - np.average(mean[~arm], weights=n[~arm])
        for n, mean in zip(at.n, at.mean, strict=True)
    ]
    np.testing.assert_allclose(at_rate(at, observed_rate(at)).value[:, 0], raw, atol=1e-13)
    np.testing.assert_allclose(at_observed_rate(at).value[:, 0], raw, atol=1e-13)


def test_nobody_unsure_gives_the_binary_form():
    at = drawn_cells(4)
    padded = Cells(n=np.pad(at.n, ((0, 0), (0, 2))), mean=np.pad(at.mean, ((0, 0), (0, 2))))
    for of in CONTRASTS.values():
        np.testing.assert_allclose(of(padded).value, of(at).value, rtol=1e-14)


def test_at_equal_guessing_both_arms_say_active_alike():
    at = drawn_cells(4)
    rate = equal_guessing_rate(at)
    said = Cells(n=at.n, mean=np.tile([1.0, 0.0, 1.0, 0.0], (3, 1)))  # outcome: says active
    np.testing.assert_allclose(at_rate(said, rate).value, 0, atol=1e-14)


def test_standardised_is_free_of_additive_belief():
    """A belief effect that is the same in both arms leaves Δ(std) and Δ(c*); not Δ(0.5)."""
    at = drawn_cells(4)
    believed = replace(at, mean=np.tile([3 + 10.0, 3 + 2.0, 10.0, 2.0], (3, 1)))
    np.testing.assert_allclose(standardised(believed).value, 3, atol=1e-12)
    np.testing.assert_allclose(at_equal_guessing(believed).value, 3, atol=1e-12)
    assert np.all(np.abs(at_rate(believed, HALF).value - 3) > 1e-3)


@every_contrast
@pytest.mark.parametrize("number", [4, 6])
def test_derivatives_are_those_of_finite_differences(of, number):
    """Moving one row's worth of count and sum in each stratum, by a small step."""
    at = drawn_cells(number, 1)
    counts, sums, step = at.n, at.n * at.mean, 1e-5
    contrast = of(at)
    for k in range(number):
        shift = np.zeros_like(counts)
        shift[0, k] = step
        by_sum = (of(cells(counts, sums + shift)).value - of(cells(counts, sums - shift)).value)[0]
        np.testing.assert_allclose(by_sum / (2 * step), contrast.over_sums[0, :, k], atol=1e-8)
        by_count = of(cells(counts + shift, sums)).value - of(cells(counts - shift, sums)).value
        expected = contrast.over_counts[0, :, k] - contrast.over_sums[0, :, k] * at.mean[0, k]
        np.testing.assert_allclose(by_count[0] / (2 * step), expected, rtol=1e-6, atol=1e-8)


@every_contrast
def test_clustered_variance_is_the_sum_over_participants(of, study):
    """The quadratic form against influence values written out participant by participant."""
    rows = strata(study)
    added = totals(rows)
    contrast = of(added)
    residuals = rows.sums[0] - rows.counts[0] * added.mean[0]
    influence = residuals @ contrast.over_sums[0].T + rows.counts[0] @ contrast.over_counts[0].T
    m = int((rows.counts[0].sum(axis=1) > 0).sum())
    expected = m / (m - 1) * (influence**2).sum(axis=0)
    np.testing.assert_allclose(clustered_variance(contrast, added)[0], expected, rtol=1e-12)
    np.testing.assert_allclose(influence.sum(axis=0), 0, atol=1e-12)


@pytest.mark.parametrize(
    ("name", "column"), [("half", 0), ("equal", 1), ("standardised", 2), ("observed", 3)]
)
def test_bootstrap_agrees_with_the_delta_method(name, column, study):
    """20,000 samples: Monte Carlo error of a standard deviation 0.5 %, curvature allowed 3 %."""
    rows = strata(study)
    added = totals(rows)
    contrast = CONTRASTS[name](added)
    drawn = bootstrap_values(rows, 20_000, seed=11)
    error = np.sqrt(clustered_variance(contrast, added)[0, 0])
    assert error == pytest.approx(drawn[:, column].std(ddof=1), rel=0.03)


def test_replicates_do_not_mix(study):
    other = replace(study, value=study.value[:, ::-1], observed=study.observed[:, ::-1])
    names = ("value", "observed", "intervention", "guess", "confidence")
    both = replace(
        study,
        **{n: np.concatenate([getattr(study, n), getattr(other, n)]) for n in names},
    )
    together = totals(strata(both))
    for r, layout in enumerate((study, other)):
        alone = totals(strata(layout))
        for of in CONTRASTS.values():
            np.testing.assert_allclose(of(together).value[r], of(alone).value[0], rtol=1e-12)
            np.testing.assert_allclose(
                clustered_variance(of(together), together)[r],
                clustered_variance(of(alone), alone)[0],
                rtol=1e-10,
            )


def test_an_empty_stratum_gives_no_estimate():
    at = drawn_cells(4)
    n = at.n.copy()
    n[1, 2] = 0
    empty = replace(at, n=n)
    for of in (CONTRASTS["half"], at_equal_guessing, at_observed_rate):
        np.testing.assert_array_equal(np.isnan(of(empty).value[:, 0]), [False, True, False])
    rows = np.zeros((3, 5, 4))
    rows[:, :4] = np.eye(4)
    rows[1, 2] = 0
    added = totals(Strata(counts=rows, sums=rows, squares=None, rows=rows.sum(axis=1)))
    fitted = contrast_estimates(("Δ(0.5)",), at_rate(added, HALF), added)
    assert FitStatus.of(fitted.status[1]) is FitStatus.NOT_ESTIMABLE
    assert FitStatus.of(fitted.status[0]) is FitStatus.CONVERGED


def reference_rows():
    with REFERENCE.open() as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", reference_rows(), ids=lambda row: row["scale"])
def test_published_pseudo_trials_scatter_around_the_closed_form(row):
    """Means over 96 pseudo-trials: within three Monte Carlo errors (rounded shares included)."""
    noise = float(row["sd_est"]) / np.sqrt(int(row["n_res"]))
    assert float(row["auth_adj"]) == pytest.approx(float(row["closed"]), abs=3 * noise)


@pytest.mark.parametrize("row", reference_rows(), ids=lambda row: row["scale"])
def test_observed_rate_of_the_authors_file(row):
    n = np.array([[float(row[key]) for key in ("ACAC", "ACPL", "PLAC", "PLPL")]])
    at = Cells(n=n, mean=np.zeros_like(n))
    assert observed_rate(at)[0, 0] == pytest.approx(float(row["cgr"]), abs=1e-15)


def test_panas_in_week_one(self_blinding, printed):
    added = totals(strata(self_blinding("PANAS").at("w1s1")))
    half = at_rate(added, HALF)
    assert added.n[0].tolist() == [48, 43, 39, 102]
    assert observed_rate(added)[0, 0] == printed("0.646552")
    assert half.value[0, 0] == printed("1.079847")
    assert np.sqrt(fixed_weight_variance(half, added)[0, 0]) == printed("1.342008")
    assert np.sqrt(row_variance(half, added)[0, 0]) == printed("1.346199")
    assert at_observed_rate(added).value[0, 0] == printed("3.157042")
    assert equal_guessing_rate(added)[0, 0] == printed("0.517")
    assert at_equal_guessing(added).value[0, 0] == printed("1.32")
    assert standardised(added).value[0, 0] == printed("1.323")


@pytest.mark.parametrize(
    ("test", "value", "error"),
    [("energy", "7.103938", "2.488549"), ("CPS", "0.005659", "0.082859")],
)
def test_other_outcomes_in_week_one(self_blinding, printed, test, value, error):
    added = totals(strata(self_blinding(test).at("w1s1")))
    half = at_rate(added, HALF)
    assert half.value[0, 0] == printed(value)
    assert np.sqrt(row_variance(half, added)[0, 0]) == printed(error)


@pytest.mark.parametrize(
    ("test", "value", "error"),
    [("PANAS", "0.308740", "0.854926"), ("energy", "2.019068", "1.496642")],
)
def test_all_weeks(self_blinding, printed, test, value, error):
    added = totals(strata(self_blinding(test)))
    half = at_rate(added, HALF)
    assert added.n[0].tolist() == [167, 172, 125, 383]
    assert half.value[0, 0] == printed(value)
    assert np.sqrt(clustered_variance(half, added)[0, 0]) == printed(error)


def test_panas_standardised_over_all_weeks(self_blinding, printed):
    assert standardised(totals(strata(self_blinding("PANAS")))).value[0, 0] == printed("0.480")


def test_panas_cluster_bootstrap(self_blinding):
    """20,000 samples of all weeks gave 0.857, with a Monte Carlo error of 0.5 %."""
    drawn = bootstrap_values(strata(self_blinding("PANAS")), 20_000, seed=1)
    assert drawn[:, 0].std(ddof=1) == pytest.approx(0.857, rel=0.015)


def test_the_curve_explains_drug_intensity_away(self_blinding, printed):
    """The positive control of week 1: raw 10.2, at a guess rate of one half −0.3."""
    added = totals(strata(self_blinding("intensity").at("w1s1")))
    assert at_observed_rate(added).value[0, 0] == printed("10.2")
    assert at_rate(added, HALF).value[0, 0] == printed("-0.3")
