"""The contact log: lines, what is counted before somebody is lost, mistakes, who may write."""

from __future__ import annotations

from datetime import timedelta

import pytest
import team

from limen.conduct.core.contacts import Tried, contact_log, log_contact, take_back, tried
from limen.conduct.core.models import ContactAttempt, FreeText
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import verify
from limen.conduct.staff.person.story import story_of
from limen.errors import ConductError

HOUR = timedelta(hours=1)


def tries(
    person, member, hours: float, *, way="telephone", reached=False, words=""
) -> ContactAttempt:
    """Log an attempt some hours before the evening."""
    at = team.EVENING - hours * HOUR
    return log_contact(person, member=member, way=way, reached=reached, at=at, words=words)


def test_attempts_in_vain_are_counted_since_somebody_was_reached(people, anna):
    assert tried(anna) == Tried(0, 0, None)
    tries(anna, people.carla, 50)
    tries(anna, people.carla, 40, reached=True)
    tries(anna, people.carla, 30)
    tries(anna, people.ines, 20, way="letter")
    tries(anna, people.carla, 10)
    assert tried(anna) == Tried(3, 2, team.EVENING - 40 * HOUR)


def test_a_line_that_was_a_mistake_counts_no_more_and_stays(people, anna):
    reached = tries(anna, people.carla, 40, reached=True)
    tries(anna, people.carla, 30)
    take_back(reached, member=people.ines, reason="It was another person")
    assert tried(anna) == Tried(1, 1, None)
    (_later, line) = contact_log(anna)
    assert line.taken_back_by.member == people.ines
    with pytest.raises(ConductError, match="Nothing was changed"):
        take_back(line, member=people.ines, reason="Twice")
    with pytest.raises(ConductError, match="Nothing was changed"):
        take_back(line.taken_back_by, member=people.ines, reason="Not so")


@pytest.mark.parametrize("wrong", [{"way": "pigeon"}, {"hours": -1}, {"words": "a" * 4001}])
def test_what_cannot_be_is_refused(people, anna, wrong):
    with pytest.raises(ConductError, match="Nothing was changed"):
        tries(anna, people.carla, **({"hours": 1.0} | wrong))
    assert not ContactAttempt.objects.exists()


@pytest.mark.parametrize("who", ["mei", "dario"])
def test_monitors_and_strangers_log_nothing(people, anna, who):
    with pytest.raises(ConductError, match="Nothing was changed"):
        tries(anna, getattr(people, who), 1)


def test_words_are_sealed_shown_in_the_story_and_erased(people, anna):
    tries(anna, people.carla, 2, reached=True, words="She is on a ship")
    (text,) = FreeText.objects.filter(purpose="contact")
    assert b"ship" not in bytes(text.ciphertext)
    assert [(line.way, line.words) for line in story_of(anna)] == [
        ("Telephone", "She is on a ship")
    ]
    erase(anna, by=people.by)
    assert [line.words for line in story_of(anna) if line.contact] == [None]
    tries(anna, people.carla, 1, words="no longer kept")
    assert ContactAttempt.objects.last().words is None
    assert verify().faults == ()


def test_the_page_of_losing_somebody_says_how_often_they_were_tried(people, anna):
    tries(anna, people.carla, 30)
    tries(anna, people.carla, 3, way="letter")
    carla = team.browser_of(people.carla)
    text = team.text_of(carla.get(team.address("lose", anna)))
    assert "Tried in vain 2 times; never reached by this log, by 2 different means." in text


def test_the_page_keeps_a_line_and_takes_it_back(people, anna):
    carla, address = team.browser_of(people.carla), team.address("contacts", anna)
    team.refused(carla.post(address, {"way": "visit", "at": "2026-03-03T10:00"}), "Say whether")
    team.refused(carla.post(address, {"way": "visit", "reached": "no"}), "A date and a time")
    form = {"way": "visit", "reached": "no", "at": "2026-03-03T10:00", "words": "Nobody at home"}
    team.went_on(carla.post(address, form), address)
    assert "Nobody at home" in team.text_of(carla.get(address))
    line = ContactAttempt.objects.get()
    assert line.at.isoformat() == "2026-03-03T08:00:00+00:00"  # Riga is two hours ahead
    form = {"do": "take_back", "line": line.pk, "reason": "The wrong street"}
    team.went_on(carla.post(address, form), address)
    assert "Taken back by Carla C.: The wrong street" in team.text_of(carla.get(address))
    team.refused(carla.post(address, form | {"line": "x"}), "There is no such line")
    assert team.events(anna)[-2:] == ["contact.logged", "contact.taken_back"]
