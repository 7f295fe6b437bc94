"""Signing in and out."""

from __future__ import annotations

from datetime import timedelta

import cast
import entrance
import pytest
import team
from django.test import Client

from limen.conduct.core import clock, throttle
from limen.conduct.core.models import AuditEntry
from limen.conduct.core.services.add_staff import set_password
from limen.conduct.core.trail import recording

SIGN_IN = "/staff/sign-in/"


def tries(client: Client, name: str = "carla", password: str = cast.PASSWORD, **more):
    return entrance.signs_in(client, name, password, **more)


@pytest.fixture
def client(people) -> Client:
    people.carla  # noqa: B018 - she is hired
    return Client()


def test_it_works(client):
    assert tries(client).headers["Location"] == "/staff/"
    assert client.get("/staff/").status_code == 200
    assert client.get(SIGN_IN).status_code == 302


def test_the_session_gets_another_key(client):
    session = client.session
    session["found"] = "before"
    session.save()
    before = session.session_key
    client.cookies["limen_staff"] = before
    tries(client)
    assert client.session.session_key != before
    assert "found" not in client.session


@pytest.mark.parametrize(
    ("name", "password"), [("carla", "wrong"), ("nobody", cast.PASSWORD), ("", "")]
)
def test_whatever_was_wrong_the_answer_is_the_same(client, name, password):
    answer = tries(client, name, password)
    assert answer.status_code == 422
    assert "Name or password is wrong." in answer.content.decode()


def test_who_has_left_gets_the_same_answer(client, people):
    with recording("staff.left", by=cast.BY) as record:
        people.carla.is_active = False
        record.change(people.carla, "is_active")
    assert "Name or password is wrong." in tries(client).content.decode()


def test_guessing_is_slowed(client):
    for _attempt in range(6):
        tries(client, password="wrong")
    answer = tries(client)
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()
    with clock.as_of(team.EVENING + timedelta(hours=3)):
        assert tries(client).status_code == 302


def test_a_browser_that_is_known_is_not_kept_out_by_a_strangers_guesses(client):
    tries(client)
    client.post("/staff/sign-out/")
    assert throttle.KNOWN_COOKIE in client.cookies
    for _attempt in range(6):
        tries(Client(), password="wrong")
    with clock.as_of(team.EVENING + timedelta(minutes=1)):
        assert tries(client).status_code == 302


def test_a_working_day_ends_it_whatever_was_done(client):
    tries(client)
    with clock.as_of(team.EVENING + timedelta(hours=7, minutes=59)):
        assert client.get("/staff/").status_code == 200
    with clock.as_of(team.EVENING + timedelta(hours=8)):
        assert client.get("/staff/").headers["Location"] == SIGN_IN


def test_it_leads_back_to_the_page(client):
    assert (
        client.get("/staff/invite/").headers["Location"] == SIGN_IN + "?next=%2Fstaff%2Finvite%2F"
    )
    assert tries(client, next="/staff/invite/").headers["Location"] == "/staff/invite/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "/today/", "x:y"])
def test_it_leads_nowhere_else(client, elsewhere):
    assert tries(client, next=elsewhere).headers["Location"] == "/staff/"


def test_signing_out_ends_the_session(client):
    tries(client)
    kept = client.cookies["limen_staff"].value
    client.post("/staff/sign-out/")
    client.cookies["limen_staff"] = kept
    assert client.get("/staff/").status_code == 302
    assert AuditEntry.objects.latest("number").event == "staff.signed_out"


def test_a_link_does_not_sign_anybody_out(client):
    tries(client)
    assert client.get("/staff/sign-out/").status_code == 405


def test_another_password_ends_sessions_that_were_made_before(client, people):
    tries(client)
    set_password(people.carla, "another oak by the harbour", by=cast.BY)
    assert client.get("/staff/").status_code == 302


def test_a_form_without_its_token_is_refused(people):
    people.carla  # noqa: B018
    assert tries(Client(enforce_csrf_checks=True)).status_code == 403
