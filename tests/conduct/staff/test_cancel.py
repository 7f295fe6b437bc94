"""Cancelling an occasion."""

from __future__ import annotations

import pytest
import team

from limen.conduct.core.models import AuditEntry


def test_it_works(anna, carla):
    address = team.address("cancel", anna, "diary.5")
    team.text_of(carla.get(address))
    team.went_on(carla.post(address, {"reason": "illness"}), team.address("person", anna))
    found = team.occasion(anna, "diary.5")
    assert (found.state, found.state_reason) == ("cancelled", "by_staff")
    assert '"reason":"illness"' in AuditEntry.objects.latest("number").payload


@pytest.mark.parametrize("reason", ["", "Anna Ābele is ill"])
def test_a_reason_of_the_list_is_needed(anna, carla, reason):
    answer = carla.post(team.address("cancel", anna, "diary.5"), {"reason": reason})
    team.refused(answer, "Choose a reason")
    assert team.occasion(anna, "diary.5").state == "planned"


def test_what_was_sent_is_not_cancelled(anna, carla):
    team.answers(anna, "diary.2")
    answer = carla.post(team.address("cancel", anna, "diary.2"), {"reason": "illness"})
    team.refused(answer, "only what is unfinished can go")
    assert team.occasion(anna, "diary.2").state == "submitted"
