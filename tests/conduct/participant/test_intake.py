"""Intake: what became of a planned dose, with the code of its envelope."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cast import device_of
from day import anna_begins, hidden, riga

from limen.conduct.core import clock
from limen.conduct.core.models import Administration, Participant, Submission
from limen.conduct.participant.envelope import envelope_code

pytestmark = pytest.mark.usefixtures("demonstration_study")


def send(anna: Participant, at: datetime, **form: str) -> object:
    form = {"client_id": str(uuid4()), "envelope": "07-12", "status": "taken", **form}
    with clock.as_of(at):
        return device_of(anna).post("/intake/", form)


@pytest.mark.parametrize("typed", ["O7-l2 b", "o7–I2B", "０７-12b", " 07 - 12 B "])
def test_letters_that_look_like_figures_are_forgiven(typed: str) -> None:
    assert envelope_code(typed) == "07-12B"


def test_a_dose_is_recorded_with_its_moment_in_the_participants_zone() -> None:
    anna = anna_begins()
    answer = send(anna, riga(5, 12), envelope="o7-l2", taken_at="08:15", note="with water")
    assert answer.status_code == 302
    row = Administration.objects.get()
    assert (row.number, row.study_day, row.kit, row.status) == (1, 1, "07-12", "taken")
    assert row.taken_at == riga(5, 8, 15)
    assert row.note is not None
    with clock.as_of(riga(5, 12)):
        assert "No dose is to be recorded" in device_of(anna).get("/intake/").content.decode()


@pytest.mark.parametrize("status", ["missed", "held", "refused"])
def test_a_dose_that_was_not_taken_has_no_time(status: str) -> None:
    anna = anna_begins()
    send(anna, riga(5, 12), status=status, taken_at="08:15", envelope="declined:envelope")
    row = Administration.objects.get()
    assert (row.status, row.taken_at, row.kit) == (status, None, "")


def test_errors_come_back_with_what_was_typed() -> None:
    anna = anna_begins()
    answer = send(anna, riga(5, 12), note="hm", taken_at="quarter past")
    assert answer.status_code == 422
    assert "Please write a time of day" in answer.content.decode()
    answer = send(anna, riga(5, 12), note="hm")
    assert "Say when you took it." in answer.content.decode()
    assert ">hm</textarea>" in answer.content.decode()
    answer = send(anna, riga(5, 12), taken_at="12:30")
    assert "still to come" in answer.content.decode()
    answer = send(anna, riga(5, 12), status="")
    assert "Choose what happened" in answer.content.decode()
    assert Administration.objects.count() == 0


def test_sent_twice_it_is_recorded_once() -> None:
    anna = anna_begins()
    form = {"client_id": str(uuid4()), "taken_at": "08:15"}
    assert (
        send(anna, riga(5, 12), **form)["Location"] == send(anna, riga(5, 12), **form)["Location"]
    )
    assert Submission.objects.count() == 1
    other = send(anna, riga(5, 13), taken_at="08:20")
    assert other.status_code == 422
    assert "recorded already" in other.content.decode()


def test_an_earlier_dose_that_nothing_is_known_of_can_be_told() -> None:
    anna = anna_begins()
    with clock.as_of(riga(6, 12)):
        browser = device_of(anna)
        assert 'href="?dose=1"' in browser.get("/intake/").content.decode()
        page = browser.get("/intake/?dose=1").content
    assert hidden(page, "dose") == "1"
    assert send(anna, riga(6, 12), dose="1", taken_at="09:00").status_code == 302
    assert Administration.objects.get().taken_at == riga(5, 9)


def test_on_a_day_without_a_dose_nothing_is_asked() -> None:
    anna = anna_begins()
    with clock.as_of(riga(4, 12)):
        assert "No dose is to be recorded" in device_of(anna).get("/intake/").content.decode()
    answer = send(anna, riga(4, 12), taken_at="08:00")
    assert answer.status_code == 422
    assert "No dose is planned" in answer.content.decode()
    assert send(anna, riga(5, 12), dose="3", taken_at="08:00").status_code == 422  # to come


def test_the_page_says_nothing_of_what_a_dose_holds() -> None:
    anna = anna_begins()
    with clock.as_of(riga(5, 12)):
        shown = device_of(anna).get("/intake/").content.decode()
    main = shown[shown.index("<main") : shown.index("</main>")]
    for word in ("LSD", "lacebo", "microgram"):
        assert word not in main
