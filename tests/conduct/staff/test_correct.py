"""Correcting an answer."""

from __future__ import annotations

import pytest
import team

from limen.conduct.core.models import Response
from limen.conduct.core.services.free_text import read_reason


@pytest.fixture
def mood(anna) -> Response:
    """Anna's answer to how her mood has been: the lowest there is."""
    team.answers(anna, "diary.2")
    return Response.objects.get(occasion__identifier="diary.2", item="mood")


def address(row: Response) -> str:
    return team.address("correct", row.participant, "diary.2", row.pk)


def latest() -> Response:
    return Response.objects.filter(occasion__identifier="diary.2", item="mood").latest("version")


def test_it_works(mood, carla):
    assert 'value="0"' in team.text_of(carla.get(address(mood)))
    form = {"limen_daily.mood": "42", "reason": "misheard on the telephone"}
    team.went_on(carla.post(address(mood), form))
    found = latest()
    assert (found.value, found.version) == ("42", 2)
    assert read_reason(found.participant, found.reason) == "misheard on the telephone"
    assert Response.objects.get(pk=mood.pk).value == "0"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"limen_daily.mood": "42", "reason": ""}, "needs a reason"),
        ({"limen_daily.mood": "", "reason": "x"}, "Give the right answer"),
        ({"limen_daily.mood": "4200", "reason": "x"}, "100"),
        ({"limen_daily.mood": "0", "reason": "x"}, ""),
    ],
)
def test_what_does_not_fit_is_refused(mood, carla, form, words):
    team.refused(carla.post(address(mood), form), words)
    assert latest().version == 1


def test_that_somebody_would_not_say_is_a_correction_too(mood, carla):
    form = {"declined:limen_daily.mood": "1", "limen_daily.mood": "", "reason": "said so"}
    team.went_on(carla.post(address(mood), form))
    assert (latest().state, latest().value) == ("declined", "")


def test_that_there_is_no_answer_is_a_correction_too(mood, carla):
    team.went_on(carla.post(address(mood), {"none": "on", "reason": "entered for another day"}))
    assert latest().state == "missing"


def test_an_older_version_is_not_corrected_again(mood, carla):
    carla.post(address(mood), {"limen_daily.mood": "42", "reason": "misheard"})
    assert carla.get(address(mood)).status_code == 404
