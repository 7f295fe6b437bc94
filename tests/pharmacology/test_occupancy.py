"""Occupancy: printed peaks, limits, and the width of what is uncertain."""

from __future__ import annotations

import numpy as np
import pytest

from limen.pharmacology import Binding, draw_binding, peak_concentration, substance
from limen.pharmacology.occupancy import log_sd_of_interval
from limen.randomness import stream

MADSEN = Binding(largest_occupancy=0.766, half_occupancy_nanograms_per_millilitre=1.95)


@pytest.mark.parametrize(
    ("milligrams", "share", "percent"),
    [(1, "0.202", "20"), (2, "0.320", "32"), (3, "0.397", "40"), (5, "0.492", "49")],
)
def test_implied_peaks_at_small_doses(milligrams, share, percent, printed):
    by_proportion = MADSEN.occupancy(0.70 * milligrams)
    assert by_proportion == printed(share)
    which = substance("psilocybin")
    peak = peak_concentration(dose_micrograms=1000 * milligrams, kinetics=which.kinetics_of("oral"))
    assert 100 * which.binding.occupancy(peak) == printed(percent)


def test_half_and_all_of_the_largest_occupancy():
    assert MADSEN.occupancy(1.95) == pytest.approx(0.383)
    assert MADSEN.occupancy([0.0, -1.0]).tolist() == [0.0, 0.0]
    assert MADSEN.occupancy(1e9) == pytest.approx(0.766)


def test_draws_have_the_published_intervals():
    drawn = draw_binding(
        largest_occupancy=(0.766, 0.673, 0.880),
        half_occupancy_nanograms_per_millilitre=(1.95, 1.17, 3.15),
        draws=40_000,
        rng=stream(3, "test"),
    )
    low, high = np.quantile(drawn.half_occupancy_nanograms_per_millilitre, (0.025, 0.975))
    # A log-normal about 1.95 with the printed width: 1.95 / √(3.15/1.17) and times it.
    assert low == pytest.approx(1.188, abs=0.02)
    assert high == pytest.approx(3.200, abs=0.05)
    assert np.max(drawn.largest_occupancy) <= 1
    assert np.median(drawn.largest_occupancy) == pytest.approx(0.766, abs=0.002)


def test_the_log_sd_of_an_interval():
    assert log_sd_of_interval(np.exp(-1.96), np.exp(1.96)) == pytest.approx(1.0, abs=1e-4)


def test_there_is_no_occupancy_of_lsd():
    which = substance("lsd")
    assert which.binding is None
    assert "no human occupancy" in which.no_occupancy
