"""My data: seen, taken along, erased."""

from __future__ import annotations

import io
from zipfile import ZipFile

from cast import Cast
from django.test import Client

from limen.conduct.core.services.keep_contact import keep_contact


def test_it_shows_what_is_kept(cast: Cast, phone: Client) -> None:
    keep_contact(cast.anna, "telephone", "+371 20 000 001", by=cast.by)
    page = phone.get("/me/data/").content.decode()
    assert "+371 20 000 001" in page
    assert cast.anna.number in page


def test_it_can_be_taken_along(cast: Cast, phone: Client) -> None:
    response = phone.get("/me/data/download.zip")
    assert response.status_code == 200
    content = b"".join(response) if response.streaming else response.content
    assert ZipFile(io.BytesIO(content)).testzip() is None
    assert response.headers["Cache-Control"] == "no-store"


def test_erasing_takes_a_tick_and_is_for_good(cast: Cast, phone: Client) -> None:
    keep_contact(cast.anna, "telephone", "+371 20 000 001", by=cast.by)
    assert phone.post("/me/data/erase/").status_code == 400
    assert phone.post("/me/data/erase/", {"sure": "on"}).url == "/me/data/"
    page = phone.get("/me/data/").content.decode()
    assert "+371 20 000 001" not in page
    assert "erased on" in page
    assert phone.get("/me/data/erase/").url == "/me/data/"
    assert phone.get("/me/reminders/").status_code == 200  # the rest goes on


def test_nobody_sees_anybody_else_s(stranger: Client) -> None:
    for path in ("/me/data/", "/me/data/download.zip", "/me/data/erase/"):
        assert stranger.get(path).url.startswith("/?next=")
