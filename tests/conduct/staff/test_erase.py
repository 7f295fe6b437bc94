"""Erasing contact data and texts."""

from __future__ import annotations

import cast
import pytest
import team

from limen.conduct.core.models import ParticipantKey
from limen.conduct.core.trail import verify


def gone(person) -> bool:
    return ParticipantKey.objects.get(participant=person).destroyed_at is not None


def test_it_works(anna, ines):
    team.tells(anna)
    form = {"number": anna.number, "password": cast.PASSWORD}
    team.went_on(ines.post(team.address("erase", anna), form))
    assert gone(anna)
    assert verify().faults == ()


@pytest.mark.parametrize(
    ("number", "password"),
    [("riga-999", cast.PASSWORD), ("", cast.PASSWORD), ("riga-001", "wrong")],
)
def test_another_number_or_password_erases_nothing(anna, ines, number, password):
    answer = ines.post(team.address("erase", anna), {"number": number, "password": password})
    assert answer.status_code == 422
    assert not gone(anna)


def test_a_coordinator_cannot(anna, carla):
    form = {"number": anna.number, "password": cast.PASSWORD}
    assert carla.post(team.address("erase", anna), form).status_code == 403
    assert not gone(anna)
