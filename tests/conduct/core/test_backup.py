"""Backups: a study that lived, restored elsewhere on either database, verifies and goes on."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from datetime import date

import pytest
import servers

from limen.conduct.core.backup import load_backup, make_backup, manifests, read_manifest
from limen.conduct.core.integrity import verify_deployment
from limen.conduct.core.models import AuditEntry, ContactDetail, Participant, Site
from limen.conduct.core.services.erase import erase
from limen.conduct.core.services.free_text import read_text, write_text
from limen.conduct.core.services.invite import invite
from limen.conduct.core.services.keep_contact import keep_contact, read_contact
from limen.conduct.core.trail import head, recording, verify
from limen.errors import ConductError, ErasedError

pytestmark = pytest.mark.long


@pytest.fixture
def lived(on_each_database, anna, by):
    """Somebody has a contact detail, said something, and has a study day 1."""
    keep_contact(anna, "email", "anna@example.org", by=by)
    with recording("text.written", by=by, participant=anna) as record:
        write_text(record, anna, "Zwölf Uhr", purpose="response")
        stored = record.fresh(anna)
        stored.started_on = date(2026, 3, 29)
        record.change(stored, "started_on")
    return stored


def rows() -> dict[str, list[dict[str, object]]]:
    """Every row of the record but the trail's, by table."""
    from limen.conduct.core.trail.verification import recorded_models

    return {
        model.__name__: [
            {k: bytes(v) if isinstance(v, memoryview) else v for k, v in row.items()}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in recorded_models()
    }


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_restored_study_is_the_same_and_goes_on(lived, deployment, by, tmp_path, target):
    backup = make_backup(deployment, into=tmp_path)
    before, end = rows(), head()
    with getattr(servers, f"empty_{target}")():
        found = load_backup(backup)
        assert found.faults == ()
        assert found.head == end
        assert rows() == before
        assert AuditEntry.objects.latest("number").event == "study.restored"
        anna = Participant.objects.get()
        assert read_contact(anna, "email") == "anna@example.org"
        assert read_text(anna.texts.get()) == "Zwölf Uhr"
        again = invite(anna.site, by=by).participant
        assert again.pk > anna.pk
        assert again.number == f"{anna.site}-002"
        assert verify(heads=[end]).faults == ()


def test_a_backup_holds_no_key_and_nothing_readable(lived, deployment, tmp_path):
    backup = make_backup(deployment, into=tmp_path)
    content = b"".join(
        gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for file in backup.rglob("*")
        if file.is_file()
    )
    assert str(lived.code).encode() in content
    for secret in (b"anna@example.org", "Zwölf".encode(), deployment.keys.master().hex().encode()):
        assert secret not in content
    assert not list(backup.rglob("*.key"))


def test_somebody_erased_after_the_backup_stays_erased(lived, deployment, by, tmp_path):
    backup = make_backup(deployment, into=tmp_path)
    erase(lived, by=by)
    with servers.empty_sqlite():
        load_backup(backup)
        anna = Participant.objects.get()
        with pytest.raises(ErasedError):
            read_text(anna.texts.get())
        assert bytes(ContactDetail.objects.get().ciphertext) == b""
        assert verify().faults == ()


def test_writers_do_not_wait_for_a_backup(study, by, deployment, tmp_path, monkeypatch):
    from limen.conduct.core.backup import make

    written = make.write_table

    def and_somebody_writes(model, using, folder):
        if model._meta.label_lower == "core.participant":
            invite(Site.objects.first(), by=by)
        return written(model, using, folder)

    monkeypatch.setattr(make, "write_table", and_somebody_writes)
    before = head()
    backup = make_backup(deployment, into=tmp_path)
    assert read_manifest(backup).head == before
    assert read_manifest(backup).tables["core.participant"].rows == 0
    assert Participant.objects.count() == 1
    with servers.empty_sqlite():
        assert load_backup(backup).faults == ()


def test_a_damaged_backup_is_refused_and_named(study, deployment, tmp_path):
    backup = make_backup(deployment, into=tmp_path)
    file = backup / "core.site.jsonl.gz"
    file.write_bytes(file.read_bytes()[:-1])
    (backup / "core.study.jsonl.gz").unlink()
    with servers.empty_sqlite(), pytest.raises(ConductError, match="cannot be restored") as refusal:
        load_backup(backup)
    assert "core.site.jsonl.gz: It is not as it was written" in str(refusal.value)
    assert "core.study.jsonl.gz: This file is missing" in str(refusal.value)


def test_a_damaged_document_is_noticed_too(study, deployment, tmp_path):
    (deployment.documents / "consent.md").write_text("# What you agree to\n")
    try:
        backup = make_backup(deployment, into=tmp_path)
    finally:
        (deployment.documents / "consent.md").unlink()
    (backup / "documents" / "consent.md").write_text("# What you agree to, not\n")
    (backup / "limen-conduct.toml").write_text("")
    with servers.empty_sqlite(), pytest.raises(ConductError, match="cannot be restored") as refusal:
        load_backup(backup)
    assert "consent.md: It is not as it was written" in str(refusal.value)
    assert "limen-conduct.toml: It is not as it was written" in str(refusal.value)


def test_a_damaged_backup_is_a_fault_and_hides_no_other(study, deployment):
    backup = make_backup(deployment)
    broken = deployment.backups / "broken"
    broken.mkdir()
    (broken / "manifest.json").write_text('{"limen_backup": 1, "head": 3}')
    unfinished = deployment.backups / ".partial-1"
    unfinished.mkdir()
    try:
        assert [place for place, _ in manifests(deployment.backups)] == [backup]
        (fault,) = [one for one in verify_deployment(deployment).faults if "backup" in one]
        assert fault.startswith(f"backup {broken / 'manifest.json'}: It is no backup")
    finally:
        for place in (backup, broken, unfinished):
            shutil.rmtree(place)


def test_rows_changed_inside_a_backup_do_not_verify(study, deployment, tmp_path):
    from limen.conduct.core.backup.tables import hash_of

    backup = make_backup(deployment, into=tmp_path)
    file = backup / "core.site.jsonl.gz"
    changed = gzip.decompress(file.read_bytes()).replace(b"First site", b"Third site")
    file.write_bytes(gzip.compress(changed))
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["tables"]["core.site"]["sha256"] = hash_of(file)
    (backup / "manifest.json").write_text(json.dumps(manifest))
    with servers.empty_sqlite(), pytest.raises(ConductError, match="does not verify") as refusal:
        load_backup(backup)
    assert "core.site 1: it was changed behind the trail's back" in str(refusal.value)


def test_a_backup_of_a_later_limen_is_refused(study, deployment, tmp_path):
    backup = make_backup(deployment, into=tmp_path)
    text = (backup / "manifest.json").read_text()
    (backup / "manifest.json").write_text(re.sub(r"core\.\d{4}_\w+", "core.9999_new", text))
    with servers.empty_sqlite(), pytest.raises(ConductError, match="later than this one"):
        load_backup(backup)


def test_a_database_with_a_study_is_never_restored_into(study, deployment, tmp_path):
    with pytest.raises(ConductError, match="There is a study in the database already"):
        load_backup(make_backup(deployment, into=tmp_path))


def test_a_backup_never_goes_into_what_it_holds(study, deployment):
    before = sorted(deployment.documents.iterdir())
    with pytest.raises(ConductError, match="cannot go there"):
        make_backup(deployment, into=deployment.documents / "backups")
    assert sorted(deployment.documents.iterdir()) == before


def test_a_backup_that_fails_leaves_no_folder(study, deployment, tmp_path, monkeypatch):
    from limen.conduct.core.backup import make

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(make, "write_table", full)
    with pytest.raises(OSError, match="no space"):
        make_backup(deployment, into=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_verify_knows_where_the_trail_stood_at_each_backup(study, deployment, by):
    backup = make_backup(deployment)
    try:
        assert [manifest.head for _, manifest in manifests(deployment.backups)] == [head()]
        text = (backup / "manifest.json").read_text()
        (backup / "manifest.json").write_text(text.replace(str(head()), f"77:{head().hash}"))
        faults = verify_deployment(deployment).faults
        assert any("the trail ends before entry 77" in fault for fault in faults)
    finally:
        for file in sorted(backup.rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()
        backup.rmdir()
