"""The signed copy: all of it, the same bytes each time, in any script or said to be impossible."""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from agreement import agrees

from limen.conduct.core import clock, consenting
from limen.conduct.core.consenting.copy.content import content_of, in_zone, is_rtl
from limen.conduct.core.consenting.copy.paper import lacking
from limen.conduct.core.consenting.copy.pdf import _drawn
from limen.conduct.core.consenting.copy.script import drawn, joined
from limen.conduct.core.models import Consent
from limen.conduct.core.occasions.services import change_zone
from limen.errors import ConductError

MOMENT = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


@pytest.fixture
def consent(berta) -> Consent:
    return agrees(berta)


def facts(consent: Consent) -> dict[str, str]:
    return dict(content_of(consent).facts)


def test_a_copy_says_who_what_when_and_which_words(consent, berta, ivo):
    consenting.counter_sign(consent, member=ivo, meaning="I explained it.", respondent="physician")
    said = facts(consent)
    assert said["Signed by"] == "Anna Ābele"
    assert said["Signed at"] == in_zone(consent.signed_at, "Europe/Riga")
    assert said["SHA-256 over all documents"] == consent.version_hash
    assert said["Comprehension check"] == "3 of 3 right at attempt 1"
    content = content_of(consent)
    assert content.documents == tuple(consenting.documents_for(berta))
    (signature,) = content.signatures
    assert dict(signature)["Signed by"] == "Ivo Kalniņš (The study physician)"
    assert content.outstanding == ()


def test_the_same_consent_gives_the_same_bytes(consent, berta, by):
    first = consenting.signed_copy(consent)
    with clock.as_of(datetime(2031, 1, 1, tzinfo=UTC)):
        change_zone(berta, zone="Asia/Tokyo", by=by)
        again = consenting.signed_copy(Consent.objects.get())
    assert first == again
    assert first.startswith(b"%PDF-")


def test_a_counter_signature_is_in_the_next_copy(consent, ivo):
    before = consenting.signed_copy(consent)
    consenting.counter_sign(consent, member=ivo, meaning="I explained it.", respondent="physician")
    assert consenting.signed_copy(consent) != before


def test_the_copy_keeps_the_words_of_its_own_version(consent, berta, amended):
    before = consenting.signed_copy(consent)
    amended("# Information\n\nOther words.")
    berta.refresh_from_db()
    second = agrees(berta)
    assert consenting.signed_copy(consent) == before
    assert "Other words." in consenting.signed_copy_as_page(second)
    assert "Other words." not in consenting.signed_copy_as_page(consent)


def test_after_erasure_the_copy_says_so(consent, berta, by):
    from limen.conduct.core.services.erase import erase

    erase(berta, by=by)
    assert "erased" in facts(consent)["Signed by"]
    assert b"%PDF" in consenting.signed_copy(consent)


def test_the_page_needs_nothing_else_and_runs_nothing(consent):
    page = consenting.signed_copy_as_page(consent)
    assert consent.version_hash in page
    assert "Anna Ābele" in page
    assert not re.search(r"<script|<link|<img|\ssrc=|url\(", page)
    assert page == consenting.signed_copy_as_page(consent)


def test_a_moment_is_shown_with_zone_and_distance():
    assert in_zone(MOMENT, "Europe/Riga") == "2026-03-29 02:30:00 Europe/Riga (UTC+02:00)"
    assert in_zone(MOMENT, "America/St_Johns").endswith("America/St_Johns (UTC-02:30)")


def test_letters_that_the_fonts_lack_are_said_not_left_out(consent, monkeypatch):
    assert lacking(["Ādažu iela — Γειά — Привіт — שלום — سلام ☑"]) == set()
    assert lacking(["同意"]) == {"同", "意"}
    from limen.conduct.core.consenting.copy import pdf

    content = replace(content_of(consent), title="同意")
    monkeypatch.setattr(pdf, "content_of", lambda consent: content)
    with pytest.raises(ConductError, match="lack 同 意"):
        consenting.signed_copy(consent)


def test_arabic_letters_join():
    # salām: seen begins, lam and alef are one and end the word, meem stands alone.
    assert [unicodedata.name(one) for one in joined("سلام")] == [
        "ARABIC LETTER SEEN INITIAL FORM",
        "ARABIC LIGATURE LAM WITH ALEF FINAL FORM",
        "ARABIC LETTER MEEM ISOLATED FORM",
    ]
    assert joined("Anna 12") == "Anna 12"


def test_lines_are_drawn_in_the_order_of_their_script():
    assert drawn("abc (12)", rtl=False) == "abc (12)"
    assert drawn("שלום (12) abc", rtl=True) == "abc (12) םולש"
    assert is_rtl("ar")
    assert not is_rtl("lv")
    assert is_rtl("fa-AF")


def test_a_copy_is_drawn_from_right_to_left(consent):
    content = content_of(consent)
    words = "# معلومات\n\nهذه ورقة (12).\n\n- [ ] أوافق"
    document = consenting.Document("i", "معلومات", "1", "ar", "0" * 64, words)
    arabic = replace(content, language="ar", documents=(document,))
    made = _drawn(arabic)
    assert made != _drawn(replace(arabic, language="en"))
    assert b"%PDF" in made
    assert zlib.crc32(made) == zlib.crc32(_drawn(arabic))
