"""From substance to curves: what is modelled, what is not, and what the tables say."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from limen.errors import AnalysisError
from limen.figures import draw
from limen.pharmacology import (
    concentration,
    effect_site_concentration,
    exposure,
    exposure_tables,
    perceptibility_table,
    substance,
)

HOURS = np.arange(0.0, 12.1, 0.5)


def single(id: str, dose: float, **options):
    return exposure(
        substance(id),
        hours=HOURS,
        given_hours=[0.0],
        dose_micrograms=[dose],
        seed=1,
        **{"people": 4000, **options},
    )


def test_lsd_has_an_effect_and_no_occupancy():
    found = single("lsd", 10)
    assert found.occupancy is None
    assert found.effect is not None
    assert 0 <= found.effect.min() < found.effect.max() < 1


def test_psilocybin_has_occupancy_and_no_effect():
    found = single("psilocybin", 15_000)
    assert found.effect is None
    assert found.effect_site_nanograms_per_millilitre is None
    assert found.occupancy.max() < 1


def test_the_median_is_near_the_typical_person():
    which, found = substance("lsd"), single("lsd", 10)
    k = which.kinetics_of()
    typical = concentration(HOURS, dose_micrograms=10, kinetics=k)
    middle = np.median(found.concentration_nanograms_per_millilitre, axis=0)
    assert middle[2:16] == pytest.approx(typical[2:16], rel=0.05)
    site = effect_site_concentration(
        HOURS, dose_micrograms=10, kinetics=k, equilibration_per_hour=1.36
    )
    assert np.median(found.effect_site_nanograms_per_millilitre, axis=0)[2:16] == pytest.approx(
        site[2:16], rel=0.05
    )


def test_the_half_effect_varies_as_published():
    found = single("lsd", 10, people=40_000)
    site, effect = found.effect_site_nanograms_per_millilitre[:, 5], found.effect[:, 5]
    half = site * (1 - effect) / effect
    assert np.mean(half) == pytest.approx(1.0, abs=0.01)
    assert np.std(half) == pytest.approx(0.5, abs=0.015)


def test_a_covariate_raises_exposure():
    slow = single("lsd", 10, covariates=("cyp2d6_poor_metaboliser",))
    usual = single("lsd", 10)
    assert np.all(
        slow.concentration_nanograms_per_millilitre[:, 1:]
        > usual.concentration_nanograms_per_millilitre[:, 1:]
    )


def test_nobody_cannot_be_exposed():
    with pytest.raises(AnalysisError, match="at least one person"):
        single("lsd", 10, people=0)


def test_tables_have_the_band_of_the_draws_and_can_be_drawn():
    found = single("psilocybin", 3000)
    tables = exposure_tables(substance("psilocybin"), {"3 mg": found}, dose_micrograms=[3000])
    assert [table.key for table in tables] == ["concentration", "occupancy"]
    for table, values in zip(
        tables, (found.concentration_nanograms_per_millilitre, found.occupancy), strict=True
    ):
        lower, upper = np.quantile(values, (0.05, 0.95), axis=0)
        assert table.values("lower") == tuple(lower)
        assert table.values("upper") == tuple(upper)
        assert draw(table).startswith("<svg")


def test_tables_say_that_a_microdose_of_psilocybin_is_extrapolation():
    which = substance("psilocybin")
    small, studied = (
        exposure_tables(which, {"": single("psilocybin", d)}, dose_micrograms=[d])[0].notes
        for d in (3000, 25_000)
    )
    assert any("Extrapolation" in note and "15 mg to 42 mg" in note for note in small)
    assert not any("Extrapolation" in note for note in studied)
    assert all("recommends no dose" in notes[0] for notes in (small, studied))


def test_days_count_from_one():
    (first, *_) = exposure_tables(
        substance("lsd"), {"": single("lsd", 10)}, dose_micrograms=[10], days=True
    )
    assert first.values("day")[0] == 1.0
    assert first.values("day")[-1] == 1.5


def test_the_lines_of_noticing():
    doses = [10.0, 0.0, 20.0]
    table = perceptibility_table(
        substance("lsd"), study_days=[1, 4, 7], dose_micrograms=doses, seed=1
    )
    rows = {
        name: [row[1:4] for row in table.rows if row[4] == name]
        for name in dict.fromkeys(table.values("line"))
    }
    assert list(rows) == [
        "any dose alike",
        "any dose alike, with tolerance",
        "proportional to the dose",
        "placebo",
    ]
    alike, worn, rising, placebo = rows.values()
    assert alike[0][0] == pytest.approx(120 / 255, abs=2e-4)
    assert alike[2][0] == alike[0][0] == worn[0][0] > worn[2][0]
    assert alike[1][0] == placebo[1][0]
    assert rising[2][0] > rising[0][0]
    assert all(low < value < high for line in rows.values() for value, low, high in line)
    # Wilson limits of 86 of 370 are 19.2 to 27.8 %; with clustering rather wider.
    assert placebo[0][1] == pytest.approx(0.189, abs=0.01)
    assert placebo[0][2] == pytest.approx(0.280, abs=0.01)


def test_mushrooms_have_no_line_that_rises():
    table = perceptibility_table(
        substance("psilocybin"), study_days=[1], dose_micrograms=[1000.0], seed=1
    )
    assert "proportional to the dose" not in table.values("line")


def test_pharmacology_knows_no_studies():
    code = (
        "import sys, limen.pharmacology; "
        "print([m for m in sys.modules if m.startswith(('limen.protocol', 'limen.dataset', "
        "'limen.calendar', 'limen.analyse', 'pandas'))])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
