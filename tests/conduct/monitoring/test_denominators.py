"""Who and what counts below the line: on the last day, without a start, after the end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import cast
import pytest
from many import course, event

from limen.conduct.core.models import Participant, ParticipationEvent, Site, Study
from limen.conduct.core.monitoring.adherence import _of_people
from limen.conduct.core.monitoring.courses import Course, courses
from limen.conduct.core.monitoring.doses import _is_due
from limen.conduct.core.monitoring.events import by_term
from limen.conduct.core.monitoring.scope import scope_of
from limen.conduct.core.monitoring.settled import Settled
from limen.conduct.core.trail import recording

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


def stopping(**when: datetime | None) -> Course:
    return Course(**{**vars(course(1, NOW)), **when})


def test_a_dose_of_today_is_not_due_yet_and_yesterdays_is():
    assert not _is_due(stopping(), NOW.date(), NOW)
    assert _is_due(stopping(), NOW.date() - timedelta(days=1), NOW)


@pytest.mark.parametrize("way", ["stopped", "out"])
def test_no_dose_is_due_from_the_day_on_which_somebody_stops(way):
    one = stopping(**{way: datetime(2026, 3, 10, 9, tzinfo=UTC)})
    assert _is_due(one, date(2026, 3, 9), NOW)
    assert not _is_due(one, date(2026, 3, 10), NOW)


def test_who_completed_did_not_stop(crowd, whole):
    person = Participant.objects.first()
    with recording("test.completed", by=cast.BY, participant=person) as record:
        kind = ParticipationEvent.Kind.COMPLETED
        record.add(ParticipationEvent(participant=person, kind=kind, at=record.at))
    (found,) = [one for one in courses(whole) if one.key == person.pk]
    assert (found.stopped, found.out is None) == (None, False)


def test_an_event_before_study_day_1_counts_its_person_too():
    found = by_term([event(1), event(2)], [course(1, NOW)], SimpleNamespace(now=NOW)).table
    assert found.values("people") == (2, 2)
    assert found.values("share") == (1.0, 1.0)


def test_the_one_in_the_middle_is_in_the_middle(monkeypatch):
    found = {n: Settled(settled=10, submitted=sent) for n, sent in enumerate((1, 4, 9))}
    monkeypatch.setattr("limen.conduct.core.monitoring.adherence.settled", lambda _scope: found)
    assert "in the middle answered 40 %" in _of_people(SimpleNamespace()).said


def test_after_the_lock_time_stands_still(crowd, whole):
    study = Study.objects.get()
    with recording("test.locked", by=cast.BY) as record:
        study.locked_at = record.at - timedelta(days=30)
        record.change(study, "locked_at")
    assert scope_of(Site.objects.all()).now == study.locked_at
    earlier = study.locked_at - timedelta(days=1)
    assert scope_of(Site.objects.all(), now=earlier).now == earlier
