"""Corrections are versions, scores follow, and can be computed again; the baseline is locked."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from forms_filled import EVENING, filled, occasion, sent

from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import (
    FormError,
    asked,
    baseline,
    correct,
    correct_measurement,
    recompute,
    rescore,
)
from limen.conduct.core.models import AuditEntry, Participant, Score
from limen.conduct.core.services.erase import erase
from limen.conduct.core.services.free_text import read_reason, read_text
from limen.conduct.core.trail import verify
from limen.errors import ConductError
from limen.instruments import get
from limen.rules import parse_rule

STAFF = Actor("staff", "carla")
BASELINE = datetime(2026, 3, 21, 12, tzinfo=UTC)


def test_a_correction_is_a_version_and_moves_the_scores(begun_on_each: Participant) -> None:
    sent(occasion(begun_on_each, "diary.1"), EVENING)
    row = begun_on_each.responses.get(item="mood")
    new = correct(row, value="90", reason="slipped", by=STAFF)
    assert (new.version, new.value, new.submission) == (2, "90", None)
    assert read_reason(begun_on_each, new.reason) == "slipped"
    assert new.supersedes == row
    mood = begun_on_each.scores.filter(subscale="mood").latest("version")
    assert (mood.value, mood.version) == (90, 2)
    again = correct(row, value="80", reason="slipped again", by=STAFF)  # row is stale: 3 follows 2
    assert again.version == 3
    assert recompute() == []
    assert verify().faults == ()


def test_a_correction_may_say_why_there_is_no_answer(begun: Participant) -> None:
    sent(occasion(begun, "diary.1"), EVENING)
    correct(begun.responses.get(item="mood"), state="declined", reason="wish", by=STAFF)
    assert begun.scores.filter(subscale="mood").latest("version").value is None
    assert recompute() == []


def test_words_are_corrected_too(begun: Participant) -> None:
    sent(occasion(begun, "week.1"), datetime(2026, 3, 29, 12, tzinfo=UTC))
    new = correct(begun.responses.get(item="note"), value="other words", reason="slip", by=STAFF)
    assert (new.value, read_text(new.free_text)) == ("", "other words")


def test_a_correction_needs_a_reason_a_change_and_a_value_that_fits(begun: Participant) -> None:
    sent(occasion(begun, "diary.1"), EVENING)
    row = begun.responses.get(item="mood")
    before = AuditEntry.objects.count()
    with pytest.raises(ConductError, match="reason"):
        correct(row, value="3", reason=" ", by=STAFF)
    with pytest.raises(ConductError, match="already"):
        correct(row, value=row.value, reason="slip", by=STAFF)
    with pytest.raises(FormError):
        correct(row, value="101", reason="slip", by=STAFF)
    with pytest.raises(ConductError, match="state"):
        correct(row, state="lost", reason="slip", by=STAFF)
    with pytest.raises(ConductError, match="again"):
        correct(row, value="3", reason="slip", by=Actor.participant(begun))
    assert AuditEntry.objects.count() == before


def test_what_was_set_aside_is_not_made_to_count_by_a_correction(begun: Participant) -> None:
    sent(occasion(begun, "diary.1"), EVENING + timedelta(days=3))
    with pytest.raises(ConductError, match="set aside"):
        correct(begun.responses.get(item="mood"), value="3", reason="slip", by=STAFF)


def test_scores_can_be_computed_again_after_an_erasure(begun: Participant, by: Actor) -> None:
    sent(occasion(begun, "week.1"), datetime(2026, 3, 29, 12, tzinfo=UTC))
    erase(begun, by=by)
    assert recompute() == []


def test_stored_scores_follow_from_stored_responses(begun: Participant) -> None:
    sent(occasion(begun, "diary.1"), EVENING)
    sent(occasion(begun, "week.1"), datetime(2026, 3, 29, 12, tzinfo=UTC))
    assert Score.objects.count() > 20
    assert recompute(begun) == []
    with pytest.raises(ConductError, match="reason"):
        rescore(begun, reason="", by=STAFF)
    assert rescore(begun, reason="erratum 1", by=STAFF) == 0


def test_an_erratum_is_found_and_written_as_versions(
    begun: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(occasion(begun, "diary.1"), EVENING)
    subscale = get("limen_daily").subscale("energy")  # of which no other score is made
    rule = parse_rule({"reverse": {"value": "energy"}, "range": [0, 100]})
    monkeypatch.setitem(subscale.__dict__, "rule", rule)
    (found,) = recompute()
    assert (found.occasion, found.subscale, found.stored, found.computed) == (
        "diary.1", "energy", 40, 60
    )  # fmt: skip
    assert rescore(begun, reason="erratum 1", by=STAFF) == 1
    assert recompute() == []
    assert begun.scores.get(subscale="energy", version=2).value == 60
    entry = AuditEntry.objects.latest("number")
    assert (entry.event, json.loads(entry.payload)["notes"]["reason"]) == (
        "scores.recomputed", "erratum 1"
    )  # fmt: skip


def test_the_baseline_is_locked_when_all_of_it_is_answered(begun_on_each: Participant) -> None:
    state = baseline(begun_on_each)
    assert (state.locked, state.missing) == (False, ("baseline", "expectancy.benefit"))
    one = occasion(begun_on_each, "baseline")
    sent(one, BASELINE)
    state = baseline(begun_on_each)
    assert (state.locked_at, state.missing) == (BASELINE, ())
    assert dict(begun_on_each.expectancies.values_list("intervention", "expectation")) == {
        "placebo": 40, "lsd_10": 40
    }  # fmt: skip
    assert begun_on_each.participation_events.get().kind == "baseline_locked"
    event = AuditEntry.objects.latest("number")
    assert (event.event, json.loads(event.payload)["notes"]["baseline"]) == (
        "occasion.answered", "locked"
    )  # fmt: skip
    with pytest.raises(ConductError, match="locked"):
        sent(one, BASELINE + timedelta(hours=1))
    row = begun_on_each.responses.get(item="rating")
    correct(row, value="3", reason="told on the telephone", by=STAFF)
    notes = json.loads(AuditEntry.objects.latest("number").payload)["notes"]
    assert notes["after_baseline_lock"] is True
    assert verify().faults == ()


def test_a_part_of_the_baseline_locks_nothing(begun: Participant) -> None:
    one = occasion(begun, "baseline")
    form = filled(asked(one))
    sent(one, BASELINE, form={k: v for k, v in form.items() if "creativity" in k}, final=False)
    assert baseline(begun).missing == ("baseline", "expectancy.benefit")
    sent(one, BASELINE, form={k: v for k, v in form.items() if "creativity" not in k})
    assert baseline(begun).locked


def test_an_expectancy_that_is_declined_is_answered(begun: Participant) -> None:
    one = occasion(begun, "baseline")
    form = filled(asked(one)) | {"expectancy.benefit.placebo": ""}
    form["declined:expectancy.benefit.placebo"] = "1"
    sent(one, BASELINE, form=form)
    assert begun.expectancies.get(intervention="placebo").expectation is None
    assert baseline(begun).locked


def test_a_measurement_is_corrected_in_versions(resilient: Participant) -> None:
    form = {"measurement.systolic": "118", "measurement.heart_rate": "60", "event.any": "0"}
    at = datetime(2026, 3, 23, 12, tzinfo=UTC)
    sent(occasion(resilient, "first_dose"), at, form=form, by=STAFF, respondent="monitor_device")
    row = resilient.measurements.get(name="systolic")
    new = correct_measurement(row, value=128, reason="misread", by=STAFF)
    assert (new.version, new.value, new.measured_at) == (2, 128, at)
    with pytest.raises(ConductError, match="already"):
        correct_measurement(row, value=128, reason="misread", by=STAFF)
