"""Entering an adverse event, judging it, correcting it."""

from __future__ import annotations

from uuid import uuid4

import pytest
import team

from limen.conduct.core.answering.services import event_questions
from limen.conduct.core.models import AdverseEvent


def form(person, **more: str) -> dict[str, str]:
    return team.filled(event_questions(person)) | {"client_id": str(uuid4())} | more


def judged(**more: str) -> dict[str, str]:
    around = {"term": "Headache", "serious": "no", "severity_grade": "2", "reason": "judged"}
    return around | {"relatedness": "possible", "expectedness": "expected"} | more


def test_it_works(anna, carla):
    team.text_of(carla.get(team.address("event", anna)))
    team.went_on(carla.post(team.address("event", anna), form(anna)))
    found = AdverseEvent.objects.get()
    assert (found.participant, found.number, found.submission.entered_by) == (
        anna,
        1,
        "staff:carla",
    )


def test_sent_twice_it_is_one_event(anna, carla):
    sent = form(anna)
    carla.post(team.address("event", anna), sent)
    team.went_on(carla.post(team.address("event", anna), sent))
    assert AdverseEvent.objects.count() == 1


def test_an_empty_report_is_refused(anna, carla):
    answer = carla.post(team.address("event", anna), {"client_id": str(uuid4())})
    assert answer.status_code == 422
    assert AdverseEvent.objects.count() == 0


def test_a_judgement_is_a_new_version(anna, ines):
    team.tells(anna)
    address = team.address("correct_event", anna, 1)
    assert team.WORDS in team.text_of(ines.get(address))
    team.went_on(ines.post(address, judged()))
    first, second = AdverseEvent.objects.order_by("version")
    assert (second.term, second.serious, second.severity_grade) == ("Headache", False, 2)
    assert (second.relatedness, second.expectedness) == ("possible", "expected")
    assert (first.term, first.relatedness) == ("", "")
    assert second.description_id == first.description_id


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"reason": ""}, "needs a reason"),
        ({"severity_grade": "9"}, "from 1 to 5"),
        ({"relatedness": "surely"}, "Choose how it is related"),
        ({"action": "We phoned Eva"}, "Choose one of the answers"),
        ({"outcome": "better"}, "Choose one of the answers"),
        ({"onset_day": "Monday"}, "no whole number"),
        ({"term": "x" * 81}, "at most 80"),
    ],
)
def test_a_judgement_that_does_not_fit_is_refused(anna, ines, more, words):
    team.tells(anna)
    team.refused(ines.post(team.address("correct_event", anna, 1), judged(**more)), words)
    assert AdverseEvent.objects.count() == 1


def test_what_was_filled_in_is_there_again(anna, ines):
    team.tells(anna)
    answer = ines.post(team.address("correct_event", anna, 1), judged(reason="", outcome="over"))
    page = answer.content.decode()
    assert 'value="Headache"' in page
    assert '<option value="possible" selected>' in page
    assert '<option value="over" selected>' in page


def test_what_is_judged_is_shown_in_words(anna, ines):
    team.tells(anna)
    team.went_on(
        ines.post(
            team.address("correct_event", anna, 1),
            judged(action="left_out", outcome="not_over", seriousness_criterion="hospital"),
        )
    )
    page = team.text_of(ines.get(team.address("person", anna)))
    words = ("Possible", "A dose was left out", "Not over", "Stay in hospital")
    assert all(one in page for one in words)
    assert "left_out" not in page
    assert "told by the participant" in page


def test_an_event_that_is_none_is_not_found(anna, ines):
    assert ines.get(team.address("correct_event", anna, 7)).status_code == 404


def test_one_that_was_entered_by_mistake_stays_and_says_so(anna, ines):
    team.tells(anna)
    ines.post(team.address("correct_event", anna, 1), judged(voided="on"))
    assert AdverseEvent.objects.latest("version").voided
    assert "entered by mistake" in team.text_of(ines.get(team.address("person", anna)))
