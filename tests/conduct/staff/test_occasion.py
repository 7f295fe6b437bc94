"""One occasion: answers with their versions, and what is hidden."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import uuid4

import cast
import team

from limen.conduct.core import clock
from limen.conduct.core.answering.services import correct
from limen.conduct.core.models import Response
from limen.conduct.core.occasions.services import settle


def shown(client, person, identifier: str) -> str:
    return team.text_of(client.get(team.address("occasion", person, identifier)))


def test_it_works(anna, carla):
    team.answers(anna, "diary.2")
    page = shown(carla, anna, "diary.2")
    assert "How has your mood been?" in page
    assert "in time" in page


def test_every_version_is_shown_with_its_reason(anna, carla):
    team.answers(anna, "diary.2")
    row = Response.objects.get(occasion__identifier="diary.2", item="mood")
    correct(row, value="77", reason="misheard", by=cast.BY)
    page = shown(carla, anna, "diary.2")
    assert "<strong>77</strong>" in page
    assert "misheard" in page
    assert f"<del>{row.value}</del>" in page


def test_what_was_expected_is_shown_by_title(anna, carla):
    baseline = team.occasion(anna, "baseline")
    with clock.as_of(baseline.opens_at + (baseline.closes_at - baseline.opens_at) / 2):
        team.answers(anna, "baseline")
    page = shown(carla, anna, "baseline")
    assert "How much calmer you expect to be in the evening" in page
    assert "lsd_10" not in page


def test_felt_effects_and_guesses_are_hidden_from_everybody(anna, people):
    """The demonstration blinds its physician to guesses, and who feels much guesses well."""
    with clock.as_of(team.EVENING.replace(day=5, hour=14)):
        settle()
        form = team.filled(team.asked(team.occasion(anna, "dosing_day.2")))
        form["limen_intensity.intensity"] = "83"
        team.answers(anna, "dosing_day.2", form)
        for member in (people.carla, people.ines, people.mei):
            page = shown(team.browser_of(member), anna, "dosing_day.2")
            assert "83" not in re.sub(r"<[^>]+>", " ", page).split()
            assert "hidden" in page
            assert "1 treatment guess was given" in page


def test_an_answer_that_is_hidden_cannot_be_corrected(anna, people):
    with clock.as_of(team.EVENING.replace(day=5, hour=14)):
        settle()
        team.answers(anna, "dosing_day.2")
        row = team.response(anna, "dosing_day.2")
        address = team.address("correct", anna, "dosing_day.2", row.pk)
        assert team.browser_of(people.carla).get(address).status_code == 404


def test_an_occasion_of_somebody_else_is_not_found(anna, people, carla):
    assert carla.get(team.address("occasion", anna, "diary.99")).status_code == 404
    assert carla.get(team.address("occasion", people.boris, "diary.2")).status_code == 404


def test_the_monitor_is_offered_nothing(anna, mei):
    team.answers(anna, "diary.2")
    page = shown(mei, anna, "diary.2")
    for name in ("enter", "cancel"):
        assert team.address(name, anna, "diary.2") not in page
    assert "/correct/" not in page


def test_a_number_that_stands_for_a_word_is_shown_with_it(anna, carla):
    baseline = team.occasion(anna, "baseline")
    with clock.as_of(baseline.opens_at + (baseline.closes_at - baseline.opens_at) / 2):
        team.answers(anna, "baseline")
    row = Response.objects.get(occasion=baseline, item="made")
    word = {"0": "No", "1": "Yes"}[str(row.value)]
    assert f'<strong>{row.value}</strong> <span class="muted">{word}</span>' in shown(
        carla, anna, "baseline"
    )


def test_moments_are_told_as_dates_and_names_as_names(anna, carla):
    baseline = team.occasion(anna, "baseline")
    with clock.as_of(baseline.opens_at + (baseline.closes_at - baseline.opens_at) / 2):
        team.answers(anna, "baseline")
    into_bed = Response.objects.get(occasion=baseline, item="into_bed")
    said = datetime.fromisoformat(str(into_bed.value))
    page = shown(carla, anna, "baseline")
    assert f"<strong>{said.day} {said:%b %Y, %H:%M}</strong>" in page
    assert str(into_bed.value) not in page


def test_who_of_the_team_entered_it_is_named(anna, people, carla):
    form = team.filled(team.asked(team.occasion(anna, "diary.2")))
    sent = form | {"client_id": str(uuid4()), "answered_at": "2026-03-03T20:00"}
    team.went_on(carla.post(team.address("enter", anna, "diary.2"), sent))
    page = shown(carla, anna, "diary.2")
    assert "<td>carla</td>" in page
    assert "staff:carla" not in page
