"""The signed copy, for its participant only."""

from __future__ import annotations

import cast
import pytest
from agreement import agrees
from django.test import Client

from limen.conduct.core import consenting
from limen.conduct.core.models import Participant, Site
from limen.conduct.core.occasions.services import withdraw
from limen.conduct.core.services.invite import invite
from limen.conduct.participant.views import copy as view
from limen.errors import ConductError

PDF, HTML = "/information/copy.pdf", "/information/copy.html"


@pytest.fixture
def berta(demonstration_study) -> Participant:
    return invite(Site.objects.first(), by=cast.BY).participant


@pytest.fixture
def browser(berta) -> Client:
    return cast.device_of(berta)


def test_the_copy_is_a_file_to_keep(browser, berta):
    consent = agrees(berta)
    answer = browser.get(PDF)
    assert answer.content == consenting.signed_copy(consent)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="consent.pdf"'
    page = browser.get(HTML)
    assert page.content.decode() == consenting.signed_copy_as_page(consent)
    assert page.headers["Content-Disposition"] == 'attachment; filename="consent.html"'
    assert "no-store" in page.headers["Cache-Control"]


def test_before_signing_there_is_none(browser):
    assert [browser.get(path).status_code for path in (PDF, HTML)] == [404, 404]


def test_each_gets_their_own(browser, berta):
    other = invite(Site.objects.first(), by=cast.BY).participant
    agrees(other)
    assert browser.get(HTML).status_code == 404
    page = cast.device_of(other).get(HTML).content.decode()
    assert other.number in page
    assert berta.number not in page


def test_it_stays_to_be_had_after_withdrawal(browser, berta, by):
    agrees(berta)
    withdraw(berta, by=by)
    assert browser.get(PDF).status_code == 200


def test_where_the_fonts_lack_letters_the_page_is_given(browser, berta, monkeypatch):
    agrees(berta)

    def lacking(consent: object) -> bytes:
        raise ConductError("The copy cannot be made as PDF.")

    monkeypatch.setattr(view.consenting, "signed_copy", lacking)
    assert browser.get(PDF).url == HTML


def test_it_cannot_be_posted_to(browser):
    assert browser.post(PDF).status_code == 405


def test_strangers_are_asked_to_come_in(demonstration_study):
    assert Client().get(PDF).url.startswith("/?next=")
