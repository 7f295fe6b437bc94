"""Pages that say no, and lose nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from cast import BY, Cast, device_of
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from limen.conduct import urls as addresses
from limen.conduct.core.entering import make_phrase
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording
from limen.conduct.participant import door

ANSWERS = {"client_id": "d6b5", "words": 'It was "good" & <b>calm</b>', "scale": "7"}
RECEIVED: list[dict[str, str]] = []


@door.for_participant(keeps=True)
def answers(request: HttpRequest) -> HttpResponse:
    """A page that loses nothing."""
    RECEIVED.append({name: value for name, value in request.POST.items() if "csrf" not in name})
    return HttpResponse("stored")


urlpatterns = [path("test/answers/", answers), *addresses.urlpatterns]
handler404 = addresses.handler404


@pytest.fixture(autouse=True)
def page_that_keeps() -> Iterator[None]:
    RECEIVED.clear()
    with override_settings(ROOT_URLCONF=__name__):
        yield


def fields(response: HttpResponse, action: str) -> dict[str, str]:
    """Return the fields of the form with this action, as a browser would send them."""
    text = response.content.decode()
    (form,) = re.findall(rf'<form method="post" action="{action}".*?</form>', text, re.DOTALL)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


def test_answers_on_a_page_that_grew_too_old_are_offered_again(cast: Cast) -> None:
    phone = device_of(cast.anna, checks_forms=True)
    refused = phone.post("/test/answers/", ANSWERS, headers={"Origin": "http://testserver"})
    assert refused.status_code == 403
    assert RECEIVED == []

    form = fields(refused, "/test/answers/")
    origin = {"Origin": "http://testserver"}
    assert phone.post("/test/answers/", form, headers=origin).content == b"stored"
    assert RECEIVED == [ANSWERS]


def test_another_site_cannot_put_words_into_that_page(cast: Cast) -> None:
    phone = device_of(cast.anna, checks_forms=True)
    for headers in (
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    ):
        refused = phone.post("/test/answers/", ANSWERS, headers=headers)
        assert refused.status_code == 403
        assert "d6b5" not in refused.content.decode(), headers


def test_answers_of_a_device_that_is_not_known_are_sent_once_it_is(
    cast: Cast, stranger: Client
) -> None:
    kept = stranger.post("/test/answers/", ANSWERS)
    assert kept.status_code == 401
    assert RECEIVED == []

    # Wrong words first: the answers stay with the page
    form = fields(kept, "/way-back/")
    wrong = stranger.post("/way-back/", form | {"words": "0000-0000-0000-0000"})
    assert wrong.status_code == 400
    form = fields(wrong, "/way-back/")

    right = stranger.post("/way-back/", form | {"words": make_phrase(cast.anna, by=BY)})
    assert right.status_code == 200  # new words are shown, and the button sends the answers
    assert 'class="phrase"' in right.content.decode()
    assert stranger.post("/test/answers/", fields(right, "/test/answers/")).content == b"stored"
    assert RECEIVED == [ANSWERS]


def test_answers_that_arrive_after_an_amendment_are_taken_before_consent_is_asked_for(
    cast: Cast,
) -> None:
    phone = device_of(cast.anna)
    with recording("test.amended", by=BY) as record:
        anna = record.fresh(cast.anna)
        anna.consent_due = True
        record.change(anna, "consent_due")
    assert phone.get("/test/answers/").url == "/information/"
    assert phone.post("/test/answers/", ANSWERS).content == b"stored"

    # Nobody who never agreed can send anything
    new = device_of(invite(cast.here, by=BY).participant)
    assert new.post("/test/answers/", ANSWERS).url == "/information/"
    assert len(RECEIVED) == 1


def test_what_is_kept_cannot_be_forged_or_led_astray(cast: Cast, stranger: Client) -> None:
    from limen.conduct.participant.views.kept import Kept

    elsewhere = Kept("/me/withdraw/", (("sure", "on"), ("data_use", "erase"))).signed
    words = make_phrase(cast.anna, by=BY)
    for kept in ("nonsense", elsewhere, elsewhere[:-2] + "xx"):
        form = {"words": words, "kept": kept, "attempt": "one page"}
        response = stranger.post("/way-back/", form)
        assert response.status_code == 302
        assert response.url.startswith("/phrase/?next=%2Ftoday%2F")


def test_a_form_that_is_larger_than_any_of_ours_is_not_carried_along(stranger: Client) -> None:
    response = stranger.post("/test/answers/", {"words": "x" * 500_000})
    assert response.status_code == 401
    assert len(response.content) < 20_000


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_that_is_not_there_says_so(stranger: Client, language: str) -> None:
    stranger.cookies["limen_language"] = language
    response = stranger.get("/nowhere/")
    assert response.status_code == 404
    assert f'lang="{language}"' in response.content.decode()
    assert 'href="/help/"' in response.content.decode()


def test_the_last_page_needs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    from limen.conduct.participant.views import refused

    def broken(*arguments: object, **named: object) -> HttpResponse:
        raise RuntimeError("no database")

    monkeypatch.setattr(refused, "render", broken)
    response = refused.server_error(RequestFactory().get("/today/"))
    assert response.status_code == 500
    assert "not your doing" in response.content.decode()


def test_a_server_that_fails_answers_with_its_own_page(cast: Cast) -> None:
    from limen.conduct.participant.views import refused

    response = refused.server_error(RequestFactory().get("/today/"))
    assert response.status_code == 500
    assert 'href="/help/"' in response.content.decode()


def test_staff_get_their_own_frame(stranger: Client) -> None:
    text = stranger.get("/staff/nowhere/").content.decode()
    assert 'class="staff"' in text


def test_a_telephone_that_opens_a_page_of_staff_is_nobody_there(cast: Cast) -> None:
    text = device_of(cast.anna).get("/staff/nowhere/").content.decode()
    assert cast.anna.number not in text
    assert 'class="tabs"' not in text


def test_every_answer_has_its_policy_and_no_cache(stranger: Client) -> None:
    for path_ in ("/", "/help/", "/nowhere/"):
        headers = stranger.get(path_).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert "no-store" in headers["Cache-Control"]
