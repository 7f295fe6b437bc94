"""What `check` finds on a server, each by making it go wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from limen.conduct.core import checks, clock
from limen.conduct.core.backup import make_backup
from limen.conduct.core.deployment.configuration import Backups, Mail
from limen.conduct.core.guards import lowered
from limen.conduct.core.protocol_files import write_protocol_files
from limen.conduct.core.trail import recording


def messages(problems):
    return [problem.message for problem in problems]


def configured(deployment, monkeypatch, **changes):
    """Let the deployment's settings say something else for this test."""
    from dataclasses import replace

    monkeypatch.setitem(
        deployment.__dict__, "configuration", replace(deployment.configuration, **changes)
    )


def test_a_server_in_order_has_no_problems(on_each_database, deployment, monkeypatch):
    write_protocol_files(deployment)
    with clock.as_of(datetime.now(UTC)):
        assert messages(checks.of_keys(deployment)) == []
        assert messages(checks.of_settings(deployment)) == []
        assert messages(checks.of_record(deployment)) == []
        assert messages(checks.of_clock()) == []
    for path in deployment.protocol_folder.iterdir():
        path.unlink()


def test_another_master_key_is_noticed(study, deployment, monkeypatch):
    monkeypatch.setattr(
        "limen.conduct.core.deployment.keys.Keys.master", lambda self: b"another".ljust(32)
    )
    (message,) = messages(checks.of_keys(deployment))
    assert "nothing can be decrypted" in message


def test_keys_that_are_gone_are_noticed(study, deployment):
    moved = deployment.keys.master_file.rename(deployment.folder / "moved")
    found = messages(checks.of_keys(deployment))
    moved.rename(deployment.keys.master_file)
    assert found == ["It cannot be read: No such file or directory."]


def test_real_people_without_https_are_noticed(study, deployment, by, monkeypatch):
    configured(deployment, monkeypatch, demonstration=False)
    assert messages(checks.of_settings(deployment)) == [
        "People would send their answers unprotected.",
        "It is not what the study was made as.",
    ]


def test_a_guard_that_is_gone_and_a_file_that_differs_are_noticed(study, deployment):
    with connection.cursor() as cursor:
        cursor.execute(lowered(connection, ["core_response"])[0])
    assert messages(checks.of_record(deployment)) == [
        "A guard against UPDATE and DELETE is gone.",
        "The file is not what was applied.",
    ]


def test_an_erasure_that_is_not_finished_is_noticed(study, deployment, anna):
    write_protocol_files(deployment)
    deployment.keys.note_erased([str(anna.code)])
    assert messages(checks.of_record(deployment)) == [
        "Noted as erased, and the key is there still."
    ]


def test_a_clock_behind_the_trail_is_noticed(study, by, settings_for_real_people):
    with clock.as_of(datetime.now(UTC) + timedelta(days=2)), recording("time.passed", by=by):
        pass
    (message,) = messages(checks.of_clock())
    assert "The trail's last entry is of" in message


@pytest.fixture
def settings_for_real_people(monkeypatch):
    """A demonstration may have a clock of its own; this is none."""
    from django.conf import settings

    monkeypatch.setattr(settings, "LIMEN_DEMONSTRATION", False)


def test_a_database_with_another_clock_is_noticed(deployment):
    import servers

    with servers.postgresql(), clock.as_of(datetime.now(UTC) + timedelta(minutes=1)):
        (message,) = messages(checks.of_clock())
    assert "The database's clock shows" in message


def test_no_backup_and_an_old_one_are_noticed(study, deployment, monkeypatch, tmp_path):
    from limen.conduct.core.deployment import Deployment

    monkeypatch.setattr(Deployment, "backups", tmp_path)
    configured(deployment, monkeypatch, backups=Backups(warn_after_hours=10))
    assert messages(checks.of_backups(deployment)) == ["There is no backup."]
    make_backup(deployment)
    now = datetime.now(UTC)
    with clock.as_of(now + timedelta(hours=9, minutes=59)):
        assert messages(checks.of_backups(deployment)) == []
    with clock.as_of(now + timedelta(hours=10, minutes=1)):
        (message,) = messages(checks.of_backups(deployment))
    assert message.startswith("The latest is of")


def test_no_mail_server_no_sender_and_a_silent_one_are_noticed(study, deployment, monkeypatch):
    from django.conf import settings

    assert messages(checks.of_mail(deployment)) == []  # a demonstration writes them into a folder
    (remark,) = checks.remarks(deployment)
    assert str(deployment.folder / "outbox") in remark
    configured(deployment, monkeypatch, demonstration=False)
    assert list(checks.remarks(deployment)) == []
    assert messages(checks.of_mail(deployment)) == [
        "No e-mail is sent: reminders and links reach nobody."
    ]
    configured(deployment, monkeypatch, mail=Mail(host="localhost", port=1))
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_HOST", "localhost")
    monkeypatch.setattr(settings, "EMAIL_PORT", 1)
    found = messages(checks.of_mail(deployment))
    assert found[0] == "Nobody is named as the sender."
    assert found[1].startswith("localhost:1 does not take mail")
