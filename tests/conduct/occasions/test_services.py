"""Decisions written down: each service is one transaction and one entry, on both databases."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connections

from limen.conduct.core import clock
from limen.conduct.core.actor import WORKER, Actor
from limen.conduct.core.models import (
    AuditEntry,
    Occasion,
    OutboxMessage,
    Participant,
    ParticipationEvent,
    Study,
    ZoneChange,
)
from limen.conduct.core.occasions import Submit, TelephoneClock, Verdict
from limen.conduct.core.occasions.services import (
    Settled,
    as_of,
    begin_study,
    cancel_occasion,
    change_zone,
    judge,
    pause,
    resume,
    resume_after_pauses,
    settle,
    start_occasion,
    withdraw,
)
from limen.conduct.core.trail import Record, recording, verify
from limen.errors import ConductError, LimenError

START = date(2026, 3, 23)
NEW_YORK = "America/New_York"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


MADE = at("2026-03-01T12:00")
EVENING = at("2026-03-23T18:00")  # diary.1 opened at 17:00, closes 22:30, may be begun until 4:30


@pytest.fixture
def begun(on_each_database: Study, anna: Participant, by: Actor) -> Participant:
    """Anna in Amsterdam, whose study day 1 is 23 March 2026."""
    with clock.as_of(MADE):
        begin_study(anna, start=START, by=by)
    return Participant.objects.get(pk=anna.pk)


def occasion(participant: Participant, identifier: str) -> Occasion:
    return Occasion.objects.get(participant=participant, identifier=identifier)


def states(participant: Participant) -> Counter[str]:
    return Counter(participant.occasions.values_list("state", flat=True))


def entries() -> list[str]:
    return list(AuditEntry.objects.values_list("event", flat=True))


def answer(one: Occasion, moment: datetime, *, by: Actor, **submit: datetime) -> Verdict:
    """Store an answer as the submission's service would."""
    with (
        clock.as_of(moment),
        recording("test.submitted", by=by, participant=one.participant) as record,
    ):
        return judge(record, record.fresh(one), Submit(**submit))


def test_everything_is_made_ahead_and_what_is_over_is_not_asked(begun: Participant) -> None:
    assert begun.started_on == START
    assert states(begun) == {"planned": 77}
    one = occasion(begun, "diary.7")  # on the night after the clocks went forward
    assert (one.opens_local, one.zone) == (datetime(2026, 3, 29, 18), "Europe/Amsterdam")
    assert (one.opens_at, one.closes_at) == (at("2026-03-29T16:00"), at("2026-03-29T21:30"))
    assert (one.grace_ends_at, one.grace_ends_local) == (
        at("2026-03-30T03:30"),
        datetime(2026, 3, 30, 5, 30),
    )
    assert (one.definition, one.number, one.study_day, one.kind) == ("diary", 7, 7, "diary")
    assert (one.late_rule, one.phase, one.period) == ("flag", "treatment", 1)
    assert verify().faults == ()


def test_who_begins_late_is_not_asked_for_the_past(
    on_each_database: Study, anna: Participant, by: Actor
) -> None:
    with clock.as_of(at("2026-03-10T12:00")):
        begin_study(anna, start=START, by=by)
        settle(by=by)
    visit, diary = occasion(anna, "screening_visit"), occasion(anna, "run_in_diary.1")
    assert (visit.state, visit.state_reason) == ("cancelled", "before_start")
    assert (diary.state, diary.state_reason) == ("cancelled", "before_start")
    assert occasion(anna, "run_in_diary.2").state == "planned"


def test_occasions_are_made_once(begun: Participant, by: Actor) -> None:
    before = entries()
    with pytest.raises(ConductError, match="2026-03-23"):
        begin_study(begun, start=date(2026, 5, 1), by=by)
    assert entries() == before


def test_the_clock_opens_misses_and_expires(begun: Participant, by: Actor) -> None:
    with clock.as_of(EVENING):
        first = settle()
        assert first.opened == 1
        assert first.missed > 10  # nobody ran the worker for three weeks
        assert settle() == Settled()
    assert occasion(begun, "run_in_diary.3").state_reason == "never_open"
    assert occasion(begun, "diary.1").state == "open"
    with clock.as_of(EVENING):
        start_occasion(occasion(begun, "diary.1"), by=by)
    with clock.as_of(at("2026-03-24T04:30")):
        assert settle() == Settled()
    with clock.as_of(at("2026-03-24T04:30:01")):
        assert settle() == Settled(expired=1)
    ended = occasion(begun, "diary.1")
    assert (ended.state, ended.ended_at) == ("expired", at("2026-03-24T04:30"))
    assert entries().count("occasions.settled") == 2
    assert verify().faults == ()


def test_after_the_database_lock_nothing_moves(begun: Participant, by: Actor) -> None:
    with clock.as_of(EVENING):
        pause(begun, by=by, until=at("2026-03-24T12:00"))
        with recording("test.locked", by=by) as record:
            study = record.fresh(Study.objects.get())
            study.locked_at = record.at
            record.change(study, "locked_at")
        before = entries()
    with clock.as_of(at("2026-04-24T18:00")):
        assert settle() == Settled()
        assert resume_after_pauses() == 0
    assert entries() == before


def test_a_pause_made_longer_while_the_worker_looks_goes_on(
    begun: Participant, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = sys.modules[resume.__module__]
    looked = vars(module)["_is_over"]

    def and_somebody_was_quicker(participant: Participant) -> bool:
        over = looked(participant)
        if over:
            monkeypatch.undo()
            pause(begun, by=by, until=at("2026-04-24T18:00"))
        return over

    with clock.as_of(EVENING):
        pause(begun, by=by, until=at("2026-03-25T18:00"))
    monkeypatch.setattr(module, "_is_over", and_somebody_was_quicker)
    with clock.as_of(at("2026-03-25T18:00")):
        assert resume_after_pauses() == 0
    assert entries().count("participant.resumed") == 0
    assert Participant.objects.get().paused_since == EVENING


def test_a_part_that_arrives_before_the_worker_still_queues_reminders(
    begun: Participant, by: Actor
) -> None:
    told: list[str] = []
    with clock.as_of(EVENING), recording("answers.arrived", by=by, participant=begun) as record:
        row = record.fresh(occasion(begun, "diary.1"))
        assert row.state == "planned"
        judge(
            record,
            row,
            Submit(final=False),
            opened=lambda _, rows: told.extend(one.identifier for one in rows),
        )
    assert told == ["diary.1"]
    assert occasion(begun, "diary.1").state == "started"


def test_a_page_shows_the_present_without_the_worker(begun: Participant) -> None:
    one = occasion(begun, "diary.1")
    assert as_of(one, EVENING).state == "open"
    assert as_of(one, at("2026-03-24T04:30:01")).state == "missed"
    assert occasion(begun, "diary.1").state == "planned"


def test_asking_twice_for_a_page_writes_once(begun: Participant, by: Actor) -> None:
    with clock.as_of(EVENING):
        verdicts = [start_occasion(occasion(begun, "diary.1"), by=by) for _ in range(3)]
        assert verdicts == [Verdict.STARTED] * 3
        assert start_occasion(occasion(begun, "diary.2"), by=by) == Verdict.TOO_EARLY
    one = occasion(begun, "diary.1")
    assert (one.state, one.started_at) == ("started", EVENING)
    assert entries().count("occasion.started") == 1


def test_a_page_that_closes_while_it_is_filled_in_loses_nothing(
    begun: Participant, by: Actor
) -> None:
    one = occasion(begun, "diary.1")
    with clock.as_of(EVENING):
        start_occasion(one, by=by)
    with clock.as_of(at("2026-03-24T09:00")):
        settle()
    assert answer(one, at("2026-03-25T09:00"), by=by) == Verdict.LATE
    kept = occasion(begun, "diary.1")
    assert (kept.state, kept.late, kept.ended_at) == ("submitted", True, None)
    assert kept.submitted_at == at("2026-03-25T09:00")
    assert answer(one, at("2026-03-25T09:01"), by=by) == Verdict.AGAIN
    assert occasion(begun, "diary.1").submitted_at == kept.submitted_at
    assert verify().faults == ()


def test_what_comes_from_nowhere_afterwards_is_set_aside(begun: Participant, by: Actor) -> None:
    with clock.as_of(at("2026-03-24T09:00")):
        settle()
    one = occasion(begun, "diary.1")
    assert answer(one, at("2026-03-25T09:00"), by=by) == Verdict.SET_ASIDE
    assert occasion(begun, "diary.1").state == "missed"
    made = at("2026-03-23T21:00")
    assert answer(one, at("2026-03-25T09:00"), by=by, page_made_at=made) == Verdict.LATE
    assert occasion(begun, "diary.1").state == "submitted"


def test_a_wrong_telephone_is_noted_and_decides_nothing(begun: Participant, by: Actor) -> None:
    wrong = TelephoneClock.read("2031-01-01T00:00:00Z", "-300")
    with clock.as_of(EVENING), recording("test.submitted", by=by, participant=begun) as record:
        fresh = record.fresh(occasion(begun, "diary.1"))
        assert judge(record, fresh, Submit(), telephone=wrong) == Verdict.IN_TIME
    payload = AuditEntry.objects.last().payload
    ahead = int((at("2031-01-01T00:00") - EVENING).total_seconds())
    assert f'"telephone_ahead_seconds":{ahead}' in payload
    assert occasion(begun, "diary.1").submitted_at == EVENING


def test_what_was_sent_is_not_reminded_of(begun: Participant, by: Actor) -> None:
    queued: list[str] = []

    def remind(record: Record, rows: Sequence[Occasion]) -> None:
        queued.extend(row.identifier for row in rows)
        record.queue(
            OutboxMessage(
                participant=begun,
                occasion=row,
                channel="email",
                purpose="reminder",
                idempotency_key=f"reminder:{row.pk}",
                due_at=row.opens_at + timedelta(hours=2),
                window_end=row.closes_at,
                made_at=record.at,
            )
            for row in rows
        )

    with clock.as_of(EVENING):
        settle(opened=remind)
        settle(opened=remind)
    assert queued == ["diary.1"]
    answer(occasion(begun, "diary.1"), EVENING, by=by)
    message = OutboxMessage.objects.get()
    assert (message.state, message.settled_at) == ("cancelled", EVENING)


def test_who_begins_before_the_worker_comes_by_is_reminded_all_the_same(
    begun: Participant, by: Actor
) -> None:
    queued: list[str] = []

    def remind(record: Record, rows: Sequence[Occasion]) -> None:
        queued.extend(row.identifier for row in rows)

    with clock.as_of(EVENING):
        start_occasion(occasion(begun, "diary.1"), by=by, opened=remind)
        start_occasion(occasion(begun, "diary.1"), by=by, opened=remind)
        settle(opened=remind)
    assert queued == ["diary.1"]


def test_a_move_makes_only_what_is_to_come_again(begun: Participant, by: Actor) -> None:
    before = {one.identifier: one for one in begun.occasions.all()}
    with clock.as_of(EVENING):
        settle()
        changed = change_zone(begun, zone=NEW_YORK, by=by)
        assert change_zone(begun, zone=NEW_YORK, by=by) == []
    assert Participant.objects.get(pk=begun.pk).zone == NEW_YORK
    moved = ZoneChange.objects.get()
    assert (moved.old_zone, moved.new_zone) == ("Europe/Amsterdam", NEW_YORK)
    for one in begun.occasions.all():
        old = before[one.identifier]
        stays = old.opens_at <= EVENING
        assert one.zone == (old.zone if stays else NEW_YORK), one.identifier
        assert (one.opens_at == old.opens_at) == stays
        assert one.opens_local == old.opens_local
    assert len(changed) == begun.occasions.filter(zone=NEW_YORK).count() > 50
    assert entries().count("participant.moved") == 1
    assert verify().faults == ()


def test_a_visit_at_the_site_keeps_the_sites_time(begun: Participant, by: Actor) -> None:
    with clock.as_of(at("2026-03-02T12:00")):
        change_zone(begun, zone=NEW_YORK, by=by)
    visit = occasion(begun, "first_dose")
    assert (visit.zone, visit.opens_at) == ("Europe/Amsterdam", at("2026-03-23T06:00"))
    assert occasion(begun, "diary.1").zone == NEW_YORK


def test_there_is_no_zone_on_mars(begun: Participant, by: Actor) -> None:
    with pytest.raises(LimenError, match="time zone"):
        change_zone(begun, zone="Mars/Olympus", by=by)
    assert not ZoneChange.objects.exists()


def test_a_pause_and_the_way_back(begun: Participant, by: Actor) -> None:
    with clock.as_of(EVENING):
        settle()
        gone = pause(begun, by=by)
    open_now = {one.identifier for one in begun.occasions.filter(state="open")}
    assert "diary.1" in open_now
    assert {one.state_reason for one in gone} == {"paused"}
    assert begun.occasions.filter(state="planned").count() == 0
    with clock.as_of(at("2026-03-26T18:00")):  # the evening of diary.4
        change_zone(begun, zone=NEW_YORK, by=by)
        back = resume(begun, by=by)
        assert resume(begun, by=by) == []
    assert occasion(begun, "diary.3").state == "cancelled"
    assert occasion(begun, "diary.4").state == "open"
    later = occasion(begun, "diary.5")
    assert (later.state, later.zone, later.state_reason) == ("planned", NEW_YORK, "")
    assert later.ended_at is None
    assert len(back) == len(gone) - begun.occasions.filter(state_reason="paused").count()
    kinds = list(ParticipationEvent.objects.values_list("kind", flat=True))
    assert kinds == ["paused", "resumed"]
    assert Participant.objects.get(pk=begun.pk).paused_since is None
    assert verify().faults == ()


def test_a_pause_with_an_end_ends_by_itself(begun: Participant, by: Actor) -> None:
    until = at("2026-03-27T12:00")
    with clock.as_of(EVENING):
        settle()
        pause(begun, by=by, until=until)
        assert resume_after_pauses() == 0
    paused = begun.occasions.filter(state_reason="paused")
    assert max(one.opens_at for one in paused) < until
    assert occasion(begun, "diary.5").state == "planned"
    with clock.as_of(until):
        assert resume_after_pauses() == 1
        assert resume_after_pauses() == 0
    assert AuditEntry.objects.filter(event="participant.resumed").get().by == str(WORKER)
    with clock.as_of(EVENING), pytest.raises(ConductError, match="future"):
        pause(begun, by=by, until=EVENING)


def test_withdrawal_cancels_the_future_and_keeps_the_past(begun: Participant, by: Actor) -> None:
    answer(occasion(begun, "diary.1"), EVENING, by=by)
    with clock.as_of(at("2026-03-24T18:00")):
        settle()
        start_occasion(occasion(begun, "diary.2"), by=by)
        withdraw(begun, by=by)
        assert withdraw(begun, by=by) == []
    assert occasion(begun, "diary.1").state == "submitted"
    second = occasion(begun, "diary.2")
    assert (second.state, second.state_reason) == ("cancelled", "withdrawn")
    assert begun.occasions.filter(state__in=["planned", "open", "started"]).count() == 0
    person = Participant.objects.get(pk=begun.pk)
    assert (person.status, person.paused_since) == ("withdrawn", None)
    event = ParticipationEvent.objects.get()
    assert (event.kind, event.data_use) == ("withdrew", "keep")
    words = "No further data are collected; what was collected is kept, as the information says"
    said = sha256(words.encode()).hexdigest()
    entry = AuditEntry.objects.get(event="participant.withdrew")
    assert f'"said_of_data_sha256":"{said}"' in entry.payload
    first = occasion(begun, "diary.1")
    missed = occasion(begun, "run_in_diary.1")
    for one in (first, second, missed):
        made = one.opens_at  # its page had been opened in time
        late = at("2026-03-24T18:05")
        assert answer(one, late, by=by, page_made_at=made) == Verdict.WITHDRAWN
        assert occasion(begun, one.identifier).state == one.state
    with pytest.raises(ConductError, match="withdrawn"):
        pause(begun, by=by)
    assert verify().faults == ()


def test_staff_cancel_one_occasion_with_a_reason(begun: Participant, by: Actor) -> None:
    one = occasion(begun, "interview")
    with pytest.raises(ConductError, match=r"no reason of the list\. Give one of illness"):
        cancel_occasion(one, by=by, reason="Anna's mother is ill")
    with pytest.raises(ConductError, match="No reason was given"):
        cancel_occasion(one, by=by, reason="")
    with clock.as_of(MADE):
        cancel_occasion(one, by=by, reason="illness")
    gone = occasion(begun, "interview")
    assert (gone.state, gone.state_reason, gone.ended_at) == ("cancelled", "by_staff", MADE)
    answer(occasion(begun, "diary.1"), EVENING, by=by)
    with pytest.raises(ConductError, match="submitted"):
        cancel_occasion(occasion(begun, "diary.1"), by=by, reason="other")


def test_two_workers_at_once_open_everything_once(begun: Participant) -> None:
    opened: list[str] = []
    moment = at("2026-03-30T17:00")
    barrier = threading.Barrier(4)
    totals: list[Settled] = []

    def remind(record: Record, rows: Sequence[Occasion]) -> None:
        opened.extend(row.identifier for row in rows)

    def work() -> None:
        try:
            with clock.as_of(moment):
                barrier.wait()
                totals.append(settle(opened=remind, batch=3))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    total = sum(totals, Settled())
    assert len(opened) == len(set(opened)) == total.opened
    assert total.opened + total.missed == begun.occasions.exclude(state="planned").count()
    assert not begun.occasions.filter(state="planned", opens_at__lte=moment).exists()
    assert verify().faults == ()


def test_an_answer_that_meets_the_worker_at_the_end_is_kept(begun: Participant, by: Actor) -> None:
    one = occasion(begun, "diary.1")
    with clock.as_of(EVENING):
        settle()
        start_occasion(one, by=by)
    moment = at("2026-03-24T04:30:01")
    barrier = threading.Barrier(5)
    verdicts: list[Verdict] = []

    def work() -> None:
        try:
            with clock.as_of(moment):
                barrier.wait()
                settle()
        finally:
            connections.close_all()

    def send() -> None:
        try:
            barrier.wait()
            verdicts.append(answer(one, moment, by=by))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=target) for target in (work, send, work, send, work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(verdicts) == [Verdict.AGAIN, Verdict.LATE]
    assert occasion(begun, "diary.1").state == "submitted"
    assert verify().faults == ()
