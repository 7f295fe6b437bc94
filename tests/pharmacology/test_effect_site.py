"""The effect compartment: closed form against integration, and printed peak times."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from limen.pharmacology import (
    Kinetics,
    area_under_curve,
    concentration,
    effect_peak_hours,
    effect_site_concentration,
    equilibration_for_peak,
    peak_hours,
    share_of_maximum,
    substance,
)

K = Kinetics(clearance_litres_per_hour=7.78, volume_litres=32.9, absorption_per_hour=1.43)
KE = 7.78 / 32.9


@pytest.mark.parametrize("k0", [0.9, 1.43, KE, 20.0, 1.43 + 1e-9])
def test_the_closed_form_solves_the_differential_equation(k0):
    def flow(t, site):
        return k0 * (concentration(t, dose_micrograms=10, kinetics=K) - site)

    hours = np.linspace(0, 24, 25)
    numerical = solve_ivp(flow, (0, 24), [0.0], t_eval=hours, rtol=1e-10, atol=1e-13).y[0]
    closed = effect_site_concentration(
        hours, dose_micrograms=10, kinetics=K, equilibration_per_hour=k0
    )
    assert closed == pytest.approx(numerical, rel=1e-6, abs=1e-11)


def test_the_site_has_the_area_of_the_plasma():
    def curve(t):
        return float(
            effect_site_concentration(t, dose_micrograms=10, kinetics=K, equilibration_per_hour=0.9)
        )

    area = quad(curve, 0, 20)[0] + quad(curve, 20, np.inf)[0]
    assert area == pytest.approx(float(area_under_curve(dose_micrograms=10, kinetics=K)), rel=1e-7)


@pytest.mark.parametrize(("formulation", "figure"), [("oral_base", "0.9"), ("sublingual", "1.4")])
def test_rates_that_put_the_effects_peak_at_two_and_a_half_hours(formulation, figure, printed):
    k = substance("lsd").kinetics_of(formulation)
    assert equilibration_for_peak(peak_hours=2.5, kinetics=k) == printed(figure)


def test_the_rate_at_100_micrograms(printed):
    k = substance("lsd").kinetics_of("oral_base_100")
    rate = equilibration_for_peak(peak_hours=2.5, kinetics=k)
    assert rate == printed("1.7")
    assert effect_peak_hours(kinetics=k, equilibration_per_hour=rate) == pytest.approx(2.5)


def test_at_its_peak_the_site_equals_the_plasma():
    when = effect_peak_hours(kinetics=K, equilibration_per_hour=0.9)
    site = effect_site_concentration(
        when, dose_micrograms=10, kinetics=K, equilibration_per_hour=0.9
    )
    assert site == pytest.approx(float(concentration(when, dose_micrograms=10, kinetics=K)))
    assert when > peak_hours(K)


def test_no_effect_before_the_plasma_has_peaked():
    with pytest.raises(ValueError, match=r"plasma peaks at 1\.51 h"):
        equilibration_for_peak(peak_hours=1.2, kinetics=K)


@pytest.mark.parametrize(("peak", "share"), [(0.151, "0.131"), (0.279, "0.218"), (0.5, "0.333")])
def test_share_of_the_largest_effect_at_published_peaks(peak, share, printed):
    found = share_of_maximum(peak, half_effect_nanograms_per_millilitre=1.0)
    assert found == printed(share)


def test_the_share_is_zero_at_nothing_and_half_at_the_half_effect():
    found = share_of_maximum(
        [0.0, -1e-18, 1.9], half_effect_nanograms_per_millilitre=1.9, slope=3.0
    )
    assert found.tolist() == [0.0, 0.0, 0.5]
