"""The language, and the direction of writing."""

from __future__ import annotations

from cast import Cast
from django.test import Client

from limen.conduct.core.trail import recording


def test_it_works(stranger: Client) -> None:
    response = stranger.post("/language/", {"language": "ar", "next": "/help/"})
    assert response.url == "/help/"
    page = stranger.get("/help/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "المساعدة" in page


def test_a_participant_s_own_language_is_used(cast: Cast, phone: Client) -> None:
    with recording("test.language", by=cast.by) as record:
        anna = record.fresh(cast.anna)
        anna.language = "ar"
        record.change(anna, "language")
    assert 'dir="rtl"' in phone.get("/me/").content.decode()


def test_a_language_that_is_not_offered_changes_nothing(stranger: Client) -> None:
    response = stranger.post("/language/", {"language": "tlh"})
    assert response.url == "/language/"
    assert "limen_language" not in response.cookies


def test_choosing_one_of_the_study_s_is_written_down_once(cast: Cast, phone: Client) -> None:
    from limen.conduct.core.models import AuditEntry

    before = AuditEntry.objects.count()
    phone.post("/language/", {"language": "en"})
    assert AuditEntry.objects.count() == before  # she read English already
    assert 'dir="ltr"' in phone.get("/me/").content.decode()
