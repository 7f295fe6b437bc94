"""After the database lock: every form of both apps writes nothing, and says so in words."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import cast
import pytest
import team
from siege import Siege, contents, nothing_is_written

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import asked, page_mark
from limen.conduct.core.answering.services import record_administration, report_event, submit
from limen.conduct.core.answering.services.adverse_events import event_questions
from limen.conduct.core.messages.links import Use, address_token, open_token
from limen.conduct.core.models import AuditEntry, ContactDetail, OutboxMessage, Study
from limen.conduct.core.trail import AFTER_THE_LOCK, recording

#: What is posted, so that a page gets as far as its service.
FORMS: dict[str, dict[str, str]] = {
    "staff:invite": {"site": "riga", "once": "1"},
    "staff:invite_again": {"once": "1"},
    "staff:contact": {"kind": "name", "text": "Somebody"},
    "staff:comprehension": {"talked": "on"},
    "staff:start": {"start": "2026-04-01"},
    "staff:event": {"event.what": "A headache"},
    "staff:correct_event": {"term": "headache", "reason": "it is one"},
    "staff:cancel": {"reason": "illness"},
    "staff:correct": {"none": "on", "reason": "a slip"},
    "staff:counter_sign": {"password": cast.PASSWORD},
    "staff:casebook": {"seen": "1", "password": cast.PASSWORD},
    "staff:ask": {"words": "Is it right?"},
    "staff:query": {"do": "answer", "words": "It is", "seen": "1"},
    "staff:contacts": {"way": "visit", "reached": "no", "at": "2026-03-03T10:00"},
    "staff:person_deviations": {
        "category": "other",
        "important": "no",
        "happened_on": "2026-03-03",
        "words": "Odd",
    },
    "staff:correct_deviation": {
        "category": "other",
        "important": "no",
        "reason": "a slip",
        "happened_on": "2026-03-03",
        "words": "Odd",
    },
    "staff:medications": {"name": "Lithium"},
    "staff:correct_medication": {"name": "Lithium", "reason": "a slip"},
    "staff:decision": {"eligible": "no", "password": cast.PASSWORD},
    "participant:phrase": {"make": "1"},
    "participant:language": {"language": "en"},
    "participant:zone": {"zone": "Asia/Tokyo"},
    "participant:pause": {"how": "open"},
    "participant:withdraw": {"data_use": "keep", "sure": "on"},
    "participant:reminders": {"off": "1"},
    "participant:devices": {"others": "1"},
    "participant:sign": {"signature": "Anna"},
    "participant:decline": {},
    "participant:screening": {"question": "age", "answer": "40"},
}


def locks() -> None:
    with recording("study.locked", by=cast.BY) as record:
        study = Study.objects.get()
        study.locked_at = record.at
        record.change(study, "locked_at")


def test_every_form_of_both_apps_writes_nothing_and_answers_in_words(under_siege):
    locks()
    before, end = contents(), AuditEntry.objects.count()
    silent = []
    for page, address in under_siege.addresses():
        for who in ("anna", "carla", "ines"):
            if page in ("staff:erase", "participant:erase", "staff:sign_out"):  # these may be
                continue
            for method in ("get", "post"):
                send = getattr(under_siege.browsers[who], method)
                answer = send(address, FORMS.get(page, {}))
                if answer.status_code >= 500:
                    silent.append((page, who, method, answer.status_code))
    assert silent == []
    events = AuditEntry.objects.filter(number__gt=end).values_list("event", flat=True)
    assert set(events) <= AFTER_THE_LOCK
    allowed = {"core.AuditEntry", "core.DeviceToken"}
    assert {k: v for k, v in contents().items() if k not in allowed} == {
        k: v for k, v in before.items() if k not in allowed
    }


def test_links_in_e_mails_that_were_sent_before_change_nothing(under_siege):
    contact = ContactDetail.objects.get(participant=under_siege.anna, kind="email")
    message = OutboxMessage.objects.filter(participant=under_siege.anna).first()
    tokens = [address_token(use, contact) for use in (Use.CONFIRM, Use.OFF)]
    tokens += [open_token(message)] if message else []
    locks()
    with nothing_is_written():
        for token in tokens:
            for browser in ("nobody", "anna"):
                answer = under_siege.browsers[browser].post(f"/e/{token}/")
                assert answer.status_code < 500


@pytest.mark.parametrize("what", ["occasion", "event", "dose"])
def test_a_retry_of_what_was_stored_still_gets_its_receipt(under_siege, what):
    anna, client_id, by = under_siege.anna, uuid4(), Actor.participant(under_siege.anna)

    def send():
        if what == "event":
            form = team.filled(event_questions(anna))
            return report_event(anna, client_id=client_id, form=form, by=by)
        if what == "dose":
            return record_administration(
                anna, client_id=client_id, status="missed", number=1, by=by
            )
        found = team.occasion(anna, "diary.2")
        form = team.filled(asked(found))
        return submit(found, client_id=client_id, form=form, by=by, page_mark=page_mark(found))

    first = send()
    locks()
    with nothing_is_written():
        again = send()
    assert again.repeated
    assert (again.id, again.received_at, again.words) == (first.id, first.received_at, first.words)


def test_a_page_of_a_telephone_that_sends_again_after_the_lock_reads_its_receipt(under_siege):
    siege: Siege = under_siege
    form = team.filled(event_questions(siege.anna)) | {"client_id": str(uuid4())}
    phone = siege.browsers["anna"]
    first = phone.post("/event/", form)
    locks()
    with nothing_is_written():
        assert phone.post("/event/", form).headers["Location"] == first.headers["Location"]
        assert phone.get(first.headers["Location"]).status_code == 200
    with clock.as_of(clock.now() + timedelta(days=1)), nothing_is_written():
        other = phone.post("/event/", form | {"event.what": "Something else"})
        assert other.status_code == 422


@pytest.mark.parametrize("language", ["en", "ar"])
def test_participants_read_in_their_language_that_the_study_has_ended(under_siege, language):
    said = {"en": "its data are closed", "ar": "انتهت الدراسة وأُغلقت بياناتها"}[language]
    phone = under_siege.browsers["anna"]
    phone.cookies["limen_language"] = language
    locks()
    for page, form in (
        ("participant:zone", {"zone": "Asia/Tokyo"}),
        ("participant:pause", {"how": "open"}),
        ("participant:reminders", {"email": "anna@example.org"}),
    ):
        answer = phone.post(under_siege.address(page), form, headers={"Accept-Language": language})
        assert answer.status_code in (400, 409), page
        assert said in answer.content.decode(), page
