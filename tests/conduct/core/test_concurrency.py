"""Many writers, one chain: threads at once, and a process that is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import servers
from django.db import connections

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import AuditEntry, FreeText, Participant
from limen.conduct.core.services.free_text import write_text
from limen.conduct.core.trail import head, recording, verify

THREADS, EVENTS = 8, 50
WRITER = Path(servers.__file__).with_name("writer.py")


def write_many(participant: Participant, writer: int) -> int:
    """Write events until they are all there, as one of several threads."""
    try:
        for number in range(EVENTS):
            with recording("text.written", by=Actor("system", f"writer-{writer}")) as record:
                write_text(record, participant, f"{writer}:{number}", purpose="response")
    finally:
        connections.close_all()
    return EVENTS


def test_the_chain_stays_one_chain_under_many_threads(on_each_database, anna):
    before = head().number
    with ThreadPoolExecutor(THREADS) as pool:
        written = list(pool.map(lambda writer: write_many(anna, writer), range(THREADS)))
    assert sum(written) == THREADS * EVENTS
    found = verify()
    assert found.faults == ()
    assert found.head.number == before + THREADS * EVENTS
    assert FreeText.objects.count() == THREADS * EVENTS
    by_writer = AuditEntry.objects.filter(event="text.written").values_list("by", flat=True)
    assert {who: list(by_writer).count(who) for who in by_writer} == {
        f"system:writer-{writer}": EVENTS for writer in range(THREADS)
    }


def test_what_was_acknowledged_is_there_after_a_kill(on_each_database, anna, tmp_path):
    with servers.apart(tmp_path) as environment:
        for _ in range(2):
            acknowledged = killed_while_writing(environment, anna)
            assert len(acknowledged) >= 15
            assert set(acknowledged) <= set(
                AuditEntry.objects.filter(event="text.written").values_list("number", flat=True)
            )
            assert verify().faults == ()
    with recording("life.went_on", by=Actor("system", "test")):
        pass
    assert verify().faults == ()


def killed_while_writing(environment: dict[str, str], participant: Participant) -> list[int]:
    """The numbers of the entries that a writer acknowledged before it was killed."""
    command = [sys.executable, str(WRITER), str(participant.pk)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(15)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    return [int(line) for line in lines if line.endswith("\n")]
