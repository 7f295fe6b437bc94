"""The page with the words."""

from __future__ import annotations

from cast import Cast
from django.test import Client

from limen.conduct.core.services.invite import invite


def test_words_can_be_looked_at_until_they_are_written_down(cast: Cast, stranger: Client) -> None:
    page = stranger.post("/", {"code": invite(cast.here, by=cast.by).code}).url
    first = stranger.get(page).content.decode()
    assert 'class="phrase"' in first
    assert 'class="phrase"' in stranger.get(page).content.decode()  # loaded again

    response = stranger.post("/phrase/", {"next": "/me/"})
    assert response.url == "/me/"
    assert 'class="phrase"' not in stranger.get("/phrase/").content.decode()


def test_new_words_end_the_ones_before(cast: Cast, phone: Client) -> None:
    response = phone.post("/phrase/", {"make": "1"})
    assert 'class="phrase"' in phone.get(response.url).content.decode()
    assert cast.anna.recovery_phrases.filter(ended_at=None).count() == 1
    phone.post("/phrase/", {"make": "1"})
    assert cast.anna.recovery_phrases.filter(ended_at=None).count() == 1
    assert cast.anna.recovery_phrases.count() == 2


def test_nobody_sees_it_without_a_device(stranger: Client) -> None:
    assert stranger.get("/phrase/").url.startswith("/?next=")


def test_a_forged_cookie_shows_nothing(phone: Client) -> None:
    phone.cookies["limen_phrase"] = "harbour lantern oak velvet:1abcde:forged"
    assert "velvet" not in phone.get("/phrase/").content.decode()
