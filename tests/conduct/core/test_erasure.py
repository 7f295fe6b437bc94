"""What is left of somebody after an erasure, in files and in restored backups."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import servers
from django.core.mail import EmailMessage
from django.db import connection, connections, transaction

from limen.conduct.core import checks, clock
from limen.conduct.core.messages import folder
from limen.conduct.core.messages.folder import outbox
from limen.conduct.core.messages.words import message_id
from limen.conduct.core.models import OutboxMessage, ParticipantKey
from limen.conduct.core.services import sweep
from limen.conduct.core.services.erase import erase
from limen.conduct.core.services.invite import invite
from limen.conduct.core.services.keep_contact import keep_contact


def wrapped_key(participant) -> bytes:
    return bytes(ParticipantKey.objects.get(participant=participant).wrapped)


def stored() -> bytes:
    """Everything that lies in SQLite's files."""
    file = Path(connection.settings_dict["NAME"])
    return b"".join(each.read_bytes() for each in sorted(file.parent.glob(f"{file.name}*")))


def about_sweeping(deployment) -> list[str]:
    return [one.message for one in checks.of_record(deployment) if "old pages" in one.message]


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits long for a reader in these tests."""
    monkeypatch.setattr(sweep, "_WAIT_MS", 50)


def test_while_somebody_reads_the_old_key_stays_and_that_is_said(
    study, anna, by, deployment, impatient
):
    keep_contact(anna, "email", "anna@example.org", by=by)
    wrapped, file = wrapped_key(anna), connection.settings_dict["NAME"]
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM core_participantkey").fetchone()
        assert erase(anna, by=by) is False
        assert wrapped in stored()
        assert deployment.keys.unswept() == {str(anna.code)}
        assert about_sweeping(deployment)
        assert sweep.sweep_again() is False
        reader.execute("COMMIT")
    assert sweep.sweep_again() is True
    assert wrapped not in stored()
    assert deployment.keys.unswept() == frozenset()
    assert about_sweeping(deployment) == []


def test_overwritten_pages_are_gone_after_the_sweep(study, anna, by):
    from limen.conduct.core.services.invite import invite

    for number in range(30):
        other = invite(anna.site, by=by).participant
        keep_contact(other, "email", f"other-{number}@example.org", by=by)
    wrapped = wrapped_key(anna)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # it lies in the file itself
    assert wrapped in stored()
    assert erase(anna, by=by) is True
    assert wrapped not in stored()


def test_an_erasure_that_is_over_needs_no_sweep(study, monkeypatch):
    monkeypatch.setattr(sweep, "_on_sqlite", lambda: pytest.fail("there is nothing to sweep"))
    assert sweep.sweep_again() is True


def heap(table: str) -> bytes:
    """The file of a table on PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory'), pg_relation_filepath(%s::regclass)", [table]
        )
        return Path(*cursor.fetchone()).read_bytes()


def test_on_postgresql_the_table_is_written_anew_once_nobody_sees_it_as_it_was(
    deployment, by, impatient
):
    from limen.conduct.core.models import Site
    from limen.conduct.core.services.invite import invite

    with servers.postgresql():
        anna = invite(Site.objects.first(), by=by).participant
        wrapped = wrapped_key(anna)
        assert wrapped in heap("core_participantkey")
        with transaction.atomic(using="snapshot"):
            with connections["snapshot"].cursor() as cursor:
                cursor.execute("SELECT 1 FROM core_study")
            assert erase(anna, by=by) is False
            assert deployment.keys.unswept() == {str(anna.code)}
        assert sweep.sweep_again() is True
        assert wrapped not in heap("core_participantkey")


def test_on_postgresql_a_lock_on_the_table_is_waited_for_another_time(deployment, by, impatient):
    from limen.conduct.core.models import Site
    from limen.conduct.core.services.invite import invite

    with servers.postgresql():
        anna = invite(Site.objects.first(), by=by).participant
        url = servers._uri().replace("/postgres?", f"/{connection.settings_dict['NAME']}?")
        with psycopg.connect(url) as reader:
            reader.execute("DECLARE here CURSOR WITH HOLD FOR SELECT 1")
            reader.commit()
            erase(anna, by=by)
            reader.execute("LOCK TABLE core_contactdetail IN ACCESS SHARE MODE")
            deployment.keys.note_unswept("again")
            assert sweep.sweep_again() is False
        assert sweep.sweep_again() is True


def letter(deployment, participant, member=None, state=OutboxMessage.State.SENT, **more) -> Path:
    """An e-mail in the folder of a demonstration, as the worker leaves it; its file."""
    number, at = OutboxMessage.objects.count(), clock.now()
    message = OutboxMessage.objects.create(
        participant=participant,
        member=member,
        channel="email",
        purpose="reminder",
        idempotency_key=f"letter:{number}",
        due_at=at,
        window_end=at,
        made_at=at,
        state=state,
        **more,
    )
    email = EmailMessage("A reminder", "Hello", headers={"Message-ID": message_id(message)})
    before = set(outbox(deployment).glob("*.eml"))
    folder.EmailBackend().send_messages([email])
    (made,) = set(outbox(deployment).glob("*.eml")) - before
    return made


def test_the_letters_go_with_them_and_nobody_elses(study, anna, by, deployment):
    other = invite(anna.site, by=by).participant
    theirs, another = letter(deployment, anna), letter(deployment, other)
    part = theirs.with_suffix(".part")
    part.write_bytes(b"half of it")
    assert erase(anna, by=by) is True
    assert not theirs.exists()
    assert not part.exists()
    assert another.exists()
    another.unlink()


def test_a_letter_that_is_on_its_way_is_waited_for(study, anna, by, deployment):
    until = clock.now() + timedelta(minutes=3)
    sending = {"state": OutboxMessage.State.SENDING, "lease_until": until}
    theirs = letter(deployment, anna, **sending)
    content = theirs.read_bytes()
    assert erase(anna, by=by) is False
    theirs.write_bytes(content)  # as a worker does that had read the address before
    assert deployment.keys.unswept() == {str(anna.code)}
    OutboxMessage.objects.update(state=OutboxMessage.State.SENT)
    assert sweep.sweep_again() is True
    assert not theirs.exists()
