"""Another attempt at the comprehension check, after a talk."""

from __future__ import annotations

import agreement
import cast
import team

from limen.conduct.core import consenting
from limen.conduct.core.actor import Actor


def fails(person, times: int = 3) -> None:
    by = Actor.participant(person)
    for _attempt in range(times):
        consenting.answer_check(person, agreement.wrong_answers(person, "driving"), by=by)


def address(person) -> str:
    return team.address("comprehension", person)


def test_it_works(bea, carla):
    fails(bea)
    assert "May you drive on a dosing day?" in team.text_of(carla.get(address(bea)))
    team.went_on(carla.post(address(bea), {"talked": "on"}))
    assert not consenting.checked(bea).to_a_person
    assert team.events(bea)[-1] == "comprehension.attempt_allowed"


def test_without_a_talk_nothing_is_allowed(bea, carla):
    fails(bea)
    team.refused(carla.post(address(bea)), "Talk with the person first")
    assert consenting.checked(bea).to_a_person


def test_while_attempts_are_left_there_is_nothing_to_do(bea, carla):
    fails(bea, 1)
    assert "There are attempts left" in team.text_of(carla.get(address(bea)))
    team.refused(carla.post(address(bea), {"talked": "on"}), "has an attempt left")


def test_who_has_passed_needs_none(bea, carla):
    consenting.answer_check(bea, agreement.right_answers(bea), by=cast.BY)
    assert "The check has been passed." in team.text_of(carla.get(address(bea)))
