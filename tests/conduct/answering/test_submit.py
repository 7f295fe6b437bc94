"""An answer is stored once, whole, where it belongs, and judged by the clock of the server."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from forms_filled import EVENING, LAST_CONTACT, OWN, filled, occasion, sent

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import (
    FormError,
    asked,
    counted,
    page_mark,
    read_mark,
    receipt_of,
)
from limen.conduct.core.models import (
    AuditEntry,
    OutboxMessage,
    Participant,
    Response,
    Score,
    Study,
    Submission,
)
from limen.conduct.core.occasions import Verdict
from limen.conduct.core.occasions.services import cancel_occasion, settle, withdraw
from limen.conduct.core.services.free_text import read_text
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import verify
from limen.errors import ConductError
from limen.instruments import get

HOUR = timedelta(hours=1)
DOSING = datetime(2026, 3, 23, 15, tzinfo=UTC)
WEEK = datetime(2026, 3, 29, 12, tzinfo=UTC)


def entries() -> int:
    return AuditEntry.objects.count()


def notes() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(AuditEntry.objects.latest("number").payload)["notes"]
    return found


def test_an_evening_entry_is_stored_with_all_that_it_is_made_of(begun_on_each: Participant) -> None:
    one = occasion(begun_on_each, "diary.1")
    with clock.as_of(EVENING):
        settle()
    OutboxMessage.objects.create(
        participant=begun_on_each, occasion=one, channel="email", purpose="reminder",
        idempotency_key="x", due_at=EVENING, window_end=EVENING, made_at=EVENING,
    )  # fmt: skip
    receipt = sent(one, EVENING, client_at="2026-03-23T19:04:00Z", client_offset="120")
    assert (receipt.verdict, receipt.stored, receipt.shown) == (Verdict.IN_TIME, True, ())
    stored = Submission.objects.get()
    assert (stored.client_id, stored.verdict, stored.final) == (receipt.id, "in_time", True)
    assert stored.client_offset_minutes == 120
    assert Response.objects.count() == 21
    assert set(Response.objects.values_list("state", "version")) == {("answered", 1)}
    burden = Score.objects.get(subscale="burden")
    assert (burden.value, burden.scoring_version) == (0, get("limen_stressors").version)
    one.refresh_from_db()
    assert (one.state, one.submitted_at) == ("submitted", EVENING)
    assert OutboxMessage.objects.get().state == "cancelled"
    assert notes()["telephone_ahead_seconds"] == 240
    assert notes()["occasion"] == "diary.1"
    assert verify().faults == ()


def test_an_evening_entry_takes_few_statements(begun: Participant) -> None:
    """What it costs, in a number that does not depend on the machine."""
    sent(occasion(begun, "run_in_diary.1"), EVENING - timedelta(days=3))
    one = occasion(begun, "diary.1")
    form = filled(asked(one))
    with CaptureQueriesContext(connections["default"]) as statements:
        sent(one, EVENING, form=form)
    assert len(statements) <= 20


def test_sent_twice_it_is_stored_once_and_answered_alike(begun_on_each: Participant) -> None:
    one, name = occasion(begun_on_each, "diary.1"), uuid4()
    first = sent(one, EVENING, client_id=name)
    before = entries(), Response.objects.count()
    again = sent(one, EVENING + HOUR, client_id=name)
    assert again.repeated
    assert not first.repeated
    assert (again.id, again.received_at, again.verdict, again.words) == (
        first.id, first.received_at, first.verdict, first.words
    )  # fmt: skip
    assert (entries(), Response.objects.count()) == before


def test_another_content_under_the_same_id_is_refused(begun: Participant) -> None:
    one, name = occasion(begun, "diary.1"), uuid4()
    sent(one, EVENING, client_id=name)
    before = entries()
    form = filled(asked(one)) | {"limen_daily.mood": "99"}
    with pytest.raises(ConductError, match="used before"):
        sent(one, EVENING, client_id=name, form=form)
    with pytest.raises(ConductError, match="used before"):
        sent(occasion(begun, "run_in_diary.1"), EVENING, client_id=name)
    assert entries() == before


def test_somebody_elses_id_is_refused_and_nothing_is_told(begun: Participant, by: Actor) -> None:
    from forms_filled import begun as begin

    other = begin(invite(begun.site, by=by).participant, by)
    name = uuid4()
    sent(occasion(begun, "diary.1"), EVENING, client_id=name)
    with pytest.raises(ConductError) as theirs:
        sent(occasion(other, "diary.1"), EVENING, client_id=name)
    changed = filled(asked(occasion(begun, "diary.1"))) | {"limen_daily.mood": "1"}
    with pytest.raises(ConductError) as own:
        sent(occasion(begun, "diary.1"), EVENING, client_id=name, form=changed)
    assert str(theirs.value) == str(own.value)
    assert not other.responses.exists()


def test_participants_answer_for_themselves_only(begun: Participant, by: Actor) -> None:
    other = invite(begun.site, by=by).participant
    with pytest.raises(ConductError, match="for themselves"):
        sent(occasion(begun, "diary.1"), EVENING, by=Actor.participant(other))


def test_thirty_two_senders_of_one_entry_store_it_once(begun_on_each: Participant) -> None:
    one, name, verdicts = occasion(begun_on_each, "diary.1"), uuid4(), []
    form = filled(asked(one))
    gate = threading.Barrier(32)

    def send() -> None:
        try:
            gate.wait()
            verdicts.append(sent(one, EVENING, client_id=name, form=form))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(verdicts) == 32
    assert sum(not receipt.repeated for receipt in verdicts) == 1
    assert Submission.objects.count() == 1
    assert Response.objects.count() == 21
    assert verify().faults == ()


def test_two_tabs_with_ids_of_their_own_make_versions(begun: Participant) -> None:
    one = occasion(begun, "diary.1")
    sent(one, EVENING)
    form = filled(asked(one)) | {"limen_daily.mood": "80", "limen_daily.calm": "10"}
    again = sent(one, EVENING + HOUR, form=form)
    assert again.verdict == Verdict.AGAIN
    second = begun.responses.filter(version=2)
    assert {(row.item, row.value) for row in second} == {("mood", "80"), ("calm", "10")}
    assert {row.reason for row in second} == {"sent again by the participant"}
    assert second.get(item="mood").supersedes == begun.responses.get(item="mood", version=1)
    moved = begun.scores.filter(version=2).values_list("subscale", flat=True)
    assert set(moved) == {"mood", "calm", "distress"}


@pytest.mark.parametrize("step", ["add_scores", "add_once", "lock_if_complete"])
def test_a_crash_in_the_middle_leaves_nothing(
    begun: Participant, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    from limen.conduct.core.answering.services import taken

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    one, before = occasion(begun, "baseline"), entries()
    with monkeypatch.context() as broken:
        broken.setattr(taken, step, crash)
        with pytest.raises(RuntimeError):
            sent(one, BASELINE)
    one.refresh_from_db()
    assert (one.state, entries(), Submission.objects.count()) == ("planned", before, 0)
    assert not begun.responses.exists()
    assert not begun.texts.exists()
    assert sent(one, BASELINE).stored


BASELINE = datetime(2026, 3, 21, 12, tzinfo=UTC)


def test_faults_are_told_by_question_and_nothing_is_written(begun: Participant) -> None:
    one, before = occasion(begun, "diary.1"), entries()
    form = filled(asked(one)) | {"limen_daily.mood": "120", "limen_daily.calm": ""}
    with pytest.raises(FormError) as caught:
        sent(one, EVENING, form=form)
    assert set(caught.value.errors) == {"limen_daily.mood", "limen_daily.calm"}
    assert entries() == before


def test_what_comes_too_early_or_after_withdrawal_leaves_no_trace(
    begun: Participant, by: Actor
) -> None:
    one, before = occasion(begun, "diary.1"), entries()
    early = sent(one, EVENING - timedelta(hours=5))
    assert (early.verdict, early.stored) == (Verdict.TOO_EARLY, False)
    assert (entries(), Submission.objects.count()) == (before, 0)
    with clock.as_of(EVENING):
        withdraw(begun, by=by)
    gone = sent(one, EVENING)
    assert (gone.verdict, Submission.objects.count()) == (Verdict.WITHDRAWN, 0)


def test_a_page_that_expires_while_it_is_filled_in_loses_nothing(begun: Participant) -> None:
    one = occasion(begun, "diary.1")
    with clock.as_of(EVENING):
        mark = page_mark(one)
    weeks_later = EVENING + timedelta(days=20)
    with clock.as_of(weeks_later):
        settle()
    receipt = sent(one, weeks_later, page_mark=mark)
    assert receipt.verdict == Verdict.LATE
    one.refresh_from_db()
    assert (one.state, one.late) == ("submitted", True)
    assert begun.scores.exists()


def test_without_a_mark_it_is_set_aside_and_does_not_count(begun: Participant) -> None:
    one = occasion(begun, "dosing_day.1")
    receipt = sent(one, DOSING + timedelta(days=3))
    assert receipt.verdict == Verdict.SET_ASIDE
    assert Submission.objects.get().verdict == "set_aside"
    assert begun.responses.filter(item="guess.answer").exists()  # kept as a response only
    assert not begun.guesses.exists()
    assert not begun.scores.exists()
    assert not counted(Response.objects.all()).exists()
    one.refresh_from_db()
    assert one.state != "submitted"


def test_staff_who_vouch_for_the_time_make_it_count(begun: Participant, by: Actor) -> None:
    one = occasion(begun, "dosing_day.1")
    sent(one, DOSING + timedelta(days=3))
    staff = Actor("staff", "carla")
    receipt = sent(one, DOSING + timedelta(days=4), by=staff, answered_at=DOSING)
    assert receipt.verdict == Verdict.IN_TIME
    row = counted(begun.responses.all()).get(item="intensity")
    assert (row.version, row.reason) == (2, "counts; what was set aside before does not")
    assert begun.guesses.get().answer == "PL"
    assert Submission.objects.latest("pk").entered_by == "staff:carla"
    with pytest.raises(ConductError, match="Only staff"):
        sent(occasion(begun, "diary.1"), EVENING, answered_at=EVENING)
    with pytest.raises(ConductError, match="time zone"):
        sent(
            occasion(begun, "diary.1"), EVENING, by=staff, answered_at=EVENING.replace(tzinfo=None)
        )


def test_marks_that_are_forged_of_others_or_from_the_future_are_none(
    begun: Participant, by: Actor
) -> None:
    from forms_filled import begun as begin

    one, two = occasion(begun, "diary.1"), occasion(begun, "diary.2")
    other = begin(invite(begun.site, by=by).participant, by)
    with clock.as_of(EVENING):
        mark = page_mark(one)
    with clock.as_of(EVENING + HOUR):
        assert read_mark(mark, one) == EVENING
        assert read_mark(mark, two) is None
        assert read_mark(mark, occasion(other, "diary.1")) is None
        assert read_mark("9" + mark, one) is None
        for odd in ("", "~", mark[:-1], mark + "x", "\ud800", "\x00", "9" * 5000, "1:2:3"):
            assert read_mark(odd, one) is None
    with clock.as_of(EVENING - HOUR):
        assert read_mark(mark, one) is None


def test_parts_are_kept_and_the_last_one_submits(begun: Participant) -> None:
    one = occasion(begun, "diary.1")
    form = filled(asked(one))
    first = {key: text for key, text in form.items() if key.startswith("limen_stressors")}
    rest = {key: text for key, text in form.items() if key.startswith("limen_daily")}
    some = dict(list(rest.items())[:2])
    assert sent(one, EVENING, form=first, final=False).verdict == Verdict.IN_TIME
    assert sent(one, EVENING, form=some, final=False).stored
    one.refresh_from_db()
    assert one.state == "started"
    assert set(begun.scores.values_list("instrument", flat=True)) == {"limen_stressors"}
    changed = rest | {"limen_daily.mood": "77"}
    sent(one, EVENING, form=changed)
    one.refresh_from_db()
    assert one.state == "submitted"
    mood = begun.responses.get(item="mood", version=2)
    assert (mood.value, mood.reason) == ("77", "changed before the end")
    assert begun.responses.count() == 22
    assert begun.scores.get(subscale="mood").value == 77


def test_what_is_missing_of_a_part_is_missed_in_the_last_one(begun: Participant) -> None:
    one = occasion(begun, "diary.1")
    sent(one, EVENING, form={"limen_daily.mood": "3"}, final=False)
    with pytest.raises(FormError) as caught:
        sent(one, EVENING, form={"limen_daily.calm": "3"})
    assert "limen_daily.mood" not in caught.value.errors
    assert len(caught.value.errors) == 19


def test_declined_and_left_out_are_two_things(everything: Participant) -> None:
    one = occasion(everything, "last_contact")
    form = filled(asked(one)) | {"limen_dose.status": "missed"}
    del form["limen_daily.mood"]
    form["declined:limen_daily.mood"] = "on"
    sent(one, LAST_CONTACT, form=form)
    rows = everything.responses.exclude(instrument="limen_expect")
    states = dict(rows.values_list("item", "state"))
    assert (states["mood"], states["taken_at"]) == ("declined", "skipped")
    distress = everything.scores.get(subscale="distress")
    assert (distress.value, distress.label) == (None, "")


def test_every_own_instrument_scores_as_it_does_by_itself(everything: Participant) -> None:
    one = occasion(everything, "last_contact")
    questionnaire = asked(one)
    sent(one, LAST_CONTACT, form=filled(questionnaire))
    for name in OWN:
        instrument = get(name)
        context = dict.fromkeys(instrument.context, "Europe/Riga")
        expected = instrument.score(_sheet(everything, name), context=context)
        rows = everything.scores.filter(instrument=name)
        found = {row.subscale: row.label or row.value for row in rows}
        assert found == {
            key: str(value).lower() if isinstance(value, bool) else value
            for key, value in expected.items()
        }
        assert found


def _sheet(participant: Participant, instrument: str) -> dict[str, Any]:
    """Stored responses as the instrument takes them."""
    rows = participant.responses.filter(instrument=instrument).exclude(item__contains=".")
    sheet: dict[str, Any] = {}
    for row in rows.select_related("free_text"):
        item = get(instrument).item(row.item)
        text = read_text(row.free_text) if row.free_text else row.value
        sheet[row.item] = item.read(text) if row.state == "answered" else {"state": row.state}
    return sheet


def test_words_of_ones_own_are_encrypted(begun: Participant) -> None:
    sent(occasion(begun, "week.1"), WEEK)
    row = begun.responses.get(item="note")
    assert (row.value, read_text(row.free_text)) == ("", "A few words – 何か")
    assert b"few words" not in bytes(row.free_text.ciphertext)


def test_a_guess_is_asked_once_and_a_change_of_it_is_not_taken(begun: Participant) -> None:
    one = occasion(begun, "dosing_day.1")
    form = filled(asked(one))
    sent(one, DOSING, form=form)
    guess = begun.guesses.get()
    assert (guess.answer, guess.confidence_percent, guess.reason) == ("PL", 40, "welcome_effect")
    assert not begun.responses.filter(instrument="limen_guess").exists()
    name = uuid4()
    changed = form | {"guess.guess.answer": "MD", "limen_intensity.intensity": "90"}
    again = sent(one, DOSING + HOUR, form=changed, client_id=name)
    assert again.unchanged == ("guess.guess.answer",)
    assert begun.guesses.get() == guess
    assert begun.responses.get(version=2).value == "90"
    assert sent(one, DOSING + HOUR, form=changed, client_id=name).unchanged == again.unchanged


@pytest.mark.parametrize("answer", ["dont_know", "declined:guess.guess.answer"])
def test_who_cannot_tell_is_not_asked_how_sure(begun: Participant, answer: str) -> None:
    one = occasion(begun, "dosing_day.1")
    form = {"limen_intensity.intensity": "0", "guess.guess.answer": answer}
    sent(one, DOSING, form=form)
    guess = begun.guesses.get()
    assert guess.answer == answer.partition(":")[0]
    assert (guess.confidence_percent, guess.reason) == (None, "")


def test_a_guess_in_parts_waits_for_its_rest(begun: Participant) -> None:
    one = occasion(begun, "dosing_day.1")
    form = {"limen_intensity.intensity": "5", "guess.guess.answer": "MD"}
    sent(one, DOSING, form=form, final=False)
    assert not begun.guesses.exists()
    rest = {"guess.guess.confidence": "70", "guess.guess.reason": "no_effect"}
    sent(one, DOSING, form=rest)
    assert begun.guesses.get().answer == "MD"
    assert begun.guesses.get().confidence_percent == 70


def test_measurements_and_a_raters_scores_are_stored(resilient: Participant) -> None:
    staff = Actor("staff", "carla")
    at = datetime(2026, 3, 23, 12, tzinfo=UTC)
    form = {"measurement.systolic": "118.5", "declined:measurement.heart_rate": "1",
            "event.any": "0"}  # fmt: skip
    one = occasion(resilient, "first_dose")
    sent(one, at, form=form, by=staff, respondent="monitor_device")
    assert dict(resilient.measurements.values_list("name", "value")) == {
        "systolic": 118.5, "heart_rate": None
    }  # fmt: skip
    interview = occasion(resilient, "interview")
    at = datetime(2026, 5, 3, 12, tzinfo=UTC)
    form = {"cgi_s.1": "3", "guess.rater_guess.answer": "dont_know"}
    sent(interview, at, form=form, by=staff, respondent="rater")
    score = resilient.scores.get(instrument="cgi_s")
    assert (score.value, score.respondent) == (3, "rater")
    assert resilient.guesses.get().respondent == "rater"


def test_after_the_database_lock_nothing_is_stored(begun: Participant) -> None:
    one = occasion(begun, "diary.1")
    Study.objects.update(locked_at=EVENING)
    with pytest.raises(ConductError, match="its data are closed"):
        sent(one, EVENING)
    assert not Submission.objects.exists()


def test_who_sends_again_what_was_stored_before_the_lock_is_told_so(
    begun_on_each: Participant,
) -> None:
    one, client_id = occasion(begun_on_each, "diary.1"), uuid4()
    first = sent(one, EVENING, client_id=client_id)
    Study.objects.update(locked_at=EVENING)
    again = sent(one, EVENING + timedelta(hours=1), client_id=client_id)
    assert again == replace(first, repeated=True)
    assert receipt_of(begun_on_each, client_id) == again
    with pytest.raises(ConductError, match="used before"):
        sent(one, EVENING, client_id=client_id, form={"limen_daily.mood": "3"}, final=False)


def test_what_comes_for_a_cancelled_occasion_is_kept_for_people(
    begun: Participant, by: Actor
) -> None:
    one = occasion(begun, "diary.1")
    sent(one, EVENING, form={"limen_daily.mood": "3"}, final=False)
    with clock.as_of(EVENING):
        cancel_occasion(one, by=by, reason="illness")
    assert sent(one, EVENING).verdict == Verdict.SET_ASIDE
    assert counted(begun.responses.all()).get(item="mood").value == "3"
    assert begun.responses.filter(item="mood").count() == 2


def test_a_text_that_is_the_same_makes_no_version(begun: Participant) -> None:
    one = occasion(begun, "week.1")
    sent(one, WEEK)
    again = sent(one, WEEK + HOUR)
    assert again.verdict == Verdict.AGAIN
    assert begun.responses.filter(version=2).count() == 0


def test_what_is_taken_back_or_no_longer_asked_is_a_version_too(everything: Participant) -> None:
    one = occasion(everything, "last_contact")
    form = filled(asked(one))
    sent(one, LAST_CONTACT, form=form)
    changed = form | {"limen_sleep.note": "", "limen_dose.status": "missed"}
    sent(one, LAST_CONTACT, form=changed)
    second = everything.responses.filter(version=2).values_list("item", "state")
    assert set(second) == {
        ("note", "missing"),
        ("status", "answered"),
        ("taken_at", "skipped"),
        ("food", "skipped"),
        ("reason", "answered"),
    }
