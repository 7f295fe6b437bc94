"""Correcting a measurement."""

from __future__ import annotations

import pytest
import team

from limen.conduct.core.models import Measurement
from limen.conduct.core.services.free_text import read_reason


@pytest.fixture
def pressure(anna) -> Measurement:
    """Anna's systolic pressure: 142 mmHg."""
    return team.measures(anna, "systolic", 142.0)


def address(row: Measurement) -> str:
    return team.address("correct_measurement", row.participant, "baseline", row.pk)


def latest(row: Measurement) -> Measurement:
    return Measurement.objects.filter(name=row.name, participant=row.participant).latest("version")


def test_it_works(pressure, carla):
    assert 'value="142"' in team.text_of(carla.get(address(pressure)))
    form = {"measurement.systolic": "124", "reason": "two figures were swapped"}
    team.went_on(carla.post(address(pressure), form))
    found = latest(pressure)
    assert (found.value, found.version) == (124.0, 2)
    assert read_reason(found.participant, found.reason) == "two figures were swapped"
    assert Measurement.objects.get(pk=pressure.pk).value == 142.0


def test_the_occasion_shows_what_counts_and_what_was_there(pressure, carla):
    shown = team.address("occasion", pressure.participant, "baseline")
    assert "142 mmHg" in team.text_of(carla.get(shown))
    form = {"measurement.systolic": "124", "reason": "two figures were swapped"}
    carla.post(address(pressure), form)
    text = team.text_of(carla.get(shown))
    assert "<strong>124 mmHg</strong>" in text
    assert "<del>142 mmHg</del>" in text
    assert "two figures were swapped" in text
    correcting = team.text_of(carla.get(address(latest(pressure))))
    assert "<del>142 mmHg</del>" in correcting


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"measurement.systolic": "124", "reason": " "}, "needs a reason"),
        ({"measurement.systolic": "", "reason": "x"}, "Give the right value"),
        ({"measurement.systolic": "1240", "reason": "x"}, "250"),
        ({"measurement.systolic": "much", "reason": "x"}, "not a number"),
        ({"measurement.systolic": "142", "reason": "x"}, "stands there already"),
    ],
)
def test_what_does_not_fit_is_refused(pressure, carla, form, words):
    team.refused(carla.post(address(pressure), form), words)
    assert latest(pressure).version == 1


def test_that_it_was_not_had_is_a_correction_too(pressure, carla):
    form = {"declined:measurement.systolic": "1", "measurement.systolic": "", "reason": "no cuff"}
    team.went_on(carla.post(address(pressure), form))
    assert latest(pressure).value is None
    assert "not had" in team.text_of(carla.get(address(latest(pressure))))


def test_a_finding_is_chosen_and_shown_in_words(anna, carla):
    row = team.measures(anna, "ecg_finding", 0.0)
    page = team.text_of(carla.get(address(row)))
    assert "abnormal with consequence" in page
    carla.post(address(row), {"measurement.ecg_finding": "2", "reason": "read again"})
    shown = team.text_of(carla.get(team.address("occasion", anna, "baseline")))
    assert "<strong>abnormal with consequence</strong>" in shown
    assert "<del>normal</del>" in shown


def test_an_older_version_is_not_corrected_again(pressure, carla):
    carla.post(address(pressure), {"measurement.systolic": "124", "reason": "swapped"})
    assert carla.get(address(pressure)).status_code == 404
