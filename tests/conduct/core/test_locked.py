"""After the database lock: one rule in one place, and a list of what it lets through."""

from __future__ import annotations

import pytest

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import ParticipantKey, Site
from limen.conduct.core.services.erase import erase
from limen.conduct.core.services.keep_contact import keep_contact
from limen.conduct.core.trail import AFTER_THE_LOCK, head, recording, verify
from limen.errors import ConductError, LockedError


@pytest.fixture
def locked(study, anna, by):
    with recording("study.locked", by=by) as record:
        study.locked_at = record.at
        record.change(study, "locked_at")
    return study


def test_nothing_is_written_any_more(locked, anna, by):
    before = head()
    with pytest.raises(ConductError, match="is locked: nothing is written any more"):
        keep_contact(anna, "email", "anna@example.org", by=by)
    with (
        pytest.raises(ConductError, match="It was locked on"),
        recording("thing.happened", by=by) as record,
    ):
        record.change(Site.objects.first(), "last_number")
    assert head() == before
    assert verify().faults == ()


def test_an_erasure_is_a_right_that_no_lock_ends(locked, anna, by):
    erase(anna, by=by)
    assert ParticipantKey.objects.get().destroyed_at is not None
    assert verify().faults == ()


@pytest.mark.parametrize("event", sorted(AFTER_THE_LOCK))
def test_what_is_on_the_list_is_written(locked, by, event):
    with recording(event, by=by):
        pass


def test_a_tick_of_the_worker_does_nothing(locked):
    from limen.conduct.core.messages import tick

    before = head()
    assert tick().idle
    assert head() == before


def test_participants_are_told_what_that_means_for_them(locked, anna):
    with (
        pytest.raises(LockedError, match="The study has ended and its data are closed") as said,
        recording("thing.happened", by=Actor.participant(anna), participant=anna),
    ):
        pass
    assert said.value.problems == ()
