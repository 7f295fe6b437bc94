"""The private calendar's address."""

from __future__ import annotations

import re

from cast import Cast
from django.test import Client

from limen.conduct.core.models import DeviceToken


def test_its_address_is_shown_once_and_read_without_a_device(
    cast: Cast, phone: Client, stranger: Client
) -> None:
    phone.post("/me/calendar/")
    page = phone.get("/me/calendar/").content.decode()
    path = re.search(r'value="https?://[^/]+(/calendar/[^"]+\.ics)"', page).group(1)
    answer = stranger.get(path)
    assert answer.status_code == 200
    assert answer.content.startswith(b"BEGIN:VCALENDAR")

    phone.post("/me/calendar/", {"end": "1"})
    assert stranger.get(path).status_code == 404
    assert path not in phone.get("/me/calendar/").content.decode()


def test_its_token_opens_nothing_else(cast: Cast, phone: Client, stranger: Client) -> None:
    phone.post("/me/calendar/")
    page = phone.get("/me/calendar/").content.decode()
    stranger.cookies["limen_device"] = re.search(r"/calendar/([^\"]+)\.ics", page).group(1)
    assert stranger.get("/me/").url.startswith("/?next=")


def test_a_new_one_ends_the_one_before(cast: Cast, phone: Client) -> None:
    for _ in range(2):
        phone.post("/me/calendar/")
    made = DeviceToken.objects.filter(participant=cast.anna, purpose="calendar")
    assert made.count() == 2
    assert made.filter(revoked_at=None).count() == 1
