"""Adverse events: told once, shown what must be shown, judged later by people."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from forms_filled import LAST_CONTACT, filled, occasion, sent

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import (
    FormError,
    Receipt,
    asked,
    correct_event,
    event_questions,
    fired,
    report_event,
)
from limen.conduct.core.answering.event_report import worst
from limen.conduct.core.models import AuditEntry, Participant, Submission
from limen.conduct.core.occasions.services import withdraw
from limen.conduct.core.services.free_text import read_text
from limen.conduct.core.trail import verify
from limen.errors import ConductError
from limen.protocol import load_protocol, shipped

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
STAFF = Actor("staff", "carla")
MILD = {
    "event.what": "Kopfweh",
    "event.began": "2026-03-28T20:00",
    "event.over": "1",
    "event.ended": "2026-03-29T06:00",
    "event.severity": "1",
    "event.serious": "none",
    "event.help": "self",
    "event.action": "none",
    "event.related": "possible",
}
SEVERE = MILD | {"event.severity": "3", "event.over": "0"}
del SEVERE["event.ended"]


def reported(participant: Participant, form: dict[str, str], **options: Any) -> Receipt:
    with clock.as_of(options.pop("at", NOON)):
        by = options.pop("by", Actor.participant(participant))
        name = options.pop("client_id", uuid4())
        return report_event(participant, client_id=name, form=form, by=by, **options)


def test_a_report_is_kept_as_far_as_somebody_can_know_it(begun_on_each: Participant) -> None:
    receipt = reported(begun_on_each, MILD)
    assert (receipt.stored, receipt.shown) == (True, ())
    event = begun_on_each.adverse_events.get()
    assert read_text(event.description) == "Kopfweh"
    assert (event.number, event.version, event.severity_grade, event.serious) == (1, 1, 1, False)
    assert (event.onset_day, event.end_day, event.outcome) == (6, 7, "over")
    assert (event.term, event.relatedness, event.expectedness) == ("", "", "")
    assert json.loads(event.answers)["related"] == {"state": "answered", "value": "possible"}
    assert "Kopfweh" not in event.answers + AuditEntry.objects.latest("number").payload
    assert verify().faults == ()


def test_onset_is_in_the_time_of_the_place(begun: Participant) -> None:
    assert begun.zone == "Europe/Lisbon"
    reported(begun, MILD)
    assert begun.adverse_events.get().onset_at == datetime(2026, 3, 28, 20, tzinfo=UTC)


def test_a_severe_event_shows_help_at_once_also_when_it_is_sent_again(begun: Participant) -> None:
    name = uuid4()
    first = reported(begun, SEVERE, client_id=name)
    assert first.rules == ("severe_event",)
    assert "call you today" in first.shown[0]
    again = reported(begun, SEVERE, client_id=name)
    assert (again.repeated, again.shown) == (True, first.shown)
    assert begun.adverse_events.count() == 1
    payload = json.loads(AuditEntry.objects.latest("number").payload)
    assert payload["notes"]["rules"] == ["severe_event"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"event.began": "2026-03-29T18:00"}, "event.began"),
        ({"event.ended": "2026-03-28T19:00"}, "event.ended"),
        ({"event.severity": "5"}, "event.severity"),
        ({"event.what": ""}, "event.what"),
        ({"event.serious": "worse"}, "event.serious"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    begun: Participant, change: dict[str, str], key: str
) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(FormError) as caught:
        reported(begun, MILD | change)
    assert list(caught.value.errors) == [key]
    assert AuditEntry.objects.count() == before


def test_everything_may_be_declined(begun: Participant) -> None:
    form = {one.declines: "1" for one in event_questions(begun).questions}
    reported(begun, form)
    event = begun.adverse_events.get()
    assert (event.description, event.serious, event.severity_grade) == (None, None, None)


def test_an_event_told_at_an_occasion_is_one_and_a_change_is_a_version(begun: Participant) -> None:
    one = occasion(begun, "week.1")
    form = filled(asked(one), lambda question: MILD.get(question.key, ""))
    form |= {"event.any": "1"}
    sent(one, NOON, form=form)
    assert sent(one, NOON, form=form).shown == ()
    assert begun.adverse_events.count() == 1
    again = sent(one, NOON, form=form | {"event.severity": "3"})
    assert again.rules == ("severe_event",)
    latest = begun.adverse_events.latest("version")
    assert (latest.number, latest.version, latest.severity_grade) == (1, 2, 3)
    assert read_text(latest.description) == "Kopfweh"
    assert latest.reason == "sent again by the participant"
    taken_back = filled(asked(one)) | {"event.any": "0"}
    sent(one, NOON, form=taken_back)
    assert begun.adverse_events.latest("version") == latest  # people decide, not a slip


def test_an_event_is_one_whenever_it_is_told(begun: Participant) -> None:
    one = occasion(begun, "week.1")
    form = filled(asked(one), lambda question: SEVERE.get(question.key, ""))
    form |= {"event.any": "1"}
    receipt = sent(one, NOON + timedelta(days=9), form=form)
    assert (receipt.verdict, receipt.rules) == ("set_aside", ("severe_event",))
    assert begun.adverse_events.get().severity_grade == 3
    assert not begun.scores.exists()


def test_a_severe_complaint_of_the_checklist_is_a_severe_event(everything: Participant) -> None:
    one = occasion(everything, "last_contact")
    form = filled(asked(one))
    assert sent(one, LAST_CONTACT, form=form).rules == ()
    severe = form | {"limen_ae.chest_pain": "3", "limen_ae.serious": "0"}
    assert sent(one, LAST_CONTACT, form=severe).rules == ("severe_event",)
    serious = form | {"limen_ae.chest_pain": "1", "limen_ae.serious": "1"}
    assert sent(one, LAST_CONTACT, form=serious).rules == ("severe_event",)


def test_of_two_things_told_at_once_the_worse_counts() -> None:
    severe = {"adverse_event.severity_grade": 3.0, "adverse_event.serious": False}
    mild = {"adverse_event.severity_grade": 1, "adverse_event.serious": None}
    assert worst(severe, mild) == severe
    assert worst(mild, severe) == severe
    assert worst({}, mild) == mild


def test_nothing_to_tell_is_an_answer_too(begun: Participant) -> None:
    sent(occasion(begun, "week.1"), NOON)
    row = begun.responses.get(instrument="limen_ae_report")
    assert (row.item, row.value) == ("event.any", "0")
    assert not begun.adverse_events.exists()


def test_whoever_will_not_say_is_not_asked_further(begun: Participant) -> None:
    one = occasion(begun, "week.1")
    form = filled(asked(one))
    form = {key: text for key, text in form.items() if not key.startswith("event.")}
    sent(one, NOON, form=form | {"event.any": "declined:event.any"})
    assert not begun.adverse_events.exists()


def test_staff_judge_in_new_versions_with_a_reason(begun: Participant) -> None:
    reported(begun, SEVERE)
    event = begun.adverse_events.get()
    judged = {"term": "headache", "relatedness": "possible", "serious": False}
    with clock.as_of(NOON + timedelta(days=1)):
        new = correct_event(event, changes=judged, reason="judged", by=STAFF)
        with pytest.raises(ConductError, match="already"):
            correct_event(event, changes=judged, reason="judged", by=STAFF)
        with pytest.raises(ConductError, match="reason"):
            correct_event(event, changes={"term": "x"}, reason=" ", by=STAFF)
        with pytest.raises(ConductError, match="cannot be judged"):
            correct_event(event, changes={"number": 3}, reason="x", by=STAFF)
    assert (new.version, new.term, new.severity_grade) == (2, "headache", 3)
    assert new.description == event.description
    assert verify().faults == ()


def test_after_withdrawal_nothing_is_stored(begun: Participant, by: Actor) -> None:
    with clock.as_of(NOON):
        withdraw(begun, by=by)
    with pytest.raises(ConductError, match="left"):
        reported(begun, MILD)
    assert not Submission.objects.exists()


def test_rules_fire_on_answers_scores_and_further_facts() -> None:
    protocol = load_protocol(shipped()["resilience"])

    def ids(facts: dict[str, Any]) -> list[str]:
        return [rule.id for rule in fired(protocol, facts)]

    assert ids({"phq9.9": 1.0}) == ["self_harm"]
    assert ids({"phq9.9": 0.0, "gad7.total": 15}) == ["anxiety"]
    assert ids({"phq9.9": None}) == []
    assert ids({"adverse_event.serious": True, "adverse_event.severity_grade": None}) == [
        "severe_event"
    ]
    assert ids({"limen_daily.mood": 0.0}) == []
    assert fired(protocol, {"phq9.9": 2.0}, about=["gad7.total"]) == ()


def test_an_answer_that_alarms_shows_help_even_if_it_is_set_aside(resilient: Participant) -> None:
    one = occasion(resilient, "fortnight.1")
    form = filled(asked(one)) | {"phq9.9": "1", "event.any": "0"}
    receipt = sent(one, datetime(2026, 4, 30, 12, tzinfo=UTC), form=form)
    assert receipt.verdict == "set_aside"
    assert "self_harm" in receipt.rules
    assert receipt.shown
