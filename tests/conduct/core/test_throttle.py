"""Guessing is slow, for one name and over all, and never shuts anybody out for ever."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from django.db import connection, connections

from limen.conduct.core import clock, throttle
from limen.conduct.core.models import FailedAttempts
from limen.errors import ThrottledError

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def wait(key: str) -> int:
    """How many seconds somebody is told to wait; 0 if they may try."""
    try:
        throttle.refuse_if_busy(key)
    except ThrottledError as refusal:
        return refusal.wait_seconds
    return 0


def fail(key: str, times: int = 1) -> None:
    for _ in range(times):
        throttle.failed(key)


def test_a_few_mistakes_are_free_and_then_the_wait_doubles(on_each_database):
    with clock.as_of(NOON):
        fail("staff:anna", 4)
        assert wait("staff:anna") == 0
        waits = []
        for _ in range(12):
            fail("staff:anna")
            waits.append(wait("staff:anna"))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_a_wait_ends_and_failures_are_forgotten(study):
    with clock.as_of(NOON):
        fail("staff:anna", 8)
        assert wait("staff:anna") == 8
    with clock.as_of(NOON + timedelta(seconds=7)):
        assert wait("staff:anna") == 1
    with clock.as_of(NOON + timedelta(seconds=8)):
        assert wait("staff:anna") == 0
    with clock.as_of(NOON + timedelta(hours=2)):
        fail("staff:anna")
        assert wait("staff:anna") == 0
        assert throttle.forget(NOON + timedelta(days=1)) == 2
    assert not FailedAttempts.objects.exists()


def test_a_stranger_makes_at_most_a_hundred_and_fifty_guesses_a_day(study):
    now, tries = NOON, 0
    while now < NOON + timedelta(days=2):
        with clock.as_of(now):
            left = wait("staff:anna")
            if left:
                now += timedelta(seconds=left)
                continue
            fail("staff:anna")
            tries += now >= NOON + timedelta(days=1)
    assert 50 < tries <= 150


def test_one_name_does_not_slow_another_until_there_are_many(study):
    with clock.as_of(NOON):
        fail("staff:anna", 20)
        assert wait("staff:boris") == 0
        for number in range(50):
            fail(f"staff:name-{number}")
        assert 0 < wait("staff:boris") <= 60
        assert wait("code:7K2M") == 0


def test_many_codes_are_guessed_slowly(study):
    with clock.as_of(NOON):
        for number in range(301):
            fail(f"code:{number}")
        assert 0 < wait("code:another") <= 10


def test_who_is_known_on_a_browser_gets_in_while_a_stranger_floods_the_door(study):
    token = throttle.known_token("Anna")
    with clock.as_of(NOON):
        for number in range(100):
            fail(f"staff:name-{number}")
        fail(throttle.staff_key("anna"), 30)
        assert wait(throttle.staff_key("anna")) == 900
        assert wait(throttle.staff_key("anna", "forged")) == 900
        assert wait(throttle.staff_key("anna", throttle.known_token("boris"))) == 900
        assert wait(throttle.staff_key(" ANNA", token)) == 0
        fail(throttle.staff_key("anna", token), 6)
        assert wait(throttle.staff_key("anna", token)) == 2


def test_success_forgets_the_failures_of_that_key_only(study):
    with clock.as_of(NOON):
        fail("staff:anna", 8)
        throttle.succeeded("staff:anna")
        assert wait("staff:anna") == 0
        assert FailedAttempts.objects.get().level == 8.0


def test_a_clock_that_was_set_back_makes_no_wait_longer(study):
    with clock.as_of(NOON):
        fail("staff:anna", 8)
    with clock.as_of(NOON - timedelta(days=300)):
        assert wait("staff:anna") == 8


def test_failures_at_once_are_all_counted(on_each_database):
    def some(_: int) -> None:
        try:
            fail("staff:anna", 10)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(some, range(4)))
    assert sorted(map(round, FailedAttempts.objects.values_list("level", flat=True))) == [40, 40]


def test_neither_the_table_nor_the_log_says_who_was_tried(study, caplog):
    with clock.as_of(NOON), caplog.at_level(logging.WARNING, "limen.conduct.core.throttle"):
        fail("staff:anna", 6)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_failedattempts")
        assert "anna" not in repr(cursor.fetchall())
    assert caplog.messages == ["5 attempts failed at one door (staff).",
                               "6 attempts failed at one door (staff)."]  # fmt: skip


def test_counters_are_no_part_of_a_backup(study, deployment, tmp_path):
    from limen.conduct.core.backup import make_backup, read_manifest

    fail("staff:anna")
    assert "core.failedattempts" not in read_manifest(make_backup(deployment, into=tmp_path)).tables
