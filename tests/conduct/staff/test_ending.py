"""Stopping the intervention, completing, being lost, withdrawing."""

from __future__ import annotations

import pytest
import team

from limen.conduct.core.models import Participant, ParticipationEvent

ENDINGS = {
    "discontinue": ("discontinued", "discontinued"),
    "lose": ("lost_to_follow_up", "lost_to_follow_up"),
    "withdraw": ("withdrawn", "withdrew"),
}


@pytest.mark.parametrize("name", ENDINGS)
def test_it_works(anna, carla, name):
    status, kind = ENDINGS[name]
    team.text_of(carla.get(team.address(name, anna)))
    answer = carla.post(team.address(name, anna), {"reason": "adverse_event", "data_use": "keep"})
    team.went_on(answer, team.address("person", anna))
    assert Participant.objects.get(pk=anna.pk).status == status
    found = ParticipationEvent.objects.get()
    assert (found.kind, found.reason) == (kind, "adverse_event")


def test_nobody_completes_while_something_is_to_come(anna, carla):
    team.refused(carla.post(team.address("complete", anna)), "still to come")
    assert Participant.objects.get(pk=anna.pk).status == Participant.Status.ENROLLED


def test_the_wish_for_the_data_is_kept(anna, carla):
    carla.post(team.address("withdraw", anna), {"data_use": "erase"})
    assert ParticipationEvent.objects.get().data_use == "erase"
    assert "Contact data and free text are erased" in team.text_of(
        carla.get(team.address("person", anna))
    )


def test_no_reason_is_needed_and_none_is_made_up(anna, carla):
    carla.post(team.address("withdraw", anna), {"reason": "she said it hurt", "data_use": "x"})
    found = ParticipationEvent.objects.get()
    assert (found.reason, found.data_use) == ("", "keep")


def test_looking_at_a_page_changes_nothing(anna, carla):
    for name in (*ENDINGS, "complete"):
        carla.get(team.address(name, anna))
    assert not ParticipationEvent.objects.exists()
