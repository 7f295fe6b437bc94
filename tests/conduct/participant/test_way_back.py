"""The way back, with words or with a new code."""

from __future__ import annotations

from cast import Cast, device_of
from django.test import Client

from limen.conduct.core.entering import devices_of, make_phrase
from limen.conduct.core.services.invite import invite_again


def test_it_works(cast: Cast, stranger: Client) -> None:
    words = make_phrase(cast.anna, by=cast.by)
    response = stranger.post("/way-back/", {"words": words.upper().replace(" ", ", ")})
    assert response.url.startswith("/phrase/?")
    assert stranger.get("/me/").status_code == 200


def test_words_work_once(cast: Cast, stranger: Client) -> None:
    words = make_phrase(cast.anna, by=cast.by)
    stranger.post("/way-back/", {"words": words})
    assert Client().post("/way-back/", {"words": words}).status_code == 400


def test_who_lost_both_comes_back_through_a_person(cast: Cast, stranger: Client) -> None:
    device_of(cast.anna)
    code = invite_again(cast.anna, by=cast.by)
    response = stranger.post("/way-back/", {"words": code, "forget": "on"})
    assert response.url.startswith("/phrase/?")
    assert len(devices_of(cast.anna)) == 1  # the lost one is signed out
    assert stranger.get("/me/").status_code == 200


def test_other_devices_stay_unless_they_are_to_go(cast: Cast, stranger: Client) -> None:
    device_of(cast.anna)
    response = stranger.post("/way-back/", {"words": invite_again(cast.anna, by=cast.by)})
    assert len(devices_of(cast.anna)) == 2
    assert "One other device of yours" in stranger.get(response.url).content.decode()


def test_a_word_that_no_phrase_has_is_named(stranger: Client) -> None:
    words = "harbour lantern qqqq velvet jigsaw tulip canyon waffle"
    response = stranger.post("/way-back/", {"words": words})
    assert response.status_code == 400
    assert "qqqq" in response.content.decode()


def test_nothing_typed_is_said(stranger: Client) -> None:
    response = stranger.post("/way-back/", {"words": " "})
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode() or 'id="words-error"' in (
        response.content.decode()
    )
