"""What fires: on the form at hand, on what is stored, on corrections; and rules of the doses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import team

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.fired import all_fired
from limen.conduct.core.answering.services.more_facts import more_facts
from limen.conduct.core.models import Alert, DosingHold, Participant, Score
from limen.conduct.core.safety import is_held
from limen.conduct.core.safety.raising import Fired, raise_alerts
from limen.conduct.core.safety.services import acknowledge, keep_watch, resume_dosing
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.trail import recording
from limen.errors import ConductError
from limen.protocol import load_protocol, shipped

NOW = datetime(2026, 3, 4, 2, 10, tzinfo=UTC)
PROTOCOL = load_protocol(shipped()["resilience"])


def fires(person: Participant, facts: dict[str, object]) -> Fired:
    """Let these facts be told."""
    fired = all_fired(PROTOCOL, facts)
    with recording("test.told", by=Actor("system", "test"), participant=person) as record:
        raise_alerts(record, person, person.version, fired)
    return fired


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({"phq9.9": 0.0}, set()),
        ({"phq9.9": 1.0}, {("safety", "self_harm")}),
        ({"phq9.9": 2.0}, {("safety", "self_harm"), ("stop", "self_harm")}),
        ({"gad7.total": 15.0}, {("safety", "anxiety"), ("hold", "raised_anxiety")}),
        ({"measurement.systolic": 160.0}, {("hold", "high_pressure")}),
        ({"adverse_event.serious": True}, {("safety", "severe_event"), ("stop", "serious_event")}),
    ],
)
def test_rules_of_safety_and_of_doses(anna, facts, rules):
    fires(anna, facts)
    assert {(one.source, one.rule) for one in Alert.objects.all()} == rules
    assert is_held(anna) == bool(rules)
    assert DosingHold.objects.filter(for_good=True).exists() == any(r[0] == "stop" for r in rules)


def test_a_rule_of_the_doses_sets_no_time_and_calls_the_investigators_once(anna, by):
    add_staff(
        "ivo",
        full_name="Ivo I.",
        password="harbour lantern oak",
        email="ivo@example.org",
        roles={anna.site.identifier: ["investigator"]},
        by=by,
    )
    fires(anna, {"measurement.systolic": 160.0})
    queued = []
    for _ in range(3):
        keep_watch(lambda record, messages: queued.extend(messages))
    alert = Alert.objects.get()
    assert (alert.deadline, alert.due_at, alert.step) == (None, None, 0)
    assert [one.member.name for one in queued if one.member] == ["ivo"]


def test_an_alert_of_investigators_waits_for_one_where_there_is_none(anna, by):
    fires(anna, {"measurement.systolic": 160.0})
    queued = []

    def works(hours: float) -> list[str]:
        before = len(queued)
        with clock.as_of(clock.now() + timedelta(hours=hours)):
            keep_watch(lambda _record, messages: queued.extend(messages))
        return [one.member.name for one in queued[before:] if one.member]

    assert (works(0), works(0)) == ([], [])
    alert = Alert.objects.get()
    assert list(alert.events.values_list("kind", flat=True)) == ["fired", "nobody"]
    add_staff(
        "ivo",
        full_name="Ivo I.",
        password="harbour lantern oak",
        email="ivo@example.org",
        roles={anna.site.identifier: ["investigator"]},
        by=by,
    )
    assert works(0.5) == []
    assert works(1.1) == ["ivo"]
    assert works(5) == []


def test_an_alert_that_cannot_be_called_about_keeps_no_other_from_it(anna, by):
    fires(anna, {"phq9.9": 2.0})
    first, second = Alert.objects.order_by("pk")
    seen = []

    def breaks(_record, _messages):
        seen.append(len(seen))
        if len(seen) == 1:
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        keep_watch(breaks)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.called_at is None
    assert second.called_at is not None


def test_doses_go_on_only_when_every_alert_was_taken_up(anna, by):
    ivo = add_staff(
        "ivo",
        full_name="Ivo I.",
        password="harbour lantern oak",
        roles={anna.site.identifier: ["investigator"]},
        by=by,
    )
    fires(anna, {"phq9.9": 2.0})
    first, second = Alert.objects.order_by("pk")
    acknowledge(first, member=ivo, words="I call")
    with pytest.raises(ConductError, match="Nothing was changed"):
        resume_dosing(anna, member=ivo, reason="She is well")
    acknowledge(second, member=ivo, words="I call")
    resume_dosing(anna, member=ivo, reason="She is well")
    assert not is_held(anna)


def test_what_is_stored_is_looked_at_where_a_rule_asks_for_it(anna, by):
    occasion = team.occasion(anna, "week.1")
    with recording("test.scored", by=by, participant=anna) as record:
        for version, value in ((1, 3.0), (2, 12.0)):
            record.add(
                Score(
                    participant=anna,
                    occasion=occasion,
                    instrument="gad7",
                    instrument_version="1",
                    scoring_version="1",
                    subscale="total",
                    value=value,
                    version=version,
                    computed_at=NOW,
                )
            )
    names = frozenset({"gad7.total", "phq9.9", "measurement.systolic", "adverse_event.serious"})
    later = NOW + timedelta(days=1)
    assert more_facts(anna, later)(names) == {
        "gad7.total": 12.0,
        "phq9.9": None,
        "measurement.systolic": None,
    }
    assert "gad7.total" not in more_facts(anna, later, asked={"gad7"})(names)
