"""Counts for staff: one query, and the same as counting by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lived_through import BY, END

from limen.conduct.core.export import adherence
from limen.conduct.core.models import Occasion, Participant, Submission
from limen.conduct.core.occasions import State
from limen.conduct.core.occasions.services.rows import as_of
from limen.conduct.core.trail import recording


def by_hand(person: Participant, now: datetime) -> dict[str, object]:
    """The same counts, one occasion after the other."""
    found = {"due": 0, "submitted": 0, "late": 0, "missed": 0, "expired": 0, "in_a_row": 0}
    for row in Occasion.objects.filter(participant=person, respondent="participant"):
        state = as_of(row, now).state
        submitted = state == State.SUBMITTED
        if state in (State.CANCELLED, State.PLANNED):
            continue
        found["due"] += 1
        found["submitted"] += submitted
        found["late"] += submitted and row.late
        found["missed"] += state == State.MISSED
        found["expired"] += state == State.EXPIRED
        found["in_a_row"] += state in (State.MISSED, State.EXPIRED)
        if submitted:
            found["in_a_row"] = 0
    return found


@pytest.mark.parametrize("now", [END, END + timedelta(days=3)])
def test_it_counts_as_counting_by_hand_does(lived_on_each_database, now):
    found = {each.number: each for each in adherence(now=now)}
    assert len(found) == 5
    for person in Participant.objects.all():
        each = found[person.number]
        wanted = by_hand(person, now)
        assert {name: getattr(each, name) for name in wanted} == wanted
        assert each.due == each.submitted + each.missed + each.expired + each.waiting
    anna, chris = found["riga-001"], found["riga-002"]
    assert anna.share == 1.0
    assert chris.in_a_row == chris.missed > 0


def test_what_the_clock_has_ended_counts_before_the_worker_came(lived):
    row = Occasion.objects.filter(participant=lived.chris, state="missed").latest("opens_at")
    before = next(each for each in adherence(now=END) if each.number == lived.chris.number)
    for state in ("open", "planned"):
        with recording("test.turned_back", by=BY) as record:
            row.state, row.ended_at = state, None
            record.change(row, "state", "ended_at")
        after = next(each for each in adherence(now=END) if each.number == lived.chris.number)
        assert after == before


def test_it_says_when_somebody_was_last_heard_of(lived):
    found = {each.number: each for each in adherence(now=END)}
    latest = Submission.objects.filter(participant=lived.boris).latest("received_at")
    assert found[lived.boris.number].last_heard == latest.received_at
    assert found[lived.emil.number].last_heard is None
    assert found[lived.emil.number].share is None
    assert found[lived.anna.number].next_at is None  # everything was answered ahead


def test_it_is_one_query_whatever_is_asked_for(lived):
    some = Participant.objects.filter(site__identifier="riga")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(adherence(some)) == 4
    assert len(queries) == 1
    soon = adherence(some, now=datetime(2026, 3, 7, tzinfo=UTC) - timedelta(hours=1))
    assert soon[0].next_at is not None or soon[1].next_at is not None
