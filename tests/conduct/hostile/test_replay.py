"""Replay and forgery: what was sent is sent again, by somebody else, or with what is not theirs."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import cast
import pytest
import team
from django.core import signing
from django.db import connections
from django.test import Client
from siege import EVENING, Siege, nothing_is_written

from limen.conduct.core import clock, throttle
from limen.conduct.core.answering import asked, page_mark
from limen.conduct.core.codes import new_token, token_hash
from limen.conduct.core.entering import calendar_token, devices_of, make_phrase, revoke_device
from limen.conduct.core.messages import address, ask_confirmation
from limen.conduct.core.messages.links import Use, address_token, open_token
from limen.conduct.core.models import (
    AdverseEvent,
    ContactDetail,
    DeviceToken,
    OutboxMessage,
    Participant,
    Submission,
)
from limen.conduct.core.services.keep_contact import keep_contact
from limen.conduct.core.trail import recording, verify
from limen.conduct.participant.views.kept import Kept

MARK = r'name="page_mark" value="([^"]*)"'


def diary(siege: Siege, **more: str) -> dict[str, str]:
    found = team.occasion(siege.anna, "diary.2")
    return team.filled(asked(found)) | {"client_id": str(uuid4()), **more}


def with_token(token: str) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["limen_device"] = token
    return client


def sends(browser: Client, path: str, form: dict[str, str]):
    return browser.post(path, form)


def test_the_same_thing_after_a_year_is_the_same_thing(under_siege):
    siege, form = under_siege, diary(under_siege)
    first = siege.browsers["anna"].post("/o/diary.2/", form)
    assert first.status_code == 302
    with clock.as_of(EVENING + timedelta(days=360)), nothing_is_written():
        again = siege.browsers["anna"].post("/o/diary.2/", form)
        assert again.headers["Location"] == first.headers["Location"]
        changed = siege.browsers["anna"].post(
            "/o/diary.2/",
            form | {"client_id": form["client_id"], "page_mark": "x", next(iter(form)): "0"},
        )
        assert changed.status_code in (302, 422)


def test_an_id_that_somebody_else_used_tells_nothing_and_takes_nothing(under_siege):
    siege = under_siege
    hers = Submission.objects.filter(participant=siege.anna).first()
    form = diary(siege, client_id=str(hers.client_id))
    with nothing_is_written():
        answer = siege.browsers["boris"].post("/o/diary.2/", form)
        assert answer.status_code == 422
        assert siege.anna.number not in answer.content.decode()
        assert siege.browsers["boris"].get(f"/received/{hers.client_id}/").status_code == 404


def test_a_mark_is_worth_nothing_but_on_its_own_page(under_siege):
    """A late answer with another's mark, or one from the future, is judged as one without."""
    siege = under_siege
    late = EVENING + timedelta(days=2)
    with clock.as_of(late + timedelta(days=30)):
        future = page_mark(team.occasion(siege.anna, "diary.2"))
    marks = {
        "none": "",
        "boris": page_mark(team.occasion(siege.boris, "diary.2")),
        "tomorrow's": page_mark(team.occasion(siege.anna, "diary.3")),
        "future": future,
        "changed": page_mark(team.occasion(siege.anna, "diary.2"))[:-1] + "A",
        "made up": signing.Signer(salt="limen").sign("1"),
        "long": "9" * 10_000,
        "letters": "é~\ud7ff",
    }
    with clock.as_of(late):
        became = {}
        for name, mark in marks.items():
            form = diary(siege, page_mark=mark)
            siege.browsers["anna"].post("/o/diary.2/", form)
            row = Submission.objects.filter(client_id=form["client_id"]).first()
            became[name] = row.verdict if row else "nothing"
    assert len(set(became.values())) == 1, became


@pytest.mark.parametrize("what", ["forged", "revoked", "over", "calendar's", "phrase", "empty"])
def test_a_token_that_is_none_lets_nobody_in(under_siege, what):
    siege = under_siege
    token = new_token()
    with recording("test.device", by=cast.BY, participant=siege.anna) as record:
        device = record.add(
            DeviceToken(
                participant=siege.anna,
                token_hash=token_hash(token),
                made_at=record.at,
                expires_at=record.at if what == "over" else None,
            )
        )
    if what == "revoked":
        revoke_device(device, by=cast.BY)
    token = {
        "forged": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "calendar's": calendar_token(siege.anna, by=cast.BY),
        "phrase": make_phrase(siege.anna, by=cast.BY),
        "empty": " ",
    }.get(what, token)
    client = with_token(token)
    with nothing_is_written():
        for page, place in siege.addresses():
            if page.startswith("participant:") and page not in ("participant:feed",):
                text = client.get(place).content.decode("utf-8", "replace")
                assert siege.anna.number not in text, page
        assert client.post("/event/", {"event.what": "x"}).status_code == 401


def test_a_devices_token_reads_no_calendar(under_siege):
    token = under_siege.browsers["anna"].cookies["limen_device"].value
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_a_calendar_that_was_ended_is_gone(under_siege):
    first = calendar_token(under_siege.anna, by=cast.BY)
    assert Client().get(f"/calendar/{first}.ics").status_code == 200
    calendar_token(under_siege.anna, by=cast.BY)
    assert Client().get(f"/calendar/{first}.ics").status_code == 404


def test_an_invitation_that_two_spend_at_once_is_spent_once(under_siege_on_each_database):
    siege = under_siege_on_each_database

    def spend(number: int) -> int:
        try:
            with clock.as_of(EVENING):
                client = Client(raise_request_exception=False)
                return client.post("/", {"code": siege.code, "attempt": f"{number}"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        found = sorted(pool.map(spend, range(6)))
    assert found == [302, 400, 400, 400, 400, 400]
    assert len(devices_of(Participant.objects.order_by("-pk").first())) == 1
    assert verify().faults == ()


def test_a_link_about_an_address_ends_with_the_address(under_siege):
    siege, by = under_siege, cast.BY
    contact = ContactDetail.objects.get(participant=siege.anna, kind="email")
    old = address_token(Use.CONFIRM, contact)
    off = address_token(Use.OFF, contact)
    ask_confirmation(siege.anna, "another@example.org", by=by)
    keep_contact(siege.boris, "email", "boris@example.org", by=by)
    with nothing_is_written():
        for token in (old, off):
            assert "over" in Client().post(f"/e/{token}/").content.decode()
    assert address(siege.anna).confirmed.value == "asked"
    assert address(siege.boris).confirmed.value == "asked"


def test_a_token_of_one_use_is_none_of_another(under_siege):
    contact = ContactDetail.objects.get(participant=under_siege.anna, kind="email")
    message = OutboxMessage(pk=contact.pk, participant=under_siege.anna)
    salt = "limen.conduct.messages.links"
    mark = signing.loads(address_token(Use.CONFIRM, contact), salt=salt)["m"]
    forged = [
        open_token(message).replace(":", ".", 1),
        signing.dumps({"u": "confirm", "r": contact.pk, "m": mark, "t": 1e12}, salt="limen.other"),
        signing.dumps({"u": "confirm", "r": contact.pk, "m": mark, "t": 1}, salt=salt),
        signing.dumps({"u": "confirm", "r": contact.pk, "m": "", "t": 1e12}, salt=salt),
        signing.dumps({"u": "off", "r": contact.pk + 1, "m": mark, "t": 1e12}, salt=salt),
        signing.dumps(["confirm", contact.pk], salt=salt),
        signing.dumps({"u": "open", "r": "x", "m": [], "t": "inf"}, salt=salt),
        signing.dumps({"u": "open", "r": 10**30, "m": "", "t": 1e12}, salt=salt),
        throttle.known_token("carla"),
        Kept("/event/", (("a", "b"),)).signed,
    ]
    with nothing_is_written():
        for token in forged:
            answer = Client(raise_request_exception=False).post(f"/e/{token}/")
            assert answer.status_code < 500


def test_signed_cookies_are_worth_nothing_under_another_name(under_siege):
    siege = under_siege
    phone = siege.browsers["anna"]
    phone.post("/phrase/", {"make": "1"})
    phrase = phone.cookies["limen_phrase"].value
    phone.post("/me/calendar/", {"make": "1"})
    calendar = phone.cookies["limen_calendar"].value
    words = re.findall(r"[a-z]{3,}", phrase.partition(":")[0])
    assert len(words) == 8
    phone.cookies["limen_phrase"], phone.cookies["limen_calendar"] = calendar, phrase
    assert not all(word in phone.get("/me/calendar/").content.decode() for word in words)
    assert calendar.partition(":")[0] not in phone.get("/phrase/").content.decode()
    for name in ("limen_known", "limen_staff", "limen_device", "messages", "sessionid"):
        client = Client(raise_request_exception=False)
        client.cookies[name] = phrase
        assert client.get("/staff/").status_code == 302
        assert client.get("/today/").status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/staff/",
        "/staff/sign-in/",
        "/me/withdraw/",
        "/me/data/erase/",
        "/e/x/",
        "//evil.example/",
        "https://evil.example/",
        "javascript:alert(1)",
        "/o/diary.2/../../staff/",
    ],
)
def test_what_was_kept_leads_nowhere_but_to_pages_that_keep(under_siege, path):
    siege = under_siege
    kept = Kept(path, (("sure", "on"), ("data_use", "erase"))).signed
    form = {"words": make_phrase(siege.anna, by=cast.BY), "kept": kept}
    answer = Client().post("/way-back/", form)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/phrase/?next=%2Ftoday%2F")


def test_what_was_kept_for_one_is_judged_as_of_who_sends_it(under_siege):
    """Anna's page, kept, sent on by Boris: it is his report, under his name, or none."""
    siege = under_siege
    kept = Client().post("/event/", {"event.what": "Anna's own"})
    assert kept.status_code == 401
    before = AdverseEvent.objects.filter(participant=siege.anna).count()
    siege.browsers["boris"].post("/event/", {"event.what": "Anna's own"})
    assert AdverseEvent.objects.filter(participant=siege.anna).count() == before


def test_a_form_of_staff_is_not_kept_for_anybody(under_siege):
    answer = Client().post(under_siege.address("staff:contact"), {"text": "a name"})
    assert answer.status_code == 302
    assert "a name" not in answer.content.decode()
