"""The pages of the sign-in: what each asks, and what a session is before and after."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path

import cast
import entrance
import pytest
from django.test import Client

sys.path.insert(0, str(Path(__file__).parents[1] / "staff" / "team"))
import team

from limen.conduct.core import clock
from limen.conduct.core.models import AuditEntry
from limen.conduct.core.services.add_staff import set_password
from limen.conduct.core.signing.factor import factor_of, reset_factor
from limen.conduct.core.trail import recording, verify

SIGN_IN, CODE, SET_UP = entrance.SIGN_IN, entrance.CODE, entrance.SET_UP
_KEY = re.compile(r'class="key" dir="ltr">([A-Z2-7 ]+)<')


@pytest.fixture
def carla(demonstration_study, by):
    with clock.as_of(team.EVENING):
        yield cast.people(by).carla


def has_given_password(carla) -> Client:
    """A browser in which the first page was taken."""
    client = Client()
    assert entrance.gives_password(client, "carla").headers["Location"] == CODE
    return client


def test_the_first_time_an_app_is_set_up_and_recovery_codes_are_shown_once(carla):
    client = has_given_password(carla)
    assert client.get(CODE).headers["Location"] == SET_UP
    page = client.get(SET_UP).content.decode()
    assert "<svg" in page
    assert "http" not in page.partition("<main")[2].replace("http://www.w3.org/2000/svg", "")
    secret = _KEY.search(page).group(1).replace(" ", "")
    assert secret in client.get(SET_UP).content.decode().replace(" ", "")  # the same, again
    import pyotp

    wrong = client.post(SET_UP, {"code": "12345"})
    assert wrong.status_code == 422
    code = pyotp.TOTP(secret).at(int(clock.now().timestamp()))
    answer = client.post(SET_UP, {"code": code})
    codes = re.findall(r'<li class="code">([0-9A-Z-]{19})<', answer.content.decode())
    assert len(set(codes)) == 10
    assert client.get("/staff/").status_code == 200
    assert client.get(SET_UP).headers["Location"] == "/staff/"
    events = list(AuditEntry.objects.order_by("-number").values_list("event", flat=True)[:2])
    assert events == ["staff.signed_in", "staff.factor_set"]
    client.post("/staff/sign-out/")
    again = has_given_password(carla)
    assert again.get(SET_UP).headers["Location"] == CODE
    shown = again.post(CODE, {"recovery": codes[9]}, follow=True)
    assert "A recovery code was used; 9 are left." in shown.content.decode()
    assert verify().faults == ()


def test_a_secret_that_is_being_set_up_is_encrypted_in_the_session(carla):
    client = has_given_password(carla)
    secret = _KEY.search(client.get(SET_UP).content.decode()).group(1).replace(" ", "")
    assert secret not in str(dict(client.session))


def test_a_password_alone_opens_no_page(carla):
    client = has_given_password(carla)
    entrance.set_up(carla)
    for _ in range(2):
        assert client.get("/staff/").headers["Location"] == SIGN_IN
        client = has_given_password(carla)


def test_the_code_page_takes_a_code_once_and_says_what_was_wrong(carla):
    entrance.set_up(carla)
    client, other = has_given_password(carla), has_given_password(carla)
    code = entrance.code_of(carla)
    assert client.post(CODE, {"code": code}).headers["Location"] == "/staff/"
    answer = other.post(CODE, {"code": code})
    assert answer.status_code == 422
    assert "wrong, or was used before" in answer.content.decode()
    assert code not in answer.content.decode()
    assert other.get("/staff/").status_code == 302


def test_it_leads_to_the_page_that_was_asked_for(carla):
    entrance.set_up(carla)
    client = Client()
    entrance.gives_password(client, "carla", next="/staff/invite/")
    answer = client.post(CODE, {"code": entrance.code_of(carla), "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/staff/invite/"


def test_after_ten_minutes_it_begins_anew(carla):
    entrance.set_up(carla)
    client = has_given_password(carla)
    with clock.as_of(team.EVENING + timedelta(minutes=9, seconds=59)):
        assert client.get(CODE).status_code == 200
    with clock.as_of(team.EVENING + timedelta(minutes=10)):
        code = entrance.code_of(carla)
        assert client.post(CODE, {"code": code}).headers["Location"] == SIGN_IN
        assert client.get(CODE).headers["Location"] == SIGN_IN


@pytest.mark.parametrize("what", ["password", "reset", "left"])
def test_what_is_pending_ends_with_what_it_rests_on(carla, by, what):
    entrance.set_up(carla)
    client, code = has_given_password(carla), entrance.code_of(carla)
    if what == "password":
        set_password(carla, "another oak by the harbour", by=by)
    elif what == "reset":
        reset_factor(carla, reason="suspicion", by=by)
    else:
        with recording("staff.left", by=by) as record:
            stored = record.fresh(carla)
            stored.is_active = False
            record.change(stored, "is_active")
    for page in (CODE, SET_UP):
        assert client.post(page, {"code": code}).headers["Location"] == SIGN_IN


def test_a_reset_ends_sessions_at_once(carla, by):
    client = team.browser_of(carla)
    entrance.set_up(carla)
    assert client.get("/staff/").status_code == 302  # a new second factor ends them too
    carla.refresh_from_db()
    client = team.browser_of(carla)
    assert client.get("/staff/").status_code == 200
    reset_factor(carla, reason="lost_device", by=by)
    assert client.get("/staff/").status_code == 302


def test_a_demonstration_shows_the_code_and_a_real_study_never(carla, monkeypatch):
    from django.conf import settings

    client = has_given_password(carla)
    assert "This is a demonstration." in client.get(SET_UP).content.decode()
    entrance.set_up(carla)
    client = has_given_password(carla)
    code = entrance.code_of(carla)
    assert f'<span class="code">{code}</span>' in client.get(CODE).content.decode()
    monkeypatch.setattr(settings, "LIMEN_DEMONSTRATION", False)
    text = client.get(CODE).content.decode()
    assert code not in text
    assert "demonstration" not in text


def test_another_tab_may_sign_in_as_somebody_else_and_nothing_is_mixed(carla, by):
    ines = cast.people(by).ines
    entrance.set_up(carla)
    entrance.set_up(ines)
    client = has_given_password(carla)
    entrance.gives_password(client, "ines")
    assert client.post(CODE, {"code": entrance.code_of(carla)}).status_code == 422
    client.post(CODE, {"code": entrance.code_of(ines)})
    assert client.get("/staff/").wsgi_request.user == ines
    assert factor_of(carla).last_step < factor_of(ines).last_step
