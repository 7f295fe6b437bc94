"""The page of one person."""

from __future__ import annotations

import agreement
import cast
import team
from django.db import connection
from django.test.utils import CaptureQueriesContext

from limen.conduct.core import clock
from limen.conduct.core.models import ParticipationEvent, TreatmentGuess
from limen.conduct.core.occasions.services import pause, settle
from limen.conduct.core.services.erase import erase
from limen.conduct.core.services.keep_contact import keep_contact


def shown(client, person) -> str:
    return team.text_of(client.get(team.address("person", person)))


def test_it_works(anna, carla):
    team.answers(anna, "diary.2")
    team.tells(anna)
    page = shown(carla, anna)
    assert page.count("Sent</span>") == 1
    assert page.count("To come</span>") > 10
    assert team.WORDS in page
    assert "An occasion was answered" in page


def test_a_stranger_learns_nothing(anna, dario):
    unknown = dario.get(team.address("person", "00000000-0000-4000-8000-000000000000"))
    theirs = dario.get(team.address("person", anna))
    assert unknown.status_code == theirs.status_code == 404
    assert anna.number not in theirs.content.decode()


def test_the_monitor_sees_everything_and_is_offered_nothing(anna, carla, mei):
    assert "Enter an adverse event" in shown(carla, anna)
    page = shown(mei, anna)
    assert anna.number in page
    for name in ("event", "pause", "contact", "erase", "invite_again", "withdraw", "intake"):
        assert team.address(name, anna) not in page


def test_a_coordinator_is_not_offered_what_an_investigator_does(bea, carla, ines):
    agreement.agrees(bea)
    for name in ("counter_sign", "decision", "erase"):
        assert team.address(name, bea) not in shown(carla, bea)
        assert team.address(name, bea) in shown(ines, bea)


def test_contact_details_are_not_on_it(anna, ines):
    keep_contact(anna, "telephone", "+371 2000 0000", by=cast.BY)
    page = shown(ines, anna)
    assert "Telephone number" in page
    assert "2000 0000" not in page


def test_guesses_are_counted_and_never_shown(anna, people):
    with clock.as_of(team.EVENING.replace(day=5, hour=14)):
        settle()
        team.answers(anna, "dosing_day.2")
        guess = TreatmentGuess.objects.get(participant=anna)
        page = shown(team.browser_of(people.ines), anna)
    assert "1 treatment guess was recorded" in page
    assert f">{guess.answer}<" not in page
    assert "Placebo" not in page


def test_what_was_erased_is_said_to_be(anna, ines):
    team.tells(anna)
    erase(anna, by=cast.BY)
    page = shown(ines, anna)
    assert "The words were erased." in page
    assert team.WORDS not in page


def test_a_pause_is_told_with_its_reason(anna, carla):
    pause(anna, by=cast.BY, reason="moved_or_travels")
    assert ParticipationEvent.objects.filter(participant=anna).count() == 1
    assert "moved_or_travels" in shown(carla, anna)


def test_the_number_of_queries_does_not_grow_with_the_days(anna, carla, bea):
    with CaptureQueriesContext(connection) as few:
        shown(carla, bea)
    team.answers(anna, "diary.2")
    with CaptureQueriesContext(connection) as many:
        shown(carla, anna)
    assert len(many) <= len(few) + 4
