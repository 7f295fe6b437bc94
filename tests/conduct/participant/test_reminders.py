"""Reminders by e-mail."""

from __future__ import annotations

import pytest
from cast import Cast
from django.test import Client

from limen.conduct.core.models import ContactDetail, OutboxMessage
from limen.conduct.participant.views import reminders


@pytest.fixture(autouse=True)
def mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "mail_leaves", lambda: True)


def test_an_address_waits_for_its_owner(cast: Cast, phone: Client) -> None:
    phone.post("/me/reminders/", {"email": "anna@example.org"})
    page = phone.get("/me/reminders/").content.decode()
    assert "An e-mail is on its way to" in page
    assert "anna@example.org" in page
    contact = ContactDetail.objects.get()
    assert b"anna" not in bytes(contact.ciphertext)
    assert contact.confirmed_at is None
    assert OutboxMessage.objects.get().participant == cast.anna


def test_turning_off_forgets_the_address(phone: Client) -> None:
    phone.post("/me/reminders/", {"email": "anna@example.org"})
    phone.post("/me/reminders/", {"off": "1"})
    assert bytes(ContactDetail.objects.get().ciphertext) == b""
    assert "anna@example.org" not in phone.get("/me/reminders/").content.decode()


def test_what_is_no_address_is_kept_nowhere(phone: Client) -> None:
    response = phone.post("/me/reminders/", {"email": "anna at example"})
    assert response.status_code == 400
    assert 'value="anna at example"' in response.content.decode()  # to be corrected
    assert not ContactDetail.objects.exists()
