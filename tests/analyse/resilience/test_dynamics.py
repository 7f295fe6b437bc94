"""MSSD and inertia: closed forms of AR(1), Nickell's bias, gaps and nights."""

from dataclasses import replace

import numpy as np
import pytest

from limen.analyse.layout import Layout
from limen.analyse.resilience import affect_dynamics, dynamics, inertia, nickell_bias
from limen.analyse.resilience.dynamics.inertia import correct
from limen.errors import AnalysisError


def _ar1(rng, shape, phi, sigma=1.0):
    """Stationary AR(1) series of SD `sigma`, along the last axis."""
    noise = rng.standard_normal(shape) * sigma
    x = np.empty(shape)
    x[..., 0] = noise[..., 0]
    for t in range(1, shape[-1]):
        x[..., t] = phi * x[..., t - 1] + np.sqrt(1 - phi**2) * noise[..., t]
    return x


def _layout(value, arm, **options):
    return Layout(
        outcome="mood",
        value=value,
        observed=np.isfinite(value),
        participants=tuple(f"p{i}" for i in range(value.shape[1])),
        occasions=tuple(f"d.{t}" for t in range(value.shape[2])),
        arms=("placebo", "microdose"),
        arm=arm,
        **options,
    )


def _all_pairs(value):
    both = np.isfinite(value[..., 1:]) & np.isfinite(value[..., :-1])
    return np.isfinite(value), both, np.ones(both.shape)


@pytest.mark.parametrize("phi", [0.0, 0.4, 0.8])
def test_expected_mssd_of_ar1_is_two_sigma_squared_times_one_minus_phi(phi):
    x = _ar1(np.random.default_rng(1), (1, 4000, 30), phi, sigma=2.0)
    found = dynamics(x, *_all_pairs(x))
    error = found.mssd.std() / np.sqrt(4000)

    assert abs(found.mssd.mean() - 2 * 4.0 * (1 - phi)) < 4 * error


def test_mssd_is_variance_of_differences_of_a_known_series():
    x = np.array([[[1.0, 3.0, 2.0, np.nan, 5.0, 9.0]]])
    found = dynamics(x, *_all_pairs(x))

    assert found.pairs[0, 0] == 3
    assert found.mssd[0, 0] == pytest.approx((4 + 1 + 16) / 3)
    assert found.variance[0, 0] == pytest.approx(np.var([1, 3, 2, 5, 9], ddof=1))


def test_a_wandering_series_has_one_mssd_per_time_whatever_the_gaps():
    """A random walk's squared difference grows with the gap; divided by it, it does not."""
    rng = np.random.default_rng(2)
    gap = np.broadcast_to(np.tile([1.0, 3.0], 20), (1, 2000, 40))
    x = np.concatenate(
        [np.zeros((1, 2000, 1)), np.cumsum(rng.standard_normal(gap.shape) * np.sqrt(gap), -1)], -1
    )
    found = dynamics(x, np.ones(x.shape, bool), np.ones(gap.shape, bool), gap)

    error = found.mssd_per_time.std() / np.sqrt(2000)
    assert abs(found.mssd_per_time.mean() - np.median(gap)) < 4 * error
    only_ones = dynamics(x, np.ones(x.shape, bool), gap == 1, gap)
    assert only_ones.mssd.mean() == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize(("phi", "pairs"), [(0.3, 4), (0.3, 7), (0.6, 7), (-0.2, 10)])
def test_nickell_bias_is_what_simulation_shows(phi, pairs):
    x = _ar1(np.random.default_rng(3), (40, 1000, pairs + 1), phi)
    arm = np.zeros((40, 1000), dtype=int)
    found = inertia(x, _all_pairs(x)[1], arm, 1)
    raw, corrected = found.extras["uncorrected"][:, 0], found.extras["by_arm"][:, 0]
    error = raw.std() / np.sqrt(40)

    assert abs(raw.mean() - phi - nickell_bias(phi, pairs)) < 4 * error
    assert abs(corrected.mean() - phi) < 4 * corrected.std() / np.sqrt(40)
    assert raw.mean() < phi - 0.05


def test_nickell_bias_with_two_pairs_is_minus_half_of_one_plus_phi():
    """Nickell 1981, p. 1422: the bias at T = 2 is −(1 + φ)/2."""
    phi = np.array([-0.5, 0.0, 0.3, 0.9])

    assert nickell_bias(phi, 2) == pytest.approx(-(1 + phi) / 2)
    assert nickell_bias(0.5, 400) == pytest.approx(-1.5 / 399, rel=0.01)


def test_correction_undoes_the_bias_and_knows_its_slope():
    phi = np.linspace(-0.5, 0.9, 8)
    biased = phi + nickell_bias(phi, 12)
    back, slope = correct(biased, np.full(8, 12.0))
    ahead, _ = correct(biased + 1e-3, np.full(8, 12.0))

    assert back == pytest.approx(phi, abs=1e-9)
    assert (ahead - back) / 1e-3 == pytest.approx(slope, rel=0.02)


def test_inertia_interval_covers_the_difference():
    rng = np.random.default_rng(4)
    replicates, per_arm, t = 400, 40, 21
    x = np.concatenate(
        [_ar1(rng, (replicates, per_arm, t), phi) for phi in (0.5, 0.25)], axis=1
    ) + 5 * rng.standard_normal((replicates, 2 * per_arm, 1))
    arm = np.tile(np.repeat([0, 1], per_arm), (replicates, 1))
    found = inertia(x, _all_pairs(x)[1], arm, 2)
    covered = np.abs(found.value[:, 0] + 0.25) < 1.99 * found.standard_error[:, 0]

    assert abs(covered.mean() - 0.95) < 4 * np.sqrt(0.95 * 0.05 / replicates)


def test_nights_are_no_lags(scenario):
    """Every day starts afresh: with the overnight lag inertia would be far lower."""
    rng = np.random.default_rng(5)
    x = _ar1(rng, (1, 60, 14, 6), 0.6).reshape(1, 60, 84)
    hours = (np.arange(14)[:, None] + (9 + 2.5 * np.arange(6)) / 24).ravel()
    day = np.broadcast_to(hours, x.shape)
    arm = np.repeat([[0, 1]], 30, axis=1)
    answer = affect_dynamics(_layout(x, arm, day=day))

    assert answer.details["overnight_lag_dropped"] is True
    assert answer.details["pairs"] == 60 * 14 * 5
    for value in answer.tables[0].values("inertia"):
        assert value == pytest.approx(0.6, abs=0.07)


def test_door_shows_mean_and_variance_beside_instability():
    rng = np.random.default_rng(6)
    arm = np.repeat([[0, 1]], 50, axis=1)
    x = _ar1(rng, (1, 100, 30), 0.3) * np.where(arm == 1, 2.0, 1.0)[..., None]
    answer = affect_dynamics(_layout(x, arm))
    labels = [estimate.label.split(":")[0] for estimate in answer.estimates]

    assert labels == ["MSSD", "Inertia (lag 1, corrected)", "Mean", "Variance within participants"]
    mssd, lag, _, variance = answer.estimates
    assert mssd.lower > 0  # more instability …
    assert variance.lower > 0  # … which is more variance …
    assert lag.lower < 0 < lag.upper  # … and no less inertia
    assert len(answer.references) == 2


def test_short_and_constant_series_are_named_or_refused():
    rng = np.random.default_rng(7)
    arm = np.repeat([[0, 1]], 10, axis=1)
    x = _ar1(rng, (1, 20, 8), 0.3)
    x[0, 3, 3:] = np.nan
    x[0, 15] = 4.0
    answer = affect_dynamics(_layout(x, arm))

    assert any(text.startswith("2 participants") for text in answer.warnings)
    assert any("too low" in text for text in answer.warnings)
    with pytest.raises(AnalysisError, match="successive pairs"):
        affect_dynamics(_layout(x, arm), fewest_pairs=20)
    with pytest.raises(AnalysisError, match="Unseal"):
        affect_dynamics(replace(_layout(x, arm), arm=None))
