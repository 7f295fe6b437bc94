"""Differences between people: drawn as said, and as wide as the published ranges."""

from __future__ import annotations

import numpy as np
import pytest

from limen.pharmacology import (
    Variability,
    area_under_curve,
    course,
    draw_kinetics,
    draw_people,
    peak_concentration,
    peak_hours,
    relative_peak,
    substance,
)
from limen.pharmacology.people import variability_of
from limen.randomness import stream

RANGE_OF_27 = 3.9965  # expected range of 27 standard normal draws
PEOPLE = 60_000


@pytest.fixture(scope="module")
def people():
    return draw_people(substance("lsd"), people=PEOPLE, seed=20261123, formulation="oral_base_100")


# Printed ranges of 27 people after 100 ug: each over 4.00 is a log-SD, if log-normal.
@pytest.mark.parametrize(
    ("low", "high", "quantity"),
    [
        (7.1, 28, lambda k: area_under_curve(dose_micrograms=100, kinetics=k)),
        (1.0, 2.9, lambda k: peak_concentration(dose_micrograms=100, kinetics=k)),
        (2.4, 7.3, lambda k: k.half_life_hours),
        (1.0, 3.4, peak_hours),
    ],
    ids=["area", "peak", "half-life", "time of the peak"],
)
def test_people_differ_as_much_as_the_published_ranges(people, low, high, quantity):
    implied = np.log(high / low) / RANGE_OF_27
    assert np.std(np.log(quantity(people))) == pytest.approx(implied, rel=0.03)


def test_the_constant_that_turns_ranges_into_sds():
    draws = stream(5, "test").standard_normal((100_000, 27))
    assert np.mean(np.ptp(draws, axis=1)) == pytest.approx(RANGE_OF_27, abs=0.01)


def test_the_file_says_how_wide_the_peak_is_at_a_microdose():
    small = draw_people(substance("lsd"), people=PEOPLE, seed=1, formulation="oral_base")
    peaks = np.log(peak_concentration(dose_micrograms=10, kinetics=small))
    assert np.std(peaks) == pytest.approx(0.27, abs=0.015)
    assert "this model gives 0.27" in substance("lsd").variability.assumption
    # Printed 95 % intervals of 23 people (5, 10, 20 ug), if they are of geometric means.
    printed = [
        np.log(high / low) / (2 * 2.074) * np.sqrt(23)
        for low, high in [(127, 181), (243, 320), (413, 607)]
    ]
    assert np.round(printed, 2).tolist() == [0.41, 0.32, 0.45]


def test_psilocins_half_life_is_as_wide_as_its_file_says(printed):
    found = variability_of(substance("psilocybin").variability)
    assert found.log_sd_half_life == printed("0.25")


def test_the_median_is_the_typical_person_and_the_correlation_is_kept(people):
    typical = substance("lsd").kinetics_of("oral_base_100")
    clearance = np.log(people.clearance_litres_per_hour)
    volume = np.log(people.volume_litres)
    assert np.median(people.volume_litres) == pytest.approx(typical.volume_litres, rel=0.01)
    assert np.corrcoef(clearance, volume)[0, 1] == pytest.approx(0.60, abs=0.01)
    assert np.std(clearance) == pytest.approx(0.34, rel=0.02)
    assert np.corrcoef(clearance, np.log(people.absorption_per_hour))[0, 1] == pytest.approx(
        0, abs=0.015
    )


def test_the_same_seed_draws_the_same_people_whatever_the_formulation():
    first, second = (
        draw_people(substance("lsd"), people=5, seed=7, formulation=f)
        for f in ("sublingual", "oral_base")
    )
    assert np.ptp(np.divide(first.volume_litres, second.volume_litres)) == pytest.approx(
        0, abs=1e-12
    )
    other = draw_people(substance("lsd"), people=5, seed=7, block=1)
    assert not np.allclose(first.volume_litres, other.volume_litres)


def test_shapes_with_replicates_first():
    found = draw_kinetics(
        substance("lsd").kinetics_of(),
        variability_of(substance("lsd").variability),
        size=(3, 4),
        rng=stream(1, "test"),
    )
    assert np.shape(found.volume_litres) == (3, 4)


@pytest.mark.parametrize(
    ("id", "formulation", "area", "peak"),
    [
        ("cyp2d6_poor_metaboliser", "sublingual", 1.75, None),
        ("paroxetine", "oral_base_100", 1.5, 1.4),
    ],
)
def test_covariates_have_their_published_effects(id, formulation, area, peak):
    which = substance("lsd")
    without, changed = which.kinetics_of(formulation), which.kinetics_of(formulation, id)
    ratio = area_under_curve(dose_micrograms=100, kinetics=changed) / area_under_curve(
        dose_micrograms=100, kinetics=without
    )
    assert ratio == pytest.approx(area, rel=1e-3)
    if peak is not None:
        ratio = peak_concentration(dose_micrograms=100, kinetics=changed) / peak_concentration(
            dose_micrograms=100, kinetics=without
        )
        assert ratio == pytest.approx(peak, rel=1e-3)


def test_tartrate_counts_by_its_base():
    which = substance("lsd")
    base, salt = (
        float(area_under_curve(dose_micrograms=d, kinetics=which.kinetics_of(f)))
        for d, f in ((100, "oral_base"), (146, "oral_tartrate"))
    )
    assert salt == pytest.approx(base, rel=1e-3)


@pytest.mark.parametrize(
    "changes", [{"log_sd_volume": -0.1}, {"correlation_clearance_volume": 1.2}]
)
def test_impossible_variability_is_refused(changes):
    usual = {
        "log_sd_clearance": 0.3,
        "log_sd_volume": 0.3,
        "log_sd_absorption": 0.3,
        "correlation_clearance_volume": 0.5,
    }
    with pytest.raises(ValueError, match=r"cannot be negative|between -1 and 1"):
        Variability(**{**usual, **changes})


def test_the_plasmas_relative_peak_follows_that_of_the_effect_site():
    which = substance("lsd")
    typical = which.kinetics_of()
    people = draw_people(which, people=2000, seed=1)
    assert np.median(relative_peak(people, typical)) == pytest.approx(1, abs=0.03)
    assert relative_peak(typical, typical) == 1
    hours = np.arange(0, 15, 0.1)
    site = course(
        hours,
        given_hours=[0.0],
        dose_micrograms=[1.0],
        kinetics=people,
        equilibration_per_hour=1.36,
    ).effect_site_nanograms_per_millilitre
    logs = np.log(relative_peak(people, typical)), np.log(site.max(axis=1))
    assert np.corrcoef(*logs)[0, 1] > 0.98
    assert np.std(logs[1]) == pytest.approx(np.std(logs[0]), rel=0.1)
