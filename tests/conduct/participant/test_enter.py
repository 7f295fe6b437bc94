"""The first page."""

from __future__ import annotations

import re

from cast import Cast
from django.http import HttpResponse
from django.test import Client

from limen.conduct.core.models import DeviceToken, Invitation
from limen.conduct.core.services.invite import invite


def code_of(cast: Cast) -> str:
    return invite(cast.here, by=cast.by).code


def test_it_works(cast: Cast, stranger: Client) -> None:
    code = code_of(cast)
    response = stranger.post("/", {"code": code.lower().replace("-", " "), "device": "telephone"})

    assert response.status_code == 302
    assert response.url.startswith("/phrase/?")
    device = DeviceToken.objects.get()
    assert device.title == "telephone"
    assert Invitation.objects.get().used_at is not None

    # The token is the device's alone, for a year
    cookie = stranger.cookies["limen_device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 365 * 24 * 3600

    # And the words are shown, on a page of their own
    page = stranger.get(response.url)
    assert page.content.decode().count("<li>") >= 8
    assert "no-store" in page.headers["Cache-Control"]


def test_whoever_is_in_goes_on_to_today(phone: Client) -> None:
    assert phone.get("/").url == "/today/"


def test_it_says_the_same_of_an_unknown_and_of_a_used_code(cast: Cast, stranger: Client) -> None:
    code = code_of(cast)
    stranger.post("/", {"code": code})
    used = Client().post("/", {"code": code, "attempt": "x"})
    unknown = Client().post("/", {"code": "0000-0000-0000-0000", "attempt": "x"})
    assert used.status_code == unknown.status_code == 400
    assert without(code, used) == without("0000-0000-0000-0000", unknown)
    assert "limen_device" not in used.cookies


def without(code: str, response: HttpResponse) -> str:
    """Return a page without the code that was typed and the token of its form."""
    text = response.content.decode().replace(code, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_the_answer_that_got_lost_can_be_asked_for_again(cast: Cast, stranger: Client) -> None:
    form = {"code": code_of(cast), "attempt": "what the page holds"}
    stranger.post("/", form)
    first = stranger.cookies["limen_device"].value
    again = Client()
    again.post("/", form)
    assert again.cookies["limen_device"].value == first
    assert DeviceToken.objects.count() == 1


def test_it_leads_to_no_other_site(cast: Cast, stranger: Client) -> None:
    for wanted in ("https://example.org/", "//example.org/today/", "/staff/", "/nowhere/"):
        response = stranger.post("/", {"code": code_of(cast), "next": wanted})
        assert "next=%2Ftoday%2F" in response.url, wanted


def test_it_leads_to_the_page_that_was_asked_for(cast: Cast, stranger: Client) -> None:
    asked = stranger.get("/me/zone/?zone=Asia/Tokyo")
    assert asked.url == "/?next=%2Fme%2Fzone%2F%3Fzone%3DAsia%2FTokyo"
    response = stranger.post("/", {"code": code_of(cast), "next": "/me/zone/?zone=Asia/Tokyo"})
    assert "next=%2Fme%2Fzone%2F%3Fzone%3DAsia%2FTokyo" in response.url


def test_a_form_without_our_token_lets_nobody_in(cast: Cast) -> None:
    code = code_of(cast)
    response = Client(enforce_csrf_checks=True).post("/", {"code": code})
    assert response.status_code == 403
    assert Invitation.objects.get().used_at is None


def test_who_guesses_has_to_wait(stranger: Client) -> None:
    statuses = [stranger.post("/", {"code": f"7777-{n:04d}-0-0"}).status_code for n in range(12)]
    assert statuses[0] == 400
    assert statuses[-1] == 429
