"""What stands in the way of the lock: each kind of thing, and nothing once all is done."""

from __future__ import annotations

from datetime import timedelta

import last_day
import pytest
from last_day import BY

from limen.conduct.core.locking import KINDS, in_the_way, standing_in_the_way_of_lock
from limen.conduct.core.models import (
    AdverseEvent,
    Alert,
    Consent,
    Deviation,
    Kit,
    Occasion,
    OutboxMessage,
    Participant,
    ProtocolVersion,
    Query,
    VisitForm,
)
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording


def kinds() -> list[str]:
    return [problem.path for problem in standing_in_the_way_of_lock()]


def changed(row, **values):
    """Write a row's columns through the trail."""
    with recording("test.changed", by=BY) as record:
        for name, value in values.items():
            setattr(row, name, value)
        record.change(row, *values)


def test_at_the_end_only_casebooks_are_left(over):
    (problem,) = standing_in_the_way_of_lock()
    assert problem.path == "casebooks"
    numbers = [one.number for one in over.people]
    assert f": 8 ({'; '.join(numbers[:3])} and 5 more)." in problem.message
    last_day.sign(over)
    assert standing_in_the_way_of_lock() == []


def test_who_was_invited_and_never_consented_is_nobody_yet(over):
    invite(over.anna.site, by=BY)
    assert kinds() == ["casebooks"]


@pytest.mark.parametrize("status", ["consented", "eligible", "enrolled"])
def test_people_on_the_way(over, status):
    changed(over.anna, status=status)
    assert kinds() == ["on_the_way", "casebooks"]
    assert in_the_way()[0].about == f"riga-001, {status}"
    changed(over.anna, consent_due=True)
    assert kinds() == ["on_the_way", "consent_again", "casebooks"]


def test_who_stopped_the_intervention_is_followed_to_the_end(over):
    changed(over.anna, status="discontinued")
    assert kinds() == ["casebooks"]  # "completed" is in the story
    other = invite(over.anna.site, by=BY).participant
    changed(other, status="discontinued")
    assert kinds()[0] == "on_the_way"


def test_occasions_that_are_not_over(over):
    rows = list(Occasion.objects.filter(participant=over.anna).order_by("pk")[:3])
    for row, state in zip(rows, ("planned", "open", "started"), strict=True):
        changed(row, state=state)
    found = [one for one in in_the_way() if one.kind == "occasions"]
    assert [one.place for one in found] == [row.identifier for row in rows]


def test_consents_that_somebody_has_yet_to_counter_sign(over):
    with recording("test.consented", by=BY, participant=over.anna) as record:
        record.add(
            Consent(
                participant=over.anna,
                version=ProtocolVersion.objects.get(),
                version_hash="0" * 64,
                documents="{}",
                language="en",
                signed_at=record.at,
            )
        )
    assert kinds() == ["counter_signatures", "casebooks"]


@pytest.mark.parametrize("state", ["open", "acknowledged", "closed"])
def test_alerts_until_they_are_closed(over, state):
    with recording("test.fired", by=BY, participant=over.anna) as record:
        record.add(
            Alert(
                participant=over.anna,
                version=ProtocolVersion.objects.get(),
                source="safety",
                rule="severe_event",
                fired_at=record.at,
                state=state,
            )
        )
    assert ("alerts" in kinds()) is (state != "closed")


JUDGED = {"term": "Seizure", "severity_grade": 3, "relatedness": "possible",
          "expectedness": "unexpected"}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        ({"serious": None}, True),
        ({"serious": False}, False),
        ({"serious": True, **JUDGED}, False),
        *(({"serious": True, **JUDGED, name: None if name == "severity_grade" else ""}, True)
          for name in JUDGED),
        ({"serious": True, "voided": True}, False),
    ],
)  # fmt: skip
def test_events_until_they_are_judged(over, facts, stands):
    with recording("test.reported", by=BY, participant=over.anna) as record:
        for version, said in ((1, {"serious": None}), (2, facts)):
            record.add(
                AdverseEvent(
                    participant=over.anna, number=1, version=version, entered_at=record.at, **said
                )
            )
    assert ("events" in kinds()) is stands


def test_queries_deviations_and_forms(over):
    with recording("test.asked", by=BY, participant=over.anna) as record:
        query = record.add(
            Query(
                participant=over.anna,
                about="person",
                opened_at=record.at,
                opened_by=over.ines,
                opened_as="investigator",
                moved_at=record.at,
            )
        )
        record.add(
            Deviation(
                participant=over.anna,
                number=1,
                category="dosing",
                happened_on=record.at.date(),
                proposed=True,
                entered_at=record.at,
            )
        )
    form = VisitForm.objects.filter(participant=over.anna, form="vital_signs").first()
    changed(form, state="verified")
    assert kinds() == ["deviations", "queries", "forms", "casebooks"]
    changed(query, state="answered")
    assert "queries" in kinds()
    changed(query, state="closed")
    assert "queries" not in kinds()
    place = [one.place for one in in_the_way() if one.kind == "forms"]
    assert place == [f"{form.occasion.identifier}/vital_signs"]


def test_kits_that_do_not_add_up(over):
    kit = Kit.objects.filter(kit_set__participant=over.anna, state="returned").first()
    changed(kit, state="handed_over")
    found = [one.about for one in in_the_way() if one.kind == "kits"]
    assert found == [f"ledger {kit.number}", f"return {over.anna.number}"]


def test_a_strange_code_of_a_dose_is_data_and_no_obstacle(over):
    row = over.anna.administrations.first()
    with recording("test.dosed", by=BY, participant=over.anna) as record:
        row.pk, row.version, row.kit, row._state.adding = None, 2, "R-1", True
        record.add(row)
    assert "kits" not in kinds()


def test_messages_that_a_worker_has_yet_to_send(over):
    with recording("test.queued", by=BY, participant=over.anna) as record:
        record.queue(
            OutboxMessage(
                participant=over.anna,
                channel="email",
                purpose="reminder",
                idempotency_key=state,
                due_at=record.at + timedelta(hours=1 if state == "later" else 0),
                window_end=record.at + timedelta(hours=2),
                state="waiting" if state == "later" else state,
                made_at=record.at,
            )
            for state in ("waiting", "later", "sending", "uncertain", "failed", "sent")
        )
    assert len([one for one in in_the_way() if one.kind == "messages"]) == 2


def test_of_some_people_only_what_concerns_them(over):
    changed(over.people[1], status="enrolled")
    them = Participant.objects.filter(pk=over.anna.pk)
    assert [one.about for one in in_the_way(them)] == ["riga-001"]


def test_kinds_come_in_the_order_in_which_they_are_worked_off():
    assert list(KINDS)[-1] == "casebooks"  # whatever else is done undoes a signature
