"""Contact data and free text: readable with the key, gone without it, and the trail still holds."""

from __future__ import annotations

import pytest
from django.db import connection

from limen.conduct.core import encryption
from limen.conduct.core.models import (
    AuditEntry,
    ContactDetail,
    FreeText,
    OutboxMessage,
    Participant,
    ParticipantKey,
    ParticipationEvent,
)
from limen.conduct.core.services.erase import erase, unfinished_erasures
from limen.conduct.core.services.free_text import read_text, write_text
from limen.conduct.core.services.invite import invite
from limen.conduct.core.services.keep_contact import keep_contact, read_contact
from limen.conduct.core.services.replace_keys import replace_keys
from limen.conduct.core.trail import recording, verify
from limen.errors import ConductError, ErasedError

ADDRESS = "anna@example.org"


def said(participant, words, by):
    with recording("text.written", by=by, participant=participant) as record:
        return write_text(record, participant, words, purpose="response")


def everything_stored() -> str:
    """Every value of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [bytes(v) if isinstance(v, memoryview) else v for r in cursor for v in r]
    return repr(found)


def test_what_was_encrypted_comes_back(on_each_database, anna, by):
    keep_contact(anna, "email", ADDRESS, by=by)
    text = said(anna, "Zwölf Uhr, müde", by)
    assert read_contact(anna, "email") == ADDRESS
    assert read_text(FreeText.objects.get(pk=text.pk)) == "Zwölf Uhr, müde"


def test_no_table_holds_it_in_the_clear(on_each_database, anna, by):
    keep_contact(anna, "email", ADDRESS, by=by)
    said(anna, "a very private word", by)
    stored = everything_stored()
    assert str(anna.number) in stored
    assert ADDRESS not in stored
    assert "private word" not in stored


def test_a_new_contact_replaces_the_one_before(study, anna, by):
    keep_contact(anna, "email", "old@example.org", by=by)
    keep_contact(anna, "email", ADDRESS, by=by)
    assert read_contact(anna, "email") == ADDRESS
    assert ContactDetail.objects.count() == 1
    keep_contact(anna, "email", "", by=by)
    assert read_contact(anna, "email") is None
    assert verify().faults == ()


def test_a_ciphertext_moved_to_somebody_else_does_not_open(study, anna, by):
    text = said(anna, "mine", by)
    boris = invite(anna.site, by=by).participant
    with pytest.raises(ConductError, match="cannot be read"):
        encryption.decrypt(boris, text.ciphertext, purpose="response")
    with pytest.raises(ConductError, match="cannot be read"):
        encryption.decrypt(anna, text.ciphertext, purpose="signature")
    assert encryption.decrypt(anna, text.ciphertext, purpose="response") == "mine"


def test_one_changed_byte_is_noticed(study, anna, by):
    sealed = bytearray(said(anna, "mine", by).ciphertext)
    sealed[-1] ^= 1
    with pytest.raises(ConductError, match="cannot be read"):
        encryption.decrypt(anna, bytes(sealed), purpose="response")


def test_the_same_words_are_never_the_same_ciphertext(study, anna, by):
    assert said(anna, "mine", by).ciphertext != said(anna, "mine", by).ciphertext


def test_erasure_destroys_the_key_and_the_trail_still_verifies(on_each_database, anna, by):
    keep_contact(anna, "email", ADDRESS, by=by)
    text = said(anna, "mine", by)
    waiting = OutboxMessage.objects.create(
        participant=anna,
        channel="email",
        purpose="reminder",
        idempotency_key="one",
        due_at=anna.invited_at,
        window_end=anna.invited_at,
        made_at=anna.invited_at,
    )
    wrapped = bytes(ParticipantKey.objects.get(participant=anna).wrapped)

    erase(anna, by=by)

    with pytest.raises(ErasedError, match="were erased on"):
        read_text(text)
    assert read_contact(anna, "email") is None
    with pytest.raises(ErasedError):
        keep_contact(anna, "email", ADDRESS, by=by)
    assert repr(wrapped)[2:-1] not in everything_stored()
    assert FreeText.objects.count() == 1
    assert Participant.objects.filter(code=anna.code).exists()
    waiting.refresh_from_db()
    assert waiting.state == OutboxMessage.State.CANCELLED
    assert verify().faults == ()


def test_erasing_twice_erases_once(study, anna, by):
    erase(anna, by=by)
    entries = AuditEntry.objects.count()
    erase(anna, by=by)
    assert AuditEntry.objects.count() == entries
    assert ParticipationEvent.objects.filter(kind="erased").count() == 1


def test_erasing_again_sweeps_what_a_killed_erasure_left(study, anna, by, monkeypatch):
    from pathlib import Path

    wrapped = bytes(ParticipantKey.objects.get(participant=anna).wrapped)
    file = Path(connection.settings_dict["NAME"])
    wal = file.with_name(file.name + "-wal")
    monkeypatch.setattr("limen.conduct.core.services.erase.sweep_again", lambda: False)
    erase(anna, by=by)
    assert wrapped in file.read_bytes() + wal.read_bytes()
    monkeypatch.undo()
    erase(anna, by=by)
    assert wrapped not in file.read_bytes() + wal.read_bytes()


def test_an_erasure_is_noted_beside_the_keys_before_it_is_done(study, anna, by, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*_, **__):
        raise Killed

    monkeypatch.setattr("limen.conduct.core.services.erase.recording", killed)
    with pytest.raises(Killed):
        erase(anna, by=by)
    assert unfinished_erasures() == [anna]
    monkeypatch.undo()
    erase(anna, by=by)
    assert unfinished_erasures() == []


def test_a_deleted_page_of_sqlite_does_not_keep_the_wrapped_key(study, anna, by):
    from pathlib import Path

    wrapped = bytes(ParticipantKey.objects.get(participant=anna).wrapped)
    file = Path(connection.settings_dict["NAME"])
    wal = file.with_name(file.name + "-wal")
    assert wrapped in file.read_bytes() + wal.read_bytes()
    erase(anna, by=by)
    assert wrapped not in file.read_bytes() + wal.read_bytes()


def test_a_lost_master_key_gives_up_the_past_and_goes_on(study, anna, by, monkeypatch):
    keep_contact(anna, "email", ADDRESS, by=by)
    text = said(anna, "mine", by)
    monkeypatch.setattr(
        "limen.conduct.core.deployment.keys.Keys.master", lambda self: b"another".ljust(32)
    )
    with pytest.raises(ConductError, match="cannot be read"):
        read_text(text)
    replace_keys()
    with pytest.raises(ConductError, match="cannot be read"):
        read_text(text)
    assert read_contact(anna, "email") is None
    keep_contact(anna, "email", ADDRESS, by=by)
    assert read_contact(anna, "email") == ADDRESS
    assert verify().faults == ()
