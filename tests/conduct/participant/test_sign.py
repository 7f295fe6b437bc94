"""The page for signing, and the one for saying no."""

from __future__ import annotations

import re

import cast
import pytest
from agreement import agrees, passes, reads
from django.test import Client

from limen.conduct.core import consenting
from limen.conduct.core.models import AuditEntry, Consent, Participant, Site, Study
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording

PAGE = "/information/sign/"


@pytest.fixture
def berta(demonstration_study) -> Participant:
    someone = invite(Site.objects.first(), by=cast.BY).participant
    reads(someone)
    passes(someone)
    return someone


@pytest.fixture
def browser(berta) -> Client:
    return cast.device_of(berta)


def form(page: str) -> dict[str, object]:
    """What the page sends if everything is ticked and the name is typed."""
    (shown,) = re.findall(r'name="shown" value="(\w+)"', page)
    agreed = re.findall(r'name="agreed" value="([\w.]+)"', page)
    return {"shown": shown, "agreed": agreed, "signature": "Anna Ābele"}


def due_again(participant: Participant) -> None:
    with recording("test.due", by=cast.BY, participant=participant) as record:
        stored = record.fresh(participant)
        stored.consent_due = True
        record.change(stored, "consent_due")


def test_nothing_is_ticked_and_no_name_is_there(browser):
    page = browser.get(PAGE).content.decode()
    assert "checked" not in page
    assert 'value=""' in re.search(r'<input id="signature"[^>]*>', page).group(0)
    assert len(form(page)["agreed"]) >= 2


def test_signing_stores_the_consent_and_goes_on(browser, berta):
    answer = browser.post(PAGE, form(browser.get(PAGE).content.decode()))
    assert answer.url == "/screening/"
    consent = Consent.objects.get()
    assert consent.participant == berta
    assert consent.version_hash == consenting.version_hash(consenting.documents_for(berta))
    assert "You have signed" in browser.get("/screening/").content.decode()
    assert AuditEntry.objects.latest("number").by == f"participant:{berta.code}"


def test_a_signature_of_a_device_that_was_signed_out_is_kept_in_the_page(browser, berta):
    browser.cookies.clear()
    kept = browser.post("/information/sign/", {"signature": "Berta B.", "shown": "x"})
    assert kept.status_code == 401
    assert "Your answers are kept" in kept.content.decode()
    assert 'name="kept"' in kept.content.decode()


def test_signing_twice_answers_the_same(browser):
    sent = form(browser.get(PAGE).content.decode())
    assert [browser.post(PAGE, sent).url for _ in range(2)] == ["/screening/"] * 2
    assert Consent.objects.count() == 1
    assert browser.get(PAGE).url == "/screening/"


def test_what_is_missing_is_said_and_what_was_typed_stays(browser):
    sent = form(browser.get(PAGE).content.decode())
    kept = sent["agreed"][:1]
    answer = browser.post(PAGE, sent | {"agreed": kept})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please tick each sentence" in page
    assert 'value="Anna Ābele"' in page
    assert page.count(" checked") == 1
    answer = browser.post(PAGE, sent | {"signature": " "})
    assert "Please type your name" in answer.content.decode()
    assert not Consent.objects.exists()


def test_words_that_changed_in_between_are_shown_and_not_signed(browser):
    sent = form(browser.get(PAGE).content.decode())
    answer = browser.post(PAGE, sent | {"shown": "0" * 64}, follow=True)
    assert answer.redirect_chain == [("/information/", 302)]
    assert "The documents have changed" in answer.content.decode()
    assert not Consent.objects.exists()


def test_the_check_comes_first(demonstration_study):
    someone = invite(Site.objects.first(), by=cast.BY).participant
    reads(someone)
    browser = cast.device_of(someone)
    assert browser.get(PAGE).url == "/information/check/"
    documents = consenting.documents_for(someone)
    sent = {"shown": consenting.version_hash(documents), "signature": "A", "agreed": []}
    assert browser.post(PAGE, sent).url == "/information/check/"


def test_saying_no_at_first_ends_there_and_is_noted(browser, berta):
    page = browser.get("/information/decline/").content.decode()
    assert "You do not have to agree" in page
    assert browser.post("/information/decline/").url == "/information/decline/"
    assert consenting.has_declined(berta)
    assert "You have said no" in browser.get("/information/decline/").content.decode()
    assert browser.get("/information/").status_code == 200  # and may think again


def test_saying_no_to_a_new_version_offers_to_leave(browser, berta):
    agrees(berta)
    assert browser.get("/information/decline/").url == "/information/"
    due_again(berta)
    page = browser.get("/information/decline/").content.decode()
    assert "no further doses" in page
    assert 'href="/me/withdraw/"' in page
    assert "The study has changed" in browser.get("/information/").content.decode()


def test_who_must_agree_again_is_led_here_from_other_pages(browser, berta):
    agrees(berta)
    due_again(berta)
    assert browser.get("/screening/").url == "/information/"
    assert "Do you still agree?" in browser.get(PAGE).content.decode()


def test_the_study_stays_as_it_was(browser):
    assert Study.objects.get().locked_at is None
