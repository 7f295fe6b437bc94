"""The page Me."""

from __future__ import annotations

from cast import Cast, agreed, device_of
from django.test import Client

from limen.conduct.core.services.invite import invite


def test_it_works(cast: Cast, phone: Client) -> None:
    page = phone.get("/me/").content.decode()
    assert cast.anna.number in page
    assert str(cast.anna.code) not in page


def test_who_has_not_agreed_reads_the_information_first(cast: Cast) -> None:
    new = device_of(invite(cast.here, by=cast.by).participant)
    assert new.get("/me/").url == "/information/"


def test_it_offers_to_end_a_pause(cast: Cast, phone: Client) -> None:
    assert "End the pause now" not in phone.get("/me/").content.decode()
    phone.post("/me/pause/", {"how": "open"})
    assert "End the pause now" in phone.get("/me/").content.decode()


def test_times_are_in_the_person_s_own_zone(cast: Cast, phone: Client) -> None:
    from datetime import UTC, datetime

    from limen.conduct.core import clock

    with clock.as_of(datetime(2027, 1, 1, 23, 30, tzinfo=UTC)):
        other = agreed(invite(cast.here, by=cast.by).participant)
        page = device_of(other).get("/me/devices/").content.decode()
    assert "2 January 2027, 01:30" in page
