"""Entering answers for somebody without a telephone."""

from __future__ import annotations

from uuid import uuid4

import pytest
import team

from limen.conduct.core.answering import asked
from limen.conduct.core.models import Response, Submission
from limen.conduct.core.occasions.services import withdraw


def form(person, identifier: str = "diary.2", **more: str) -> dict[str, str]:
    questions = team.filled(asked(team.occasion(person, identifier)))
    around = {"client_id": str(uuid4()), "answered_at": "2026-03-03T20:00"}
    return questions | around | more


def address(person, identifier: str = "diary.2") -> str:
    return team.address("enter", person, identifier)


def test_it_works(anna, carla):
    page = team.text_of(carla.get(address(anna)))
    assert "How has your mood been?" in page
    team.went_on(carla.post(address(anna), form(anna)), team.address("occasion", anna, "diary.2"))
    found = Submission.objects.get(occasion__identifier="diary.2")
    assert (found.entered_by, found.verdict, found.respondent) == (
        "staff:carla",
        "in_time",
        "participant",
    )
    assert team.occasion(anna, "diary.2").state == "submitted"


def test_sent_twice_it_is_kept_once(anna, carla):
    sent = form(anna)
    team.went_on(carla.post(address(anna), sent))
    count = Response.objects.count()
    team.went_on(carla.post(address(anna), sent))
    assert (Submission.objects.count(), Response.objects.count()) == (1, count)


def test_the_moment_it_was_answered_decides(anna, carla):
    late = form(anna, "diary.1", answered_at="2026-03-03T03:00")  # in the hours of grace
    team.went_on(carla.post(address(anna, "diary.1"), late))
    assert Submission.objects.get().verdict == "late"


@pytest.mark.parametrize("answered_at", ["", "yesterday", "2026-03-04T20:00"])
def test_a_moment_is_needed_and_is_past(anna, carla, answered_at):
    answer = carla.post(address(anna), form(anna, answered_at=answered_at))
    assert answer.status_code == 422
    assert Submission.objects.count() == 0


def test_a_question_without_an_answer_is_pointed_at_and_nothing_is_lost(anna, carla):
    sent = form(anna)
    sent["limen_daily.mood"], sent["limen_daily.calm"] = "", "37"
    answer = carla.post(address(anna), sent)
    team.refused(answer, "1 answer needs a look")
    page = answer.content.decode()
    assert 'value="37"' in page
    assert sent["client_id"] in page
    assert 'value="2026-03-03T20:00"' in page
    assert Submission.objects.count() == 0


def test_after_a_withdrawal_nothing_is_kept(anna, people, carla):
    withdraw(anna, by=people.by)
    carla.post(address(anna), form(anna))
    assert Submission.objects.count() == 0


def test_words_that_were_entered_are_not_run(anna, carla):
    answer = carla.post(address(anna), form(anna) | {"limen_daily.mood": "<script>alert(1)"})
    assert "<script>alert" not in answer.content.decode()


def test_what_only_follows_an_answer_is_folded_away(anna, carla):
    following = [one for one in asked(team.occasion(anna, "week.1")).questions if one.asked_if]
    page = carla.get(address(anna, "week.1")).content.decode()
    before, folded = page.split('<details class="follows"><summary>')
    assert f"If it applies: {len(following)} more questions" in folded
    assert all(f'name="{one.key}"' in folded for one in following)
    assert not any(f'name="{one.key}"' in before for one in following)


def test_what_was_entered_or_is_wrong_is_not_folded_away(anna, carla):
    sent = {"client_id": str(uuid4()), "event.what": "A headache"}
    page = carla.post(team.address("event", anna), sent).content.decode()
    assert '<details class="follows" open>' in page
    assert '<details class="follows"><summary>' not in page


def test_every_part_of_the_page_is_a_step_away(anna, carla):
    page = carla.get(address(anna)).content.decode()
    parts = asked(team.occasion(anna, "diary.2")).sections
    assert len(parts) > 1
    for nth, part in enumerate(parts, start=1):
        assert f'href="#part-{nth}"' in page
        assert f'id="part-{nth}"' in page
        assert part.title in page
