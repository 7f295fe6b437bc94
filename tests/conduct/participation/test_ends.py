"""Stopping the intervention, completing, being lost: what each writes, and what it refuses."""

from __future__ import annotations

from datetime import timedelta

import cast
import pytest

from limen.conduct.core import clock
from limen.conduct.core.models import AuditEntry, Occasion, OutboxMessage, Participant
from limen.conduct.core.occasions.services import cancel_occasion, withdraw
from limen.conduct.core.participation import complete, discontinue, lose
from limen.conduct.core.reasons import TAKING_PART
from limen.conduct.core.trail import verify
from limen.errors import ConductError

UNFINISHED = ("planned", "open", "started")


def events_of(person: Participant) -> list[tuple[str, str]]:
    return list(person.participation_events.values_list("kind", "reason"))


def count(event: str) -> int:
    return AuditEntry.objects.filter(event=event).count()


def waiting_for(person: Participant) -> OutboxMessage:
    return OutboxMessage.objects.create(
        participant=person,
        channel="email",
        purpose="reminder",
        idempotency_key="one",
        due_at=clock.now(),
        window_end=clock.now() + timedelta(hours=1),
        made_at=clock.now(),
    )


def test_who_stops_the_intervention_stays_in_the_study(anna, by):
    before = anna.occasions.filter(state__in=UNFINISHED).count()
    assert discontinue(anna, by=by, reason="no_benefit") is True
    anna.refresh_from_db()
    assert anna.status == Participant.Status.DISCONTINUED
    assert events_of(anna) == [("discontinued", "no_benefit")]
    assert anna.occasions.filter(state__in=UNFINISHED).count() == before > 0
    assert verify().faults == ()


def test_stopping_twice_writes_once(anna, by):
    discontinue(anna, by=by)
    assert discontinue(anna, by=by) is False
    assert count("participant.discontinued") == 1


def test_who_has_not_begun_cannot_stop(anna, by):
    other = cast.people(by).boris
    with pytest.raises(ConductError, match="not taking the intervention"):
        discontinue(other, by=by)


def test_who_is_lost_is_asked_nothing_more_and_gets_no_message(anna, by):
    message = waiting_for(anna)
    cancelled = lose(anna, by=by, reason="moved_or_travels")
    anna.refresh_from_db()
    message.refresh_from_db()
    assert anna.status == Participant.Status.LOST
    assert cancelled
    assert {row.state_reason for row in cancelled} == {"by_staff"}
    assert not anna.occasions.filter(state__in=UNFINISHED).exists()
    assert message.state == OutboxMessage.State.CANCELLED
    assert lose(anna, by=by) == []
    assert count("participant.lost") == 1
    assert verify().faults == ()


def test_who_has_withdrawn_cannot_get_lost(anna, by):
    withdraw(anna, by=by)
    with pytest.raises(ConductError, match="Withdrawn"):
        lose(anna, by=by)


def test_nobody_completes_while_something_is_to_come(anna, by):
    left = anna.occasions.filter(state__in=UNFINISHED).count()
    with pytest.raises(ConductError, match=f"{left} occasions still to come"):
        complete(anna, by=by)
    assert anna.participation_events.count() == 0


def test_who_has_nothing_left_completes_once(anna, by):
    finish(anna, by)
    assert complete(anna, by=by) is True
    assert complete(anna, by=by) is False
    anna.refresh_from_db()
    assert anna.status == Participant.Status.COMPLETED
    assert events_of(anna) == [("completed", "")]
    assert count("participant.completed") == 1
    assert verify().faults == ()


def test_who_had_stopped_and_completes_stays_discontinued(anna, by):
    discontinue(anna, by=by)
    finish(anna, by)
    complete(anna, by=by)
    anna.refresh_from_db()
    assert anna.status == Participant.Status.DISCONTINUED
    assert [kind for kind, _reason in events_of(anna)] == ["discontinued", "completed"]


def test_who_has_not_begun_cannot_complete(anna, by):
    with pytest.raises(ConductError, match="cannot complete"):
        complete(cast.people(by).boris, by=by)


def test_a_reason_is_a_word_of_the_list_and_never_a_sentence(anna, by):
    for end in (discontinue, lose):
        with pytest.raises(ConductError, match="Nothing was changed"):
            end(anna, by=by, reason="Her sister Eva is ill")
    assert events_of(anna) == []


def test_a_reason_fits_its_column():
    assert max(map(len, TAKING_PART)) <= 80


def finish(person: Participant, by) -> None:
    """Cancel all that is to come."""
    for row in Occasion.objects.filter(participant=person, state__in=UNFINISHED):
        cancel_occasion(row, by=by, reason="other")
