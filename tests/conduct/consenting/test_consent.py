"""Consent: exactly the documents that were shown, once, and again after an amendment."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from agreement import agrees, passes, reads, signing
from django.db import connections
from django.utils.html import escape
from django.utils.translation import override

from limen.conduct.core import clock, consenting
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import AuditEntry, Consent, FreeText, Participant, Site
from limen.conduct.core.services.free_text import read_text
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import verify
from limen.errors import ConductError


def refusal(participant: Participant, **changes: object) -> list[str]:
    """The paths of what keeps a signing, with changes, from being stored."""
    with pytest.raises(ConductError) as refused:
        consenting.give_consent(participant, **(signing(participant) | changes))
    assert not Consent.objects.exists()
    return [one.path for one in refused.value.problems]


def test_a_consent_holds_who_agreed_to_which_words(berta):
    consent = agrees(berta)
    documents = consenting.documents_for(berta)
    assert json.loads(consent.documents) == {one.identifier: one.sha256 for one in documents}
    assert consent.version_hash == consenting.version_hash(documents)
    assert (consent.attempts, consent.language, consent.entered_by) == (1, "en", "")
    assert read_text(consent.signature) == "Anna Ābele"
    assert b"Anna" not in bytes(FreeText.objects.get().ciphertext)
    assert (berta.status, berta.consent_due) == ("consented", False)
    entry = AuditEntry.objects.latest("number")
    assert "Anna" not in entry.payload
    names = [one.name for one in consenting.statements_of(documents)]
    assert json.loads(entry.payload)["notes"]["agreed"] == names
    assert verify().faults == ()


def test_what_is_missing_keeps_it_from_being_stored(berta):
    assert refusal(berta) == ["read", "read", "check"]
    reads(berta)
    assert refusal(berta) == ["check"]
    passes(berta)
    assert refusal(berta, signature="  ") == ["signature"]
    assert refusal(berta, signature="x" * 201) == ["signature"]
    names = sorted(one.name for one in consenting.statements_of(consenting.documents_for(berta)))
    assert sorted(refusal(berta, agreed=set())) == sorted(f"agreed.{name}" for name in names)
    assert refusal(berta, shown="0" * 64) == ["shown"]
    assert refusal(berta, signed_at=clock.now()) == ["signed_at"]
    berta.refresh_from_db()
    assert berta.consent_due
    agrees(berta)


def test_nothing_that_somebody_made_up_gets_into_the_trail(berta):
    reads(berta)
    passes(berta)
    sent = signing(berta)
    sent["agreed"] = [*sent["agreed"], "Anna Ābele, Rīga"]
    consenting.give_consent(berta, **sent)
    assert "Rīga" not in AuditEntry.objects.latest("number").payload


def test_signing_twice_stores_one(berta):
    first = agrees(berta)
    entries = AuditEntry.objects.count()
    again = consenting.give_consent(berta, **signing(berta))
    assert again == first
    assert AuditEntry.objects.count() == entries


def test_two_at_once_store_one_consent(demonstration_on_each_database, by):
    anna = invite(Site.objects.first(), by=by).participant
    reads(anna)
    passes(anna)
    sent = signing(anna)

    def sign(_: int) -> int:
        try:
            return consenting.give_consent(anna, **sent).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        signed = set(pool.map(sign, range(8)))
    assert signed == {Consent.objects.get().pk}
    assert AuditEntry.objects.filter(event="consent.given").count() == 1
    assert verify().faults == ()


def test_an_amendment_in_between_signs_nothing_and_shows_the_new_words(berta, amended):
    reads(berta)
    passes(berta)
    sent = signing(berta)
    amended("# Information\n\nOther words.")
    with pytest.raises(ConductError) as refused:
        consenting.give_consent(berta, **sent)
    assert [one.path for one in refused.value.problems] == [consenting.CHANGED]
    assert not Consent.objects.exists()
    assert "Other words." in consenting.documents_for(berta)[0].text
    assert not consenting.checked(berta).passed  # of the version to read


def test_after_an_amendment_people_agree_again_and_come_under_it(berta, amended, by):
    from limen.conduct.core.screening import plan_start

    first = agrees(berta)
    plan_start(berta, by=by)
    version = amended("# Information\n\nOther words.")
    berta.refresh_from_db()
    assert (berta.consent_due, berta.version_id == version.pk) == (True, False)
    second = agrees(berta)
    assert (second.version, berta.version, berta.consent_due) == (version, version, False)
    assert second.version_hash != first.version_hash
    assert set(berta.occasions.values_list("made_under", flat=True)) == {version.pk}
    assert consenting.latest_consent(berta) == second
    assert verify().faults == ()


def test_saying_no_to_a_new_version_is_noted_and_ends_nothing(berta, amended, by):
    me = Actor.participant(berta)
    agrees(berta)
    with pytest.raises(ConductError, match="No consent"):
        consenting.decline(berta, by=me)
    amended("# Information\n\nOther words.")
    berta.refresh_from_db()
    assert not consenting.has_declined(berta)
    consenting.decline(berta, by=me)
    consenting.decline(berta, by=me)
    assert AuditEntry.objects.filter(event="consent.declined").count() == 1
    berta.refresh_from_db()
    assert (berta.status, berta.consent_due) == ("consented", True)
    assert consenting.has_declined(berta)
    assert consenting.dosing_waits(berta)
    agrees(berta)
    assert not consenting.has_declined(berta)
    assert not consenting.dosing_waits(berta)


def test_staff_enter_a_consent_on_paper_with_its_date(berta, ivo):
    passes(berta)
    signed_at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    paper = signing(berta) | {
        "by": Actor.staff(ivo), "entered_by": "staff:ivo", "signature": "",
    }  # fmt: skip
    assert refusal(berta, **paper) == ["signed_at"]
    assert refusal(berta, **paper, signed_at=clock.now() + timedelta(hours=1)) == ["signed_at"]
    consent = consenting.give_consent(berta, **paper, signed_at=signed_at)
    assert (consent.entered_by, consent.signed_at, consent.signature) == (
        "staff:ivo",
        signed_at,
        None,
    )


def test_without_words_nothing_can_be_signed(study, by):
    anna = invite(Site.objects.first(), by=by).participant  # its documents are not here
    assert consenting.documents_for(anna) == []
    with pytest.raises(ConductError) as refused:
        consenting.give_consent(anna, signature="A", agreed=(), shown="", by=by)
    assert [one.path for one in refused.value.problems] == ["documents"]


def test_statements_of_the_documents_come_first():
    own = consenting.Document("d", "T", "1", "en", "0" * 64, "- [ ] I agree\n- [ ] I know")
    bare = consenting.Document("i", "Info", "2", "en", "1" * 64, "words")
    assert [(one.name, one.words) for one in consenting.statements_of([bare, own])] == [
        ("d.1", "I agree"),
        ("d.2", "I know"),
    ]
    assert [one.name for one in consenting.statements_of([bare])] == ["i.read", "take_part"]


def test_the_copy_repeats_the_words_agreed_to_whatever_the_pages_language(berta):
    with override("ar"):
        shown = consenting.statements_of(consenting.documents_for(berta))
        consent = agrees(berta)
    assert {one.language for one in shown} == {"en"}
    page = consenting.signed_copy_as_page(consent)
    assert all(escape(one.words) in page for one in shown)


def test_who_was_erased_signs_nothing(berta, by):
    from limen.conduct.core.services.erase import erase
    from limen.errors import ErasedError

    reads(berta)
    passes(berta)
    erase(berta, by=by)
    with pytest.raises(ErasedError):
        consenting.give_consent(berta, **signing(berta))
    assert not Consent.objects.exists()


def test_reading_is_noted_once_and_only_of_what_is_to_be_read(berta):
    me = Actor.participant(berta)
    first, second = consenting.documents_for(berta)
    for _ in range(2):
        consenting.note_read(berta, first.sha256, by=me)
    assert AuditEntry.objects.filter(event="document.read").count() == 1
    assert consenting.unread(berta, [first, second]) == [second]
    with pytest.raises(ConductError, match="none of the documents"):
        consenting.note_read(berta, "0" * 64, by=me)


def test_new_words_are_unread(berta, amended):
    reads(berta)
    amended("# Information\n\nOther words.")
    left = consenting.unread(berta, consenting.documents_for(berta))
    assert [one.identifier for one in left] == ["information"]
