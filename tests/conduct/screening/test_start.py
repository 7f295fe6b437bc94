"""When somebody can begin: the run-in never lies in the past."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from limen.conduct.core import clock, screening
from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Administration, Occasion
from limen.conduct.core.trail import recording
from limen.errors import ConductError

# Two hours before midnight in Riga, which is UTC+2 in winter.
EVENING = datetime(2027, 1, 10, 20, 0, tzinfo=UTC)


def test_the_run_in_begins_on_the_next_local_day(berta, by):
    with clock.as_of(EVENING):
        start = screening.earliest_start(berta)
        assert start == date(2027, 1, 14)  # three days of run-in from the 11th
        made = screening.plan_start(berta, by=by)
    first = min(row.opens_local.date() for row in made)
    assert first == date(2027, 1, 11)
    berta.refresh_from_db()
    assert berta.started_on == start


def test_the_next_day_is_that_of_the_participants_zone(berta):
    late = EVENING + timedelta(hours=3)
    with clock.as_of(late):
        assert late.astimezone(ZoneInfo("Europe/Riga")).date() == date(2027, 1, 11)
        assert screening.earliest_start(berta) == date(2027, 1, 15)
        berta.zone = "America/New_York"
        assert screening.earliest_start(berta) == date(2027, 1, 14)


def test_nothing_would_be_missed_at_the_earliest_start(berta):
    with clock.as_of(EVENING):
        earliest = screening.earliest_start(berta)
        assert screening.missed_if_started(berta, earliest) == []
        missed = screening.missed_if_started(berta, earliest - timedelta(days=2))
        assert missed[:1] == ["run_in_diary.1"]


def test_an_earlier_day_is_refused_and_a_later_one_is_not(berta, by):
    with clock.as_of(EVENING):
        early = screening.earliest_start(berta) - timedelta(days=1)
        with pytest.raises(ConductError) as refused:
            screening.plan_start(berta, by=by, start=early)
        assert [one.path for one in refused.value.problems] == ["start"]
        screening.plan_start(berta, by=by, start=early + timedelta(days=8))
    berta.refresh_from_db()
    assert berta.started_on == early + timedelta(days=8)


def test_nothing_begins_before_consent(invited_only, by):
    with pytest.raises(ConductError, match="not consented"):
        screening.plan_start(invited_only, by=by)


def test_who_is_not_eligible_never_begins(berta, ivo, by):
    screening.answer_screening(berta, {"age_years": "20"}, by=Actor.participant(berta))
    screening.decide(berta, eligible=False, member=ivo)
    with pytest.raises(ConductError, match="no longer"):
        screening.plan_start(berta, by=by)


def test_who_is_eligible_is_enrolled_by_the_start_and_nobody_before(berta, ivo, fits, by):
    with clock.as_of(EVENING):
        screening.answer_screening(berta, fits, by=Actor.participant(berta))
        screening.decide(berta, eligible=True, member=ivo)
        berta.refresh_from_db()
        assert (berta.status, berta.enrolled_on) == ("eligible", None)
        screening.plan_start(berta, by=by)
    berta.refresh_from_db()
    assert (berta.status, berta.enrolled_on) == ("enrolled", date(2027, 1, 10))


def test_who_began_in_screening_is_enrolled_by_the_decision(berta, ivo, fits, by):
    with clock.as_of(EVENING):
        screening.plan_start(berta, by=by)
        berta.refresh_from_db()
        assert berta.status == "consented"
        screening.answer_screening(berta, fits, by=Actor.participant(berta))
        screening.decide(berta, eligible=True, member=ivo)
    berta.refresh_from_db()
    assert (berta.status, berta.enrolled_on) == ("enrolled", date(2027, 1, 10))


def test_after_enrolment_a_decision_may_be_taken_back_until_the_first_dose(berta, ivo, fits, by):
    with clock.as_of(EVENING):
        screening.answer_screening(berta, fits, by=Actor.participant(berta))
        screening.decide(berta, eligible=True, member=ivo)
        made = screening.plan_start(berta, by=by)
        screening.decide(berta, eligible=True, member=ivo)
        berta.refresh_from_db()
        assert berta.status == "enrolled"
        screening.decide(berta, eligible=False, member=ivo, reason="found out in the run-in")
    berta.refresh_from_db()
    assert berta.status == "ineligible"
    assert {row.state for row in Occasion.objects.filter(pk__in=[one.pk for one in made])} == {
        "cancelled"
    }


def test_after_the_first_dose_eligibility_is_not_decided_any_more(berta, ivo, fits, by):
    with clock.as_of(EVENING):
        screening.answer_screening(berta, fits, by=Actor.participant(berta))
        screening.decide(berta, eligible=True, member=ivo)
        screening.plan_start(berta, by=by)
        with recording("test.dosed", by=by, participant=berta) as record:
            dose = Administration(participant=berta, number=1, status="taken", entered_at=record.at)
            record.add(dose)
        with pytest.raises(ConductError, match="was not decided"):
            screening.decide(berta, eligible=False, member=ivo, reason="too late")
    berta.refresh_from_db()
    assert berta.status == "enrolled"
