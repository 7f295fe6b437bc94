"""Seals: whoever writes the database, and has no keys, cannot add to the trail unnoticed."""

from __future__ import annotations

import sys

import pytest
import servers
from django.db import connection

from limen.conduct.core.guards import lowered
from limen.conduct.core.models import AuditEntry, Study
from limen.conduct.core.services.replace_keys import replace_keys
from limen.conduct.core.trail import Seal, head, recording, verify
from limen.conduct.core.trail.canonical import entry_hash


@pytest.fixture
def study(deployment):
    """A study whose trail begins with two entries: made, and opened."""
    with servers.sqlite(servers.UNREGULATED):
        yield Study.objects.get()


@pytest.fixture(params=["sqlite", "postgresql"])
def on_each_database(request, deployment):
    """The same on one database after the other."""
    with getattr(servers, request.param)(servers.UNREGULATED):
        yield Study.objects.get()


def forged(seal: str | None) -> AuditEntry:
    """An entry that continues the chain, as somebody could who knows how hashes are made."""
    end, last = head(), AuditEntry.objects.latest("number")
    said = {
        "number": end.number + 1,
        "at": last.at,
        "by": "staff:anna",
        "event": "participant.withdrew",
        "participant": None,
        "protocol": last.protocol,
        "payload": "{}",
        "previous_hash": end.hash,
    }
    return AuditEntry(**said, hash=entry_hash(**said), seal=seal)


@pytest.mark.parametrize(
    ("seal", "said"),
    [
        (None, "it bears no seal"),
        ("", "its seal is not ours"),
        ("before", "its seal is not ours"),
        ("another key", "its seal is not ours"),
    ],
)
def test_an_entry_that_was_added_without_the_keys_is_found(on_each_database, seal, said):
    entry = forged(None)
    made = {
        "before": AuditEntry.objects.latest("number").seal,
        "another key": Seal(b"guessed", 1).of(entry.hash),
    }
    entry.seal = made.get(seal, seal) if seal else seal
    entry.save()
    assert verify().faults == (
        f"audit entry 3 (participant.withdrew): {said}, so it was not written by this server",
    )


def test_a_trail_whose_seals_were_all_taken_away_is_found(study):
    with connection.cursor() as cursor:
        for statement in lowered(connection, ["core_auditentry"]):
            cursor.execute(statement)
        cursor.execute("UPDATE core_auditentry SET seal = NULL")
    assert len(verify().faults) == 2


def test_entries_from_before_seals_stay_valid(study, by, deployment):
    with connection.cursor() as cursor:
        for statement in lowered(connection, ["core_auditentry"]):
            cursor.execute(statement)
        cursor.execute("UPDATE core_auditentry SET seal = NULL")
    deployment.keys.seal_since(3)
    with recording("study.upgraded", by=by):
        pass
    found = verify()
    assert found.faults == ()
    assert found.covers.startswith("Entries 3 to 3 are sealed")
    forged(None).save()
    assert len(verify().faults) == 1


def test_without_a_note_of_the_first_seal_verify_says_that_nothing_is_sealed(study, deployment):
    deployment.keys.sealed_file.unlink()
    assert deployment.keys.sealed_since() == sys.maxsize
    assert verify().covers.startswith("No entry bears a seal")


def test_keys_that_were_replaced_begin_to_seal_anew(study, anna, deployment, monkeypatch):
    monkeypatch.setattr(
        "limen.conduct.core.deployment.keys.Keys.master", lambda self: b"another".ljust(32)
    )
    replace_keys()
    assert deployment.keys.sealed_since() == head().number
    assert verify().faults == ()


def test_the_seal_is_in_no_hash_and_its_key_is_not_the_master_key(study, deployment):
    seal = Seal.ours()
    assert seal.key != deployment.keys.master()
    entry = AuditEntry.objects.latest("number")
    assert entry.seal == seal.of(entry.hash)
    assert deployment.keys.master().hex() not in entry.seal
