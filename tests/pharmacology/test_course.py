"""Many doses: superposition by a second route, steady state, speed."""

from __future__ import annotations

import time

import numpy as np
import pytest

from limen.pharmacology import (
    Kinetics,
    accumulation,
    area_under_curve,
    concentration,
    course,
    effect_site_concentration,
)
from limen.randomness import stream


def people(n, **changes):
    rng = stream(1, "test")
    usual = {
        "clearance_litres_per_hour": 7.78 * np.exp(0.3 * rng.standard_normal(n)),
        "volume_litres": 32.9 * np.exp(0.3 * rng.standard_normal(n)),
        "absorption_per_hour": 1.43 * np.exp(0.4 * rng.standard_normal(n)),
        "lag_hours": 0.5,
    }
    return Kinetics(**{**usual, **changes})


def one(k: Kinetics, person: int) -> Kinetics:
    return Kinetics(
        clearance_litres_per_hour=k.clearance_litres_per_hour[person],
        volume_litres=k.volume_litres[person],
        absorption_per_hour=k.absorption_per_hour[person],
        lag_hours=k.lag_hours,
    )


def test_it_is_the_sum_over_doses():
    n, k = 20, people(20)
    given = np.array([0.0, 3.0, 3.0, 30.0, 55.5])
    doses = stream(2, "test").uniform(0, 20, (n, 5))
    hours = np.array([70.0, 0.0, 0.5, 1.0, 3.2, 3.5, 29.9, 31.0, 55.9, 60.0])
    found = course(
        hours, given_hours=given, dose_micrograms=doses, kinetics=k, equilibration_per_hour=0.9
    )
    for person in range(n):
        own = one(k, person)
        plasma = sum(
            concentration(hours - at, dose_micrograms=dose, kinetics=own)
            for at, dose in zip(given, doses[person], strict=True)
        )
        site = sum(
            effect_site_concentration(
                hours - at, dose_micrograms=dose, kinetics=own, equilibration_per_hour=0.9
            )
            for at, dose in zip(given, doses[person], strict=True)
        )
        assert found.concentration_nanograms_per_millilitre[person] == pytest.approx(
            plasma, rel=1e-10, abs=1e-14
        )
        assert found.effect_site_nanograms_per_millilitre[person] == pytest.approx(
            site, rel=1e-10, abs=1e-14
        )


def test_the_order_of_doses_and_times_does_not_matter():
    k = people(3)
    hours = np.arange(0.0, 100.0, 5.0)
    given, doses = np.array([0.0, 24.0, 48.0]), np.array([10.0, 5.0, 20.0])
    straight = course(hours, given_hours=given, dose_micrograms=doses, kinetics=k)
    mixed = course(
        hours[::-1], given_hours=given[[2, 0, 1]], dose_micrograms=doses[[2, 0, 1]], kinetics=k
    )
    assert mixed.concentration_nanograms_per_millilitre[:, ::-1].tolist() == (
        straight.concentration_nanograms_per_millilitre.tolist()
    )


def test_at_steady_state_an_interval_holds_the_area_of_a_dose():
    k = Kinetics(clearance_litres_per_hour=1.0, volume_litres=32.9, absorption_per_hour=1.43)
    given = np.arange(0, 60) * 8.0
    hours = np.linspace(given[-1], given[-1] + 8, 4001)
    found = course(hours, given_hours=given, dose_micrograms=10.0, kinetics=k)
    values = found.concentration_nanograms_per_millilitre[0]
    assert np.trapezoid(values, hours) == pytest.approx(
        float(area_under_curve(dose_micrograms=10, kinetics=k)), rel=1e-5
    )
    late = concentration(8.0, dose_micrograms=10, kinetics=k)
    assert values[-1] == pytest.approx(
        float(late) * (1 + float(accumulation(every_hours=8, kinetics=k))), rel=1e-3
    )


def test_a_missed_dose_is_a_dose_of_nothing():
    k = people(2)
    taken = course([30.0], given_hours=[0.0, 24.0], dose_micrograms=[0.0, 10.0], kinetics=k)
    alone = course([30.0], given_hours=[24.0], dose_micrograms=[10.0], kinetics=k)
    assert taken.concentration_nanograms_per_millilitre.tolist() == (
        alone.concentration_nanograms_per_millilitre.tolist()
    )
    assert alone.effect_site_nanograms_per_millilitre is None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"dose_micrograms": [10.0, 10.0, 10.0]}, "do not fit 2 times"),
        ({"dose_micrograms": [10.0, -1.0]}, "cannot be negative"),
        ({"dose_micrograms": np.ones((4, 2))}, "4 people, kinetics for 3"),
        ({"kinetics": people(3, lag_hours=np.array([0.0, 0.1, 0.2]))}, "One lag"),
    ],
)
def test_what_does_not_fit_is_refused(changes, says):
    usual = {"given_hours": [0.0, 24.0], "dose_micrograms": [10.0, 10.0], "kinetics": people(3)}
    with pytest.raises(ValueError, match=says):
        course([1.0], **{**usual, **changes})


def test_a_hundred_thousand_people_and_four_weeks_take_under_two_seconds():
    k = people(100_000)
    start = time.process_time()
    found = course(
        np.arange(28) * 24 + 3.0,
        given_hours=np.arange(0, 28, 3) * 24.0,
        dose_micrograms=10.0,
        kinetics=k,
    )
    assert found.concentration_nanograms_per_millilitre.shape == (100_000, 28)
    assert time.process_time() - start < 2
