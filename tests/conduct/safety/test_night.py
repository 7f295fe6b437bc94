"""One night under a simulated clock, and every state of an alert against every event."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import night
import pytest
import team
from django.core import mail
from django.db import connections
from django.test import override_settings

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import correct_event, report_event
from limen.conduct.core.messages import tick
from limen.conduct.core.models import (
    AdverseEvent,
    Alert,
    AlertEvent,
    AuditEntry,
    DosingHold,
    FreeText,
    Participant,
    Submission,
)
from limen.conduct.core.safety import is_held
from limen.conduct.core.safety.services import acknowledge, add_note, close, keep_watch
from limen.conduct.core.safety.services.watch import _escalate
from limen.conduct.core.services.erase import erase
from limen.conduct.core.services.free_text import read_text
from limen.conduct.core.trail import recording, verify
from limen.errors import ConductError

MEMORY = override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")


@pytest.fixture(autouse=True)
def box():
    """E-mails stay in this process."""
    with MEMORY:
        mail.outbox = []
        yield mail.outbox


def test_a_night(on_each, box):
    anna = on_each.anna
    team.begins(anna)
    on_each.both()
    receipt = night.tells(anna)
    assert receipt.rules == ("severe_event",)
    alert = Alert.objects.get()
    assert f"{alert.deadline:%H:%M}" == "06:10"
    assert is_held(anna)
    night.works(2, 10)
    assert [one.to for one in box] == [["ines@example.org"]]
    for hour, minute in ((2, 11), (4, 0), (6, 9)):
        night.works(hour, minute)
    assert len(box) == 1
    night.works(6, 10)
    assert [one.to[0] for one in box[1:]] == ["ines@example.org", "petra@example.org"]
    with night.at(6, 20):
        acknowledge(alert, member=on_each.petra, words="I call her now")
    night.works(7, 10)
    night.works(9, 10)
    assert len(box) == 3
    assert night.story(alert) == [
        ("02:10", "fired", "physician_on_call"),
        ("02:10", "called", "ines"),
        ("06:10", "escalated", "principal_investigator"),
        ("06:10", "called", "ines"),
        ("06:10", "called", "petra"),
        ("06:20", "acknowledged", "petra"),
    ]
    assert [name for name in team.events(anna) if name.startswith("alert")] == [
        "alert.called", "alert.escalated", "alert.acknowledged",
    ]  # fmt: skip
    assert verify().faults == ()


def test_an_e_mail_says_nothing_about_anybody(people, anna, box):
    people.both()
    night.tells(anna)
    night.works(2, 10)
    text = f"{box[0].subject} {box[0].body} {box[0].message()}"
    for word in (anna.number, str(anna.code), "LSD", "severe", "anna", "dose"):
        assert word not in text
    assert "/staff/safety/" in text


def test_until_somebody_acknowledges_everybody_is_called_again_and_again(people, anna, box):
    people.both()
    night.tells(anna)
    for hours in (2, 6, 7, 8, 9):
        night.works(hours, 10)
    alert = Alert.objects.get()
    assert alert.step == 4
    kinds = [kind for _, kind, _ in night.story(alert)]
    assert kinds.count("escalated") == 4
    assert len(box) == 1 + 4 * 2


def test_a_server_that_was_down_goes_on_with_one_step(people, anna):
    people.both()
    night.tells(anna)
    night.works(11, 30)
    alert = Alert.objects.get()
    assert (alert.step, f"{alert.due_at:%H:%M}") == (1, "12:30")
    assert [kind for _, kind, _ in night.story(alert)] == [
        "fired", "escalated", "called", "called",
    ]  # fmt: skip


def test_where_nobody_is_on_call_the_next_and_then_the_investigators_are_called(people, anna, box):
    people.watches(people.petra, night.PRINCIPAL)
    people.ines  # noqa: B018 - she works there, and is on no roster
    night.tells(anna)
    night.works(2, 10)
    assert night.story(Alert.objects.get())[1:] == [
        ("02:10", "nobody", "physician_on_call"),
        ("02:10", "called", "petra"),
    ]
    night.works(6, 10)
    night.works(7, 10)
    assert [kind for _, kind, who in night.story(Alert.objects.get()) if who == "ines"] == [
        "called"
    ]


def test_with_an_empty_roster_the_investigators_are_called_at_once(people, anna, box):
    people.ines, people.petra  # noqa: B018
    night.tells(anna)
    night.works(2, 10)
    assert night.story(Alert.objects.get())[1:] == [
        ("02:10", "nobody", "physician_on_call"),
        ("02:10", "nobody", "principal_investigator"),
        ("02:10", "called", "ines"),
        ("02:10", "called", "petra"),
    ]
    assert {one.to[0] for one in box} == {"ines@example.org", "petra@example.org"}


def test_who_is_active_no_more_is_not_called(people, anna, box):
    people.watches(people.ines, night.PHYSICIAN)
    people.petra  # noqa: B018 - she works there
    with recording("test.inactive", by=people.by) as record:  # the roles stand, as after a mishap
        ines = record.fresh(people.ines)
        ines.is_active = False
        record.change(ines, "is_active")
    night.tells(anna)
    night.works(2, 10)
    night.works(6, 10)
    night.works(7, 10)  # by now every investigator of the site is called
    called = {who for _, kind, who in night.story(Alert.objects.get()) if kind == "called"}
    assert called == {"petra"}
    assert {one.to[0] for one in box} == {"petra@example.org"}


def test_two_workers_call_once_and_escalate_once(on_each, box):
    team.begins(on_each.anna)
    on_each.both()
    night.tells(on_each.anna)
    for moment in (night.FIRED, night.FIRED + timedelta(hours=4)):

        def works(_number, moment=moment):
            try:
                tick(moment)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(works, range(4)))
    alert = Alert.objects.get()
    assert alert.step == 1
    assert [kind for _, kind, _ in night.story(alert)] == [
        "fired", "called", "escalated", "called", "called",
    ]  # fmt: skip
    assert len(box) == 3
    assert verify().faults == ()


def test_of_two_who_acknowledge_at_once_one_has_it(on_each):
    team.begins(on_each.anna)
    members = [on_each.ines, on_each.petra]
    night.tells(on_each.anna, at=team.EVENING)
    alert = Alert.objects.get()

    def takes(member):
        try:
            with clock.as_of(team.EVENING):
                acknowledge(alert, member=member, words="Mine")
        except ConductError:
            return None
        finally:
            connections.close_all()
        return member

    with ThreadPoolExecutor(2) as pool:
        took = [member for member in pool.map(takes, members) if member]
    alert.refresh_from_db()
    assert took == [alert.acknowledged_by]
    assert alert.events.filter(kind="acknowledged").count() == 1


@pytest.mark.parametrize("step", ["call", "escalation"])
def test_a_worker_that_dies_before_the_end_has_called_nobody(on_each, box, step):
    team.begins(on_each.anna)
    on_each.both()
    night.tells(on_each.anna)
    moment = night.FIRED
    if step == "escalation":
        tick(moment)
        moment += timedelta(hours=4)
    before = len(box), AlertEvent.objects.count(), AuditEntry.objects.count()

    def dies(record, messages):
        raise SystemExit

    with clock.as_of(moment), pytest.raises(SystemExit):
        keep_watch(dies)
    assert (len(box), AlertEvent.objects.count(), AuditEntry.objects.count()) == before
    tick(moment)
    assert len(box) == (1 if step == "call" else 3)


def test_an_alert_is_there_with_the_answers_or_neither_is(people, anna, monkeypatch):
    def breaks(*_told, **_more):
        raise OSError

    monkeypatch.setattr("limen.conduct.core.safety.raising._new", breaks)
    with pytest.raises(OSError):
        night.tells(anna)
    assert not Submission.objects.filter(page="event").exists()
    assert not AdverseEvent.objects.exists()


# --- every state x every event ---------------------------------------------------------------

STATES = ("open", "acknowledged", "closed")
EVENTS = ("fires", "time passes", "acknowledged", "noted", "closed")
#: state x event -> the state that follows; `no` is refused; `new` is another alert.
CELLS = {
    ("open", "fires"): "open",
    ("open", "time passes"): "open",
    ("open", "acknowledged"): "acknowledged",
    ("open", "noted"): "no",
    ("open", "closed"): "no",
    ("acknowledged", "fires"): "new",
    ("acknowledged", "time passes"): "acknowledged",
    ("acknowledged", "acknowledged"): "no",
    ("acknowledged", "noted"): "acknowledged",
    ("acknowledged", "closed"): "closed",
    ("closed", "fires"): "new",
    ("closed", "time passes"): "closed",
    ("closed", "acknowledged"): "no",
    ("closed", "noted"): "no",
    ("closed", "closed"): "no",
}


def test_every_cell_is_there():
    assert set(CELLS) == {(state, event) for state in STATES for event in EVENTS}


@pytest.mark.parametrize(("state", "event"), CELLS)
def test_every_state_against_every_event(people, anna, state, event):
    people.both()
    night.tells(anna)
    alert, member = Alert.objects.get(), people.ines
    if state != "open":
        acknowledge(alert, member=member, words="I look into it")
    if state == "closed":
        close(alert, member=member, outcome="no_danger", words="All is well")
    happens = {
        "fires": lambda: night.tells(anna),
        "time passes": lambda: night.works(6, 10),
        "acknowledged": lambda: acknowledge(alert, member=member, words="Again"),
        "noted": lambda: add_note(alert, member=member, words="She sleeps"),
        "closed": lambda: close(alert, member=member, outcome="watched", words="Over"),
    }[event]
    expected = CELLS[state, event]
    before = alert.events.count()
    if expected == "no":
        with pytest.raises(ConductError):
            happens()
        assert alert.events.count() == before
    else:
        happens()
    alert.refresh_from_db()
    assert alert.state == (state if expected in ("no", "new") else expected)
    assert Alert.objects.count() == (2 if expected == "new" else 1)
    assert alert.step == (1 if (state, event) == ("open", "time passes") else 0)


# --- what fires --------------------------------------------------------------------------------


def test_a_mild_event_calls_nobody(people, anna):
    night.tells(anna, night.MILD)
    assert not Alert.objects.exists()
    assert not is_held(anna)


def test_what_is_sent_twice_fires_once(people, anna):
    client_id, by = uuid4(), Actor.participant(anna)
    for _ in range(2):
        report_event(anna, client_id=client_id, form=night.SEVERE, by=by)
    assert AlertEvent.objects.count() == 1


def test_a_rule_that_fires_while_its_alert_waits_leaves_the_clock_alone(people, anna):
    night.tells(anna)
    deadline = Alert.objects.get().deadline
    night.tells(anna, at=night.FIRED + timedelta(hours=1))
    alert = Alert.objects.get()
    assert alert.deadline == deadline
    assert [kind for _, kind, _ in night.story(alert)] == ["fired", "fired_again"]
    assert DosingHold.objects.count() == 1


def test_an_event_that_staff_judge_serious_fires(people, anna):
    night.tells(anna, night.MILD)
    event = AdverseEvent.objects.get()
    by = Actor.staff(people.carla)
    correct_event(event, changes={"term": "headache"}, reason="coded", by=by)
    assert not Alert.objects.exists()
    correct_event(event, changes={"serious": True}, reason="she was admitted", by=by)
    assert Alert.objects.get().rule == "severe_event"
    assert is_held(anna)


def test_withdrawal_and_erasure_end_no_clock(people, anna, box):
    people.both()
    night.tells(anna)
    erase(anna, by=Actor.participant(anna))
    night.works(2, 10)
    assert [one.to for one in box] == [["ines@example.org"]]
    acknowledge(Alert.objects.get(), member=people.ines, words="I try to reach her")
    told = AlertEvent.objects.get(kind="acknowledged")
    assert told.words is None
    assert told.member == people.ines


def test_words_are_encrypted(people, anna):
    night.tells(anna)
    words = "She is with her sister"
    acknowledge(Alert.objects.get(), member=people.ines, words=words)
    text = FreeText.objects.get(purpose="alert")
    assert words.encode() not in bytes(text.ciphertext)
    assert read_text(text) == words
    assert words not in AuditEntry.objects.latest("number").payload


def test_who_may_act(people, anna):
    night.tells(anna)
    alert = Alert.objects.get()
    for member in (people.mei, people.dario, people.carla):
        with pytest.raises(ConductError, match="neither on call there nor an investigator"):
            acknowledge(alert, member=member, words="Mine")
    people.watches(people.carla, night.PHYSICIAN)
    acknowledge(alert, member=people.carla, words="Mine")
    assert Participant.objects.get(pk=anna.pk).alerts.get().acknowledged_by == people.carla


def test_a_worker_that_looked_too_early_escalates_nothing(people, anna):
    people.both()
    night.tells(anna)
    stale = Alert.objects.get()
    night.works(2, 10)
    with night.at(6, 10):
        assert _escalate(stale, lambda _record, _messages: None)
        assert not _escalate(stale, lambda _record, _messages: None)
    assert Alert.objects.get().step == 1


def test_whoever_was_called_and_works_there_no_more_acts_no_more(people, anna):
    night.tells(anna)
    alert, mei = Alert.objects.get(), people.mei
    with recording("test.called", by=people.by) as record:
        kind = AlertEvent.Kind.CALLED
        record.add(AlertEvent(alert=alert, kind=kind, at=record.at, member=mei))
    with pytest.raises(ConductError, match="neither on call"):
        acknowledge(alert, member=mei, words="Mine")
