"""Pausing and coming back."""

from __future__ import annotations

from datetime import UTC, datetime

from cast import Cast
from django.test import Client

from limen.conduct.core import clock

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def test_until_a_day_by_the_person_s_own_clock(cast: Cast, phone: Client) -> None:
    with clock.as_of(NOON):
        response = phone.post("/me/pause/", {"how": "day", "day": "2027-03-05"})
        assert response.url == "/me/"
        assert "until 5 March 2027" in phone.get("/me/").content.decode()
    event = cast.anna.participation_events.get()
    assert event.until == datetime(2027, 3, 4, 22, 0, tzinfo=UTC)  # midnight in Riga


def test_until_somebody_comes_back(cast: Cast, phone: Client) -> None:
    phone.post("/me/pause/", {"how": "open"})
    cast.anna.refresh_from_db()
    assert cast.anna.paused_since is not None
    assert phone.get("/me/resume/").status_code == 405
    assert phone.post("/me/resume/").url == "/today/"
    cast.anna.refresh_from_db()
    assert cast.anna.paused_since is None


def test_a_day_that_makes_no_sense_pauses_nobody(cast: Cast, phone: Client) -> None:
    with clock.as_of(NOON):
        for day in ("", "yesterday", "2027-03-01", "2026-01-01", "9999-12-31"):
            response = phone.post("/me/pause/", {"how": "day", "day": day})
            assert response.status_code == 400, day
        assert phone.post("/me/pause/", {}).status_code == 400
    assert not cast.anna.participation_events.exists()
