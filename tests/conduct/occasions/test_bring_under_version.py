"""After an amendment the worker brings everybody under it whose consent covers it."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
import servers
from django.db import connections

from limen.conduct.core import clock, messages
from limen.conduct.core.models import AuditEntry, Occasion, Participant, Site, Study
from limen.conduct.core.occasions.services import (
    begin_study,
    bring_under_version,
    settle,
    withdraw,
)
from limen.conduct.core.services.amend import amend
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import recording, verify

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 24, 19, tzinfo=UTC)  # the diary of study day 2 is open
SHORTER = servers.PROTOCOL.replace('version: "1.0"', 'version: "2.0"', 1).replace(
    'closes_time: "23:30"', 'closes_time: "22:45"', 1
)


def taking_part(by, *, consent_due: bool = False) -> Participant:
    """Somebody with a study day 1 on 23 March 2026."""
    person = invite(Site.objects.first(), by=by).participant
    with recording("consent.given", by=by, participant=person) as record:
        stored = record.fresh(person)
        stored.status, stored.consent_due = Participant.Status.ENROLLED, consent_due
        record.change(stored, "status", "consent_due")
    begin_study(person, start=date(2026, 3, 23), by=by)
    return person


@pytest.fixture
def people(on_each_database, by, deployment) -> dict[str, Participant]:
    """Three who stay, one who must agree again first, one who has left; then an amendment."""
    with clock.as_of(NOON):
        found = {name: taking_part(by) for name in ("anna", "boris", "chris", "gone")}
        found["asked"] = taking_part(by, consent_due=True)
        withdraw(found["gone"], by=by)
    with clock.as_of(LATER):
        settle()
        amend(SHORTER, deployment, by=by, reason="people go to bed", consent_again=False)
    return found


def versions(people) -> dict[str, int]:
    """Whose version is which."""
    rows = Participant.objects.select_related("version")
    return {name: rows.get(pk=one.pk).version.number for name, one in people.items()}


def test_everybody_whose_consent_covers_it_moves_and_nobody_else(people):
    with clock.as_of(LATER):
        assert bring_under_version() == 3
        assert versions(people) == {"anna": 2, "boris": 2, "chris": 2, "gone": 1, "asked": 1}
        entries = AuditEntry.objects.count()
        assert bring_under_version() == 0
    assert AuditEntry.objects.count() == entries
    assert verify().faults == ()


def test_what_has_opened_keeps_its_window_and_what_is_to_come_takes_the_new_one(people):
    with clock.as_of(LATER):
        bring_under_version()
    mine = Occasion.objects.filter(participant=people["anna"])
    assert mine.get(identifier="diary.2").closes_local.strftime("%H:%M") == "23:30"
    assert mine.get(identifier="diary.3").closes_local.strftime("%H:%M") == "22:45"
    theirs = Occasion.objects.filter(participant=people["asked"])
    assert theirs.get(identifier="diary.3").closes_local.strftime("%H:%M") == "23:30"


def test_the_worker_does_it_a_part_at_a_time(people):
    with clock.as_of(LATER):
        assert bring_under_version(batch=2) == 2
        ticked = messages.tick()
    assert (ticked.amended, ticked.faults) == (1, 0)


def test_two_workers_move_nobody_twice(people):
    def work() -> None:
        with clock.as_of(LATER):
            bring_under_version()
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    moved = AuditEntry.objects.filter(event="participant.came_under_version")
    assert moved.count() == 3
    assert verify().faults == ()


def test_after_the_database_lock_nobody_moves(people, by):
    with clock.as_of(LATER), recording("study.locked", by=by) as record:
        study = Study.objects.get()
        study.locked_at = record.at
        record.change(study, "locked_at")
    with clock.as_of(LATER):
        assert bring_under_version() == 0
    assert versions(people)["anna"] == 1
