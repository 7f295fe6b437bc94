"""One compartment: closed forms against numerical integration and printed figures."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp
from scipy.optimize import minimize_scalar

from limen.pharmacology import (
    Kinetics,
    accumulation,
    area_under_curve,
    concentration,
    peak_concentration,
    peak_hours,
)
from limen.pharmacology.kinetics import absorption_for_peak, volume_for_peak


def kinetics(**changes):
    usual = {
        "clearance_litres_per_hour": 7.78,
        "volume_litres": 32.9,
        "absorption_per_hour": 1.43,
        "bioavailability": 0.8,
        "lag_hours": 0.25,
    }
    return Kinetics(**{**usual, **changes})


SETS = {
    "usual": kinetics(),
    "flip-flop": kinetics(absorption_per_hour=0.05),
    "equal rates": kinetics(absorption_per_hour=7.78 / 32.9),
    "no lag": kinetics(lag_hours=0.0),
}


@pytest.mark.parametrize("k", SETS.values(), ids=SETS)
def test_the_closed_form_solves_the_differential_equations(k):
    ka, ke = k.absorption_per_hour, float(k.elimination_per_hour)

    def flow(_, state):
        gut, plasma = state
        return [-ka * gut, ka * gut / k.volume_litres - ke * plasma]

    after = np.linspace(0, 30, 31)
    numerical = solve_ivp(
        flow, (0, 30), [10 * k.bioavailability, 0], t_eval=after, rtol=1e-10, atol=1e-13
    ).y[1]
    closed = concentration(after + k.lag_hours, dose_micrograms=10, kinetics=k)
    assert closed == pytest.approx(numerical, rel=1e-7, abs=1e-11)


@pytest.mark.parametrize("k", SETS.values(), ids=SETS)
def test_area_and_peak_by_a_second_route(k):
    def curve(t):
        return float(concentration(t, dose_micrograms=10, kinetics=k))

    area = quad(curve, 0, 20, limit=200)[0] + quad(curve, 20, np.inf, limit=200)[0]
    assert area_under_curve(dose_micrograms=10, kinetics=k) == pytest.approx(area, rel=1e-6)
    top = minimize_scalar(lambda t: -curve(t), bounds=(0, 40), options={"xatol": 1e-9})
    assert peak_hours(k) == pytest.approx(top.x, abs=1e-4)
    assert peak_concentration(dose_micrograms=10, kinetics=k) == pytest.approx(-top.fun, rel=1e-9)


def test_the_limit_of_equal_rates_has_no_step():
    ke = 7.78 / 32.9
    rates = ke * (1 + np.array([-1e-9, 0, 1e-9]))
    k = kinetics(absorption_per_hour=rates)
    for values in (concentration(3.0, dose_micrograms=10, kinetics=k), peak_hours(k)):
        assert np.ptp(values) < 1e-8
        assert np.all(values > 0)


def test_nothing_before_the_lag_has_passed():
    assert concentration(0.25, dose_micrograms=10, kinetics=kinetics()) == 0
    assert concentration(0.26, dose_micrograms=10, kinetics=kinetics()) > 0


def test_people_and_times_broadcast():
    k = kinetics(volume_litres=np.array([[20.0], [32.9], [50.0]]))
    found = concentration(np.arange(5.0), dose_micrograms=10, kinetics=k)
    assert found.shape == (3, 5)
    assert (
        found[1].tolist()
        == concentration(np.arange(5.0), dose_micrograms=10, kinetics=kinetics()).tolist()
    )


def test_the_peak_is_proportional_to_the_dose():
    one, ten = (peak_concentration(dose_micrograms=d, kinetics=kinetics()) for d in (1, 10))
    assert ten == pytest.approx(10 * one, rel=1e-14)


def test_accumulation_is_the_geometric_series():
    k = kinetics()
    kept = float(np.exp(-k.elimination_per_hour * 24))
    series = sum(kept**n for n in range(1, 60))
    assert accumulation(every_hours=24, kinetics=k) == pytest.approx(series, rel=1e-9)


# Stand-in sets as derived from print: study, half-life, time of the peak, peak, dose, then the
# elimination, absorption and volume that belong to them.
STAND_INS = [
    ("5 ug", 2.7, 1.1, 0.151, 5, "0.257", "2.22", "25.0"),
    ("10 ug", 2.7, 1.1, 0.279, 10, "0.257", "2.22", "27.0"),
    ("20 ug", 2.7, 1.1, 0.500, 20, "0.257", "2.22", "30.2"),
    ("100 ug", 3.6, 1.7, 1.7, 100, "0.193", "1.33", "42.4"),
    ("psilocin per mg", 1.8, 2.0, 0.70, 1000, "0.385", "0.636", "661"),
]


@pytest.mark.parametrize("case", STAND_INS, ids=lambda case: case[0])
def test_stand_in_sets_are_reproduced_to_the_printed_digits(case, printed):
    _, half_life, when, peak, dose, elimination, absorption, volume = case
    ke = np.log(2) / half_life
    ka = absorption_for_peak(peak_hours=when, elimination_per_hour=ke)
    litres = volume_for_peak(
        peak_nanograms_per_millilitre=peak,
        dose_micrograms=dose,
        peak_hours=when,
        elimination_per_hour=ke,
    )
    assert ke == printed(elimination)
    assert ka == printed(absorption)
    assert litres == printed(volume)
    k = Kinetics(
        clearance_litres_per_hour=ke * litres, volume_litres=litres, absorption_per_hour=ka
    )
    assert peak_concentration(dose_micrograms=dose, kinetics=k) == pytest.approx(peak, rel=1e-10)
    assert peak_hours(k) == pytest.approx(when, rel=1e-10)
    assert k.half_life_hours == pytest.approx(half_life, rel=1e-12)


def test_a_late_peak_needs_absorption_slower_than_elimination():
    ka = absorption_for_peak(peak_hours=2.0, elimination_per_hour=np.log(2) / 1.3)
    assert ka < np.log(2) / 1.3
    with pytest.raises(ValueError, match="positive time"):
        absorption_for_peak(peak_hours=0.0, elimination_per_hour=0.2)


@pytest.mark.parametrize(
    ("field", "value"),
    [("volume_litres", 0.0), ("clearance_litres_per_hour", -1.0), ("bioavailability", -0.1)],
)
def test_impossible_kinetics_are_refused_by_name(field, value):
    with pytest.raises(ValueError, match=field):
        kinetics(**{field: value})


def test_covariates_scale_area_and_half_life():
    slow = kinetics().scaled(clearance=1 / 1.75)
    assert area_under_curve(dose_micrograms=1, kinetics=slow) == pytest.approx(
        1.75 * area_under_curve(dose_micrograms=1, kinetics=kinetics()), rel=1e-12
    )
    assert slow.half_life_hours > kinetics().half_life_hours
