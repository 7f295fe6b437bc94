"""Pausing, and coming back."""

from __future__ import annotations

import pytest
import team

from limen.conduct.core.models import Occasion, Participant, ParticipationEvent


def paused(person) -> bool:
    return Participant.objects.get(pk=person.pk).paused_since is not None


def test_it_works(anna, carla):
    form = {"until": "2026-03-06", "reason": "moved_or_travels"}
    team.went_on(carla.post(team.address("pause", anna), form), team.address("person", anna))
    found = ParticipationEvent.objects.get()
    assert found.until.isoformat() == "2026-03-06T21:59:59+00:00"  # the end of that day in Riga
    assert found.reason == "moved_or_travels"
    assert team.occasion(anna, "diary.4").state == Occasion.State.CANCELLED
    assert team.occasion(anna, "diary.7").state == Occasion.State.PLANNED
    team.went_on(carla.post(team.address("resume", anna)))
    assert not paused(anna)
    assert team.occasion(anna, "diary.4").state == Occasion.State.PLANNED


def test_a_pause_without_an_end(anna, carla):
    team.went_on(carla.post(team.address("pause", anna), {"until": ""}))
    assert ParticipationEvent.objects.get().until is None


@pytest.mark.parametrize("until", ["soon", "2026-03-01"])
def test_an_end_that_is_none_or_past_is_refused(anna, carla, until):
    assert carla.post(team.address("pause", anna), {"until": until}).status_code == 422
    assert not paused(anna)


def test_a_reason_is_of_the_list_or_left_out(anna, carla):
    carla.post(team.address("pause", anna), {"until": "", "reason": "Anna's mother has died"})
    assert ParticipationEvent.objects.get().reason == ""


@pytest.mark.parametrize("until", ["9999-12-31", "0001-01-01"])
def test_a_day_that_no_clock_reaches_is_refused(anna, carla, until):
    team.refused(carla.post(team.address("pause", anna), {"until": until}), "Give a date")
    assert not paused(anna)
