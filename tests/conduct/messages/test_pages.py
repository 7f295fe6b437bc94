"""The pages behind links in e-mails, and the feed's address."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import Client
from people import BY, FIRST, OPENS, begun

from limen.conduct.core import clock
from limen.conduct.core.codes import new_token, token_hash
from limen.conduct.core.messages import Confirmed, address, ask_confirmation, tick
from limen.conduct.core.messages.links import Use, address_token, open_token
from limen.conduct.core.models import (
    AuditEntry,
    ContactDetail,
    DeviceToken,
    MessageEvent,
    OutboxMessage,
    Participant,
)
from limen.conduct.core.trail import recording

pytestmark = pytest.mark.usefixtures("a_study")


def page(token: str) -> str:
    return f"/e/{token}/"


def post_to(client: Client, path: str):
    """Press the button of a page, as a browser would: with the page's own form token."""
    form = client.get(path).content.decode()
    (secret,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    return client.post(path, {"csrfmiddlewaretoken": secret})


@pytest.fixture
def browser() -> Client:
    """A browser in which nobody is signed in."""
    return Client(enforce_csrf_checks=True)


def a_feed(one: Participant) -> tuple[str, DeviceToken]:
    token = new_token()
    with recording("test.calendar", by=BY, participant=one) as record:
        device = record.add(
            DeviceToken(
                participant=one,
                token_hash=token_hash(token),
                purpose="calendar",
                made_at=record.at,
            )
        )
    return f"/calendar/{token}.ics", device


def test_looking_at_a_link_confirms_nothing_and_the_button_does(browser):
    one = begun(wants=False)
    ask_confirmation(one, "anna@example.org", by=BY)
    path = page(address_token(Use.CONFIRM, ContactDetail.objects.get()))
    before = AuditEntry.objects.count()
    for _ in range(3):  # as programs do that look through mailboxes
        assert browser.get(path).status_code == 200
        assert browser.head(path).status_code == 200
    assert browser.post(path).status_code == 403  # another site's form
    assert AuditEntry.objects.count() == before
    assert address(one).confirmed == Confirmed.ASKED
    answer = post_to(browser, path)
    assert b"Your address is confirmed" in answer.content
    assert address(one).confirmed == Confirmed.YES
    assert "limen_device" not in browser.cookies


def test_a_reminders_link_notes_that_it_was_opened_once_and_signs_nobody_in(browser, post):
    begun()
    tick(OPENS)
    tick(FIRST)
    message = OutboxMessage.objects.get(state="sent")
    with clock.as_of(FIRST):
        path = page(open_token(message))
        assert browser.get(path).status_code == 200
        assert not MessageEvent.objects.filter(kind="opened").exists()
        for _ in range(2):
            answer = post_to(browser, path)
            assert (answer.status_code, answer.url) == (302, "/today/")
    assert MessageEvent.objects.filter(kind="opened", message=message).count() == 1
    assert "limen_device" not in browser.cookies


def test_the_way_out_forgets_the_address(browser):
    one = begun()
    path = page(address_token(Use.OFF, ContactDetail.objects.get(participant=one)))
    assert b"Turn off" in browser.get(path).content
    assert address(one).confirmed == Confirmed.YES
    assert b"Reminders are off" in post_to(browser, path).content
    assert address(one).confirmed == Confirmed.NONE
    assert b"This link is over" in browser.get(path).content


@pytest.mark.parametrize("token", ["x", "a:b:c", "x" * 3000, "%3Cscript%3E"])
def test_a_link_that_is_none_says_so_and_does_nothing(browser, token):
    begun()
    before = AuditEntry.objects.count()
    answer = browser.get(page(token))
    assert answer.status_code == 200
    assert b"This link is over" in answer.content
    assert AuditEntry.objects.count() == before


def test_the_feed_is_for_its_token_only_and_is_not_sent_twice(browser):
    one = begun()
    path, device = a_feed(one)
    answer = browser.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    again = browser.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert b"VALARM" not in answer.content
    with clock.as_of(OPENS):
        assert b"VALARM" in browser.get(path + "?alarms=1").content
    assert browser.post(path).status_code in (403, 405)
    with recording("test.revoked", by=BY) as record:
        device.revoked_at = record.at
        record.change(device, "revoked_at")
    assert browser.get(path).status_code == 404


def test_a_devices_token_opens_no_feed_and_a_feeds_token_no_page(browser):
    one = begun()
    path, device = a_feed(one)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    browser.cookies["limen_device"] = token
    assert browser.get("/today/").status_code != 200
    with recording("test.changed", by=BY) as record:
        device.purpose = "device"
        record.change(device, "purpose")
    assert browser.get(path).status_code == 404


def test_no_token_reaches_a_log(browser, caplog):
    caplog.set_level(logging.DEBUG)
    one = begun()
    path, device = a_feed(one)
    with recording("test.revoked", by=BY) as record:
        device.revoked_at = record.at
        record.change(device, "revoked_at")
    forged = "eyJ1IjoiY29uZmlybSJ9:1abcde:forged"
    browser.get(path)
    browser.get(page(forged))
    browser.post(page(forged))
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert path.removeprefix("/calendar/").removesuffix(".ics") not in said
    assert forged not in said
