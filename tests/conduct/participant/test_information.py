"""The page with the information: one document at a time, and what was read."""

from __future__ import annotations

import cast
import pytest
from agreement import agrees, reads
from django.test import Client

from limen.conduct.core import consenting
from limen.conduct.core.models import Participant, Site
from limen.conduct.core.services.invite import invite


@pytest.fixture
def berta(demonstration_study) -> Participant:
    return invite(Site.objects.first(), by=cast.BY).participant


@pytest.fixture
def browser(berta) -> Client:
    return cast.device_of(berta)


def test_a_stranger_is_asked_to_come_in(demonstration_study):
    answer = Client().get("/information/")
    assert (answer.status_code, answer.url) == (302, "/?next=%2Finformation%2F")


def test_a_document_is_shown_with_its_contents_and_links_to_each(browser, berta):
    page = browser.get("/information/").content.decode()
    first = consenting.documents_for(berta)[0]
    assert f'<h1 id="document">{first.title}</h1>' in page
    for section in first.sections[1:]:
        assert f'<a href="#{section.anchor}">{section.heading}</a>' in page
        assert f'id="{section.anchor}"' in page
    assert "Document 1 of 2" in page


def test_reading_leads_through_all_documents_to_the_questions(browser, berta):
    first, second = consenting.documents_for(berta)
    answer = browser.post("/information/", {"read": first.sha256})
    assert answer.url == f"/information/?document={second.identifier}"
    assert "Document 2 of 2" in browser.get("/information/").content.decode()
    answer = browser.post("/information/", {"read": second.sha256})
    assert answer.url == "/information/check/"
    assert consenting.unread(berta, [first, second]) == []


def test_words_that_are_no_longer_in_force_are_not_read(browser, berta):
    answer = browser.post("/information/", {"read": "0" * 64})
    assert answer.url == "/information/"
    assert consenting.read_so_far(berta) == set()


def test_after_consent_it_stays_readable_and_asks_for_nothing(browser, berta):
    agrees(berta)
    page = browser.get("/information/?document=declaration").content.decode()
    assert "Declaration of consent" in page
    assert "<form" not in page
    assert "/information/copy.pdf" in page


def test_an_unknown_document_shows_one_that_is_there(browser, berta):
    reads(berta)
    page = browser.get("/information/?document=nothing").content.decode()
    assert "Information for participants" in page
    assert "Go on to the questions" in page


def test_without_the_words_the_page_says_so(study):
    anna = invite(Site.objects.first(), by=cast.BY).participant
    page = cast.device_of(anna).get("/information/")
    assert page.status_code == 200
    assert "not on this server" in page.content.decode()


def test_a_form_of_another_site_is_refused(berta):
    browser = cast.device_of(berta, checks_forms=True)
    assert browser.post("/information/", {"read": "x"}).status_code == 403
