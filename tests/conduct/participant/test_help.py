"""Help, and the contacts on every page."""

from __future__ import annotations

import pytest
from cast import Cast
from django.test import Client

from limen.conduct.core import help
from limen.conduct.core.deployment import Help

CONTACTS = Help(
    study="Study team, Riga",
    telephone="+371 20 000 000",
    emergency="112",
    crisis="Crisis line",
    crisis_telephone="+371 67 222 922",
    sites={"porto": {"telephone": "+351 220 000 000"}},
)


@pytest.fixture(autouse=True)
def contacts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(help, "contacts", lambda: CONTACTS)


@pytest.mark.parametrize("path", ["/", "/help/", "/way-back/", "/language/", "/nowhere/"])
def test_contacts_are_on_every_page_for_anybody(stranger: Client, path: str) -> None:
    text = stranger.get(path).content.decode()
    assert text.index('class="help-link" href="/help/"') < text.index("<main")
    assert 'href="tel:112"' in text
    assert 'href="tel:+37167222922"' in text


@pytest.mark.parametrize("path", ["/me/", "/me/pause/", "/me/withdraw/", "/me/data/"])
def test_contacts_are_on_every_page_for_participants(phone: Client, path: str) -> None:
    assert 'href="tel:+37120000000"' in phone.get(path).content.decode()


def test_a_site_has_its_own(cast: Cast) -> None:
    from cast import device_of

    text = device_of(cast.boris).get("/help/").content.decode()
    assert 'href="tel:+351220000000"' in text
    assert 'href="tel:+37120000000"' not in text


def test_nobody_has_to_say_their_name_on_the_telephone(cast: Cast, phone: Client) -> None:
    assert cast.anna.number in phone.get("/help/").content.decode()
