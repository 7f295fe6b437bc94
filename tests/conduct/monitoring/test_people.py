"""Alerts in time, sites beside each other, queries and forms: small studies, counted by hand."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import cast
import many
from django.db import connection
from django.test.utils import CaptureQueriesContext

from limen.conduct.core import clock
from limen.conduct.core.forms import forms_due
from limen.conduct.core.models import Alert, DosingHold, Occasion, Participant, Query, Site
from limen.conduct.core.monitoring.alerts import alerts, holds
from limen.conduct.core.monitoring.missing import missing
from limen.conduct.core.monitoring.scope import scope_of
from limen.conduct.core.monitoring.site_comparison import compare
from limen.conduct.core.monitoring.team_work import form_counts, team_work
from limen.conduct.core.participation.lose import lose
from limen.conduct.core.trail import recording
from limen.conduct.staff.monitoring.matters import MATTERS


def fired(person: Participant, *, minutes: float | None, hours: float = 1.0) -> Alert:
    """An alert of two days ago, acknowledged after so many minutes, or not at all."""
    at = many.NOW - timedelta(days=2)
    with recording("test.fired", by=cast.BY, participant=person) as record:
        alert = Alert(participant=person, version=person.version, source="safety", rule="severe")
        alert.fired_at, alert.within_hours = at, hours
        alert.deadline = at + timedelta(hours=hours)
        if minutes is not None:
            alert.acknowledged_at = at + timedelta(minutes=minutes)
            alert.state = Alert.State.ACKNOWLEDGED
        return record.add(alert)


def test_alerts_are_in_time_late_or_overdue(crowd, whole):
    one, other, *_ = Participant.objects.all()
    for minutes in (10, 50, 90, None):
        fired(one, minutes=minutes)
    fired(other, minutes=None, hours=100)  # its time is not over
    table = alerts(whole).table
    (row,) = table.rows
    found = dict(zip([column.key for column in table.columns], row, strict=True))
    assert (found["fired"], found["acknowledged"]) == (5, 3)
    assert (found["in_time"], found["late"]) == (2, 2)
    assert (found["share"], found["minutes"]) == (0.5, 50)


def test_people_on_hold_are_counted_once(crowd, whole):
    one, other, *_ = Participant.objects.all()
    with recording("test.held", by=cast.BY) as record:
        for person, ended in ((one, None), (one, None), (other, record.at)):
            record.add(DosingHold(participant=person, since=record.at, resumed_at=ended))
    assert holds(whole).table.values("n") == (1, 0, 3, 2)


def test_a_site_that_is_far_off_is_said(crowd, whole):
    with recording("test.silent", by=cast.BY) as record:
        for site, state in (("riga", "missed"), ("porto", "submitted")):
            rows = list(Occasion.objects.filter(participant__site__identifier=site))
            for row in rows:
                row.state = state
            record.change_all(rows, "state")
    found = {(one.matter, one.site): one for one in compare(whole)}
    riga, porto = (found["poor", title] for title in ("Riga", "Porto"))
    assert (riga.part, riga.people, riga.overall) == (12, 12, 0.5)
    assert (porto.part, porto.people) == (0, 12)
    assert riga.verdict == porto.verdict == "outside"
    assert (riga.low, riga.high) == (3 / 12, 9 / 12)  # P(X <= 2) = 0.019, P(X <= 3) = 0.073
    assert found["left", "Riga"].verdict == ""


def test_queries_are_counted_with_their_age(crowd, whole):
    person = Participant.objects.first()
    asks = many.works_at("mona", "monitor", person.site)
    with recording("test.asked", by=cast.BY, participant=person) as record:
        for days, state in ((3, "open"), (20, "open"), (40, "answered"), (50, "closed")):
            at = record.at - timedelta(days=days)
            record.add(Query(participant=person, about="person", state=state, opened_at=at,
                             opened_by=asks, opened_as="monitor", moved_at=at))  # fmt: skip
    table = team_work(whole)[0].table
    assert table.rows[0][1:] == (2, 11.5, 20, 1)
    assert table.rows[1][1:] == (1, 40, 40, 1)
    assert table.rows[2][1] == 1


def test_forms_stand_where_the_forms_pages_say(lived, whole):
    wanted = Counter(
        (one.form.id, one.state)
        for one in forms_due(Participant.objects.all())
        if one.row is not None or not one.form.optional
    )
    found = {
        (form, state): count
        for form, some in form_counts(whole).items()
        for state, count in some.items()
        if count
    }
    assert found == dict(wanted)


def test_no_matter_asks_more_often_because_more_people_take_part(demonstration_study):
    def queries() -> dict[str, int]:
        scope, found = scope_of(Site.objects.all()), {}
        for name, read in MATTERS.items():
            with CaptureQueriesContext(connection) as asked:
                read(scope)
            found[name] = len(asked)
        return found

    many.many(4, 3)
    with clock.as_of(many.NOW):
        before = queries()
        for person in Participant.objects.all():
            fired(person, minutes=5)
        assert queries() == before
    assert max(before.values()) <= 24


def test_what_was_to_come_when_somebody_was_lost_is_missing(crowd, whole):
    """Diary 5 was cancelled by staff before; from diary 9 on nothing more came."""
    person = Participant.objects.first()
    lost_at = datetime(2026, 3, 9, 12, tzinfo=UTC)
    with recording("test.to_come", by=cast.BY) as record:
        rows = list(Occasion.objects.filter(participant=person).order_by("number"))
        for row in rows[8:]:
            row.state, row.ended_at = "planned", None
        rows[4].state, rows[4].state_reason = "cancelled", "by_staff"
        rows[4].ended_at = lost_at - timedelta(days=6)
        record.change_all(rows, "state", "state_reason", "ended_at")
    with clock.as_of(lost_at):
        lose(person, by=cast.BY)
    everybody = Participant.objects.count()

    def counted(scope) -> dict[str, tuple[int, int]]:
        return {
            one.occasion: (one.due, one.left) for one in missing(scope, frozenset({"distress"}))
        }

    found = counted(whole)
    assert found["diary.5"] == (everybody - 1, 0)
    assert found["diary.8"] == (everybody, 0)
    assert found["diary.9"] == found["diary.14"] == (everybody, 1)
    two_days_later = scope_of(Site.objects.all(), now=lost_at + timedelta(days=2))
    assert counted(two_days_later)["diary.9"] == (everybody, 1)
    assert counted(two_days_later)["diary.10"] == (everybody - 1, 0)
