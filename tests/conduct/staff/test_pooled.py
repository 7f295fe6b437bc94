"""Guesses are shown pooled: to who may see them, from enough people on, and never one by one."""

from __future__ import annotations

import cast
import pytest
import team

from limen.conduct.core import clock
from limen.conduct.core.models import Participant, Study, Submission, TreatmentGuess
from limen.conduct.core.monitoring.guesses import _released
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording
from limen.conduct.staff.pooled import FEWEST, pooled_guesses

PAGE = "/staff/study/"


def guesses(person: Participant, answer: str) -> None:
    """Store a guess of a person's first dosing day."""
    now, occasion = clock.now(), person.occasions.filter(definition="dosing_day").first()
    with recording("test.guessed", by=cast.BY, participant=person) as record:
        sent = record.add(
            Submission(
                client_id=person.code, participant=person, occasion=occasion, received_at=now,
                content_hash="", verdict="in_time",
            )
        )  # fmt: skip
        record.add(
            TreatmentGuess(
                participant=person, occasion=occasion, submission=sent, guess="guess", about="arm",
                answer=answer, entered_at=now,
            )
        )  # fmt: skip


@pytest.fixture
def guessers(people) -> list[Participant]:
    """Eleven people at the first site, each with occasions."""
    found = [invite(people.here, by=cast.BY).participant for _ in range(FEWEST + 1)]
    for person in found:
        team.begins(person)
    return found


def test_it_works(guessers, mei):
    for person in guessers[: FEWEST - 1]:
        guesses(person, "MD")
    page = team.text_of(mei.get(PAGE))
    assert "Treatment guesses, pooled" in page
    assert "not shown" in page

    guesses(guessers[FEWEST - 1], "PL")
    page = team.text_of(mei.get(PAGE))
    assert "90 %" in page
    assert "10 %" in page

    # One more guess moves nothing: nobody learns it by looking before and after
    guesses(guessers[FEWEST], "PL")
    page = team.text_of(mei.get(PAGE))
    assert "90 %" in page
    assert '<td class="number">10</td>' in page


def test_where_all_guess_alike_nothing_is_shown(guessers, ines):
    for person in guessers[:FEWEST]:
        guesses(person, "MD")
    assert "100 %" not in team.text_of(ines.get(PAGE))


def test_who_coordinates_or_sits_elsewhere_sees_nothing_of_it(guessers, people, carla, dario):
    for number, person in enumerate(guessers[:FEWEST]):
        guesses(person, "MD" if number else "PL")
    assert "pooled" not in team.text_of(carla.get(PAGE))
    assert "pooled" not in team.text_of(dario.get(PAGE))
    protocol = Study.objects.get().version.protocol
    (shown,) = pooled_guesses(people.mei, protocol)
    assert shown.weeks[0].shares is not None


def test_a_role_that_the_protocol_blinds_sees_nothing(people):
    protocol = Study.objects.get().version.protocol
    (first, *others) = protocol.blinding.parties
    blind = first.model_copy(update={"party": "monitor", "blinded_to": ("guesses",)})
    blinding = protocol.blinding.model_copy(update={"parties": (blind, *others)})
    assert pooled_guesses(people.mei, protocol) == []
    assert pooled_guesses(people.mei, protocol.model_copy(update={"blinding": blinding})) is None
    assert pooled_guesses(people.ines, protocol) == []


def test_it_takes_ten_people_and_not_ten_guesses():
    rows = [(1, "MD"), (1, "PL")] * 20
    assert _released(rows) == 0
    rows += [(number, "MD") for number in range(2, FEWEST + 1)]
    assert _released(rows) == len(rows)
    assert _released([*rows, (1, "PL")]) == len(rows)
