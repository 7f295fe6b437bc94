"""The lock: once, of what is complete, and nothing is written afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import cast
import last_day
import pharmacy
import pytest
from django.core import mail
from django.db import connection, connections
from django.test import override_settings
from last_day import BY

from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.kits.move import kit_of
from limen.conduct.core.dispatch.opening.break_blind import break_blind
from limen.conduct.core.locking import lock_study
from limen.conduct.core.messages import tick
from limen.conduct.core.models import (
    AdverseEvent,
    AuditEntry,
    DosingHold,
    Kit,
    OutboxMessage,
    Study,
    VisitForm,
)
from limen.conduct.core.safety.services import read_hold
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import head, recording, verify
from limen.conduct.core.trail.locked import LOCKED
from limen.errors import ConductError, LimenError, LockedError


def test_what_stands_in_the_way_keeps_it_open(over):
    before = head()
    with pytest.raises(ConductError, match="Casebooks that nobody has signed"):
        lock_study(by=BY)
    assert (Study.objects.get().locked_at, head()) == (None, before)


def test_it_locks_forms_too_and_its_entry_is_the_end_of_the_trail(over_on_each_database):
    over = over_on_each_database
    last_day.sign(over)
    locked = lock_study(by=BY)
    assert locked.head == head()
    assert locked.study.locked_at == AuditEntry.objects.get(number=head().number).at
    states = set(VisitForm.objects.values_list("state", flat=True))
    assert states == {"locked", "not_done"}
    with pytest.raises(LockedError, match="has been locked since"):
        lock_study(by=BY)
    with pytest.raises(LockedError):
        last_day.reports(over.anna)
    assert verify(heads=[locked.head]).faults == ()
    erase(over.anna, by=BY)
    assert verify(heads=[locked.head]).faults == ()


def test_kits_that_cannot_be_mended_are_locked_with_a_reason(over):
    with recording("test.lost", by=BY) as record:
        kit = kit_of(Kit.objects.filter(kit_set__participant=over.anna).first().number)
        kit.lot = "another"
        record.change(kit, "lot")
    last_day.sign(over)
    with pytest.raises(ConductError, match="Kits that do not add up"):
        lock_study(by=BY)
    lock_study(by=BY, kits_reason="The label was reprinted")
    payload = AuditEntry.objects.get(event=LOCKED).payload
    assert "The label was reprinted" in payload
    assert f"ledger {kit.number}" in payload


def test_a_blind_that_is_broken_after_the_lock_is_told(over_on_each_database):
    """To the team and to the person; every other message stays as the lock found it."""
    over = over_on_each_database
    carla = add_staff(
        "carla", full_name="Carla C.", password=cast.PASSWORD, email="carla@example.org",
        roles={over.anna.site.identifier: ["coordinator"]}, by=BY,
    )  # fmt: skip
    pharmacy.listed(over.ines)
    last_day.sign(over)
    locked = lock_study(by=BY)
    assert tick().idle
    kit = Kit.objects.filter(kit_set__participant=over.anna, spare=False).first()
    words = "Seizure in the emergency room"
    break_blind(over.anna, kit, member=over.ines, category="emergency", words=words)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        done = tick()
        assert tick().idle
    assert (done.faults, done.watched.told, done.sent.sent) == (0, 1, 1)
    assert [one.to for one in mail.outbox] == [[carla.email]]
    hold = DosingHold.objects.get(participant=over.anna, resumed_at=None)
    assert hold.told_at is not None
    assert read_hold(over.anna, by=Actor.participant(over.anna)) == 1
    (person,) = OutboxMessage.objects.filter(participant=over.anna, purpose="read_today",
                                             made_at__gte=hold.since)  # fmt: skip
    assert person.state == "cancelled"  # she has completed: her page says it, and no e-mail
    assert verify(heads=[locked.head]).faults == ()


def raced(*services):
    """Run services at once, each in a thread; return which of them did what they should."""
    start = Barrier(len(services))

    def run(service):
        try:
            start.wait()
            service()
        except LimenError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(services)) as pool:
        return list(pool.map(run, services))


def test_two_at_once_lock_once(over_on_each_database):
    last_day.sign(over_on_each_database)
    done = raced(*[lambda: lock_study(by=BY)] * 4)
    assert sorted(done) == [False, False, False, True]
    assert AuditEntry.objects.filter(event=LOCKED).count() == 1
    assert verify().faults == ()


def test_a_lock_and_what_arrives_at_the_same_moment(over_on_each_database):
    """Either the lock came first and nothing was stored, or it saw what was stored and refused."""
    over = over_on_each_database
    last_day.sign(over)
    before = AdverseEvent.objects.count()
    locked, *stored = raced(
        lambda: lock_study(by=BY),
        *[lambda one=one: last_day.reports(one, serious=None) for one in over.people],
    )
    assert AdverseEvent.objects.count() - before == sum(stored)
    if locked:
        assert not any(stored)
        assert head().number == AuditEntry.objects.get(event=LOCKED).number
    else:
        assert all(stored)
        assert Study.objects.get().locked_at is None
    assert verify().faults == ()


def test_a_lock_that_was_taken_away_by_hand_is_found(over_on_each_database):
    over = over_on_each_database
    last_day.sign(over)
    locked = lock_study(by=BY)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_study SET locked_at = NULL")
    assert verify().faults == ("core.study 1: it was changed behind the trail's back",)
    last_day.reports(over.anna)  # the server believes what the table says
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_study SET locked_at = %s", [locked.study.locked_at])
    number = locked.head.number
    assert verify().faults == (
        f"audit entry {number + 1} (test.reported): it was written although entry {number} had "
        "locked the database",
    )
