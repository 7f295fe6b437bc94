"""The trail: one chain, one entry per event, and nothing changes behind its back."""

from __future__ import annotations

import pytest
import servers
from django.db import IntegrityError, connection, transaction

from limen.conduct.core.guards import guarded_tables, lowered, unguarded
from limen.conduct.core.models import AuditEntry, Membership, Participant, ParticipationEvent, Study
from limen.conduct.core.services.free_text import write_text
from limen.conduct.core.services.invite import invite
from limen.conduct.core.trail import Head, NothingToDo, head, recording, verify


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


def without_guards(table):
    """Take a table's guards down, as somebody with the database's password could."""
    with connection.cursor() as cursor:
        for statement in lowered(connection, [table]):
            cursor.execute(statement)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_study_that_lived_verifies(on_each_database, anna, by):
    with recording("text.written", by=by, participant=anna) as record:
        write_text(record, anna, "a word of my own", purpose="response")
    found = verify()
    assert found.faults == ()
    assert found.entries == AuditEntry.objects.count() == 4
    assert found.head == head()


def test_each_event_is_one_entry_that_says_who_what_and_whom(on_each_database, anna, by):
    entry = AuditEntry.objects.latest("number")
    assert (entry.event, entry.by) == ("participant.invited", "system:test")
    assert entry.participant == anna.code
    assert entry.protocol == anna.version.hash
    assert '"core.participant"' in entry.payload


def test_an_event_that_fails_leaves_nothing(on_each_database, anna, by):
    before = head()
    with (
        pytest.raises(TypeError, match="never changed"),
        recording("text.written", by=by) as record,
    ):
        record.change(write_text(record, anna, "lost", purpose="response"), "purpose")
    assert head() == before
    assert anna.texts.count() == 0


def test_nothing_to_do_writes_no_entry_and_no_row(study, anna, by):
    before = head()
    with recording("thing.happened", by=by) as record:
        record.add(ParticipationEvent(participant=anna, kind="paused", at=record.at))
        raise NothingToDo
    assert head() == before
    assert not ParticipationEvent.objects.exists()
    with recording("thing.happened", by=by):
        pass
    assert head().number == before.number + 1


def test_events_do_not_nest(study, by):
    with (
        recording("outer.happened", by=by),
        pytest.raises(TypeError, match="inside another event"),
        recording("inner.happened", by=by),
    ):
        pass
    with recording("next.happened", by=by):
        pass
    assert verify().faults == ()


def test_an_append_only_row_cannot_be_changed_through_the_gateway(study, anna, by):
    with (
        pytest.raises(TypeError, match="add a new version"),
        recording("version.changed", by=by) as record,
    ):
        record.change(anna.version, "label")


def test_python_refuses_to_save_or_delete_an_append_only_row(study):
    with pytest.raises(TypeError, match="never changed"):
        study.version.save()
    with pytest.raises(TypeError, match="never deleted"):
        study.version.delete()
    with pytest.raises(TypeError, match="never changed"):
        AuditEntry.objects.first().save()


@pytest.mark.parametrize("way", ["orm update", "orm delete", "sql update", "sql delete"])
def test_the_database_refuses_to_change_append_only_rows(on_each_database, way):
    version = type(on_each_database.version).objects
    ways = {
        "orm update": lambda: version.update(label="2"),
        "orm delete": lambda: version.all()._raw_delete("default"),
        "sql update": lambda: sql("UPDATE core_auditentry SET event = 'x'"),
        "sql delete": lambda: sql("DELETE FROM core_auditentry"),
    }
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ways[way]()


def test_replacing_a_row_by_inserting_it_again_is_refused(study):
    copied = "INSERT OR REPLACE INTO core_auditentry SELECT * FROM core_auditentry"
    with pytest.raises(IntegrityError, match="append-only"):
        sql(copied)


def test_every_append_only_table_is_guarded(on_each_database):
    assert unguarded("default") == ()
    with connection.cursor() as cursor:
        for table in guarded_tables():
            cursor.execute(f"SELECT count(*) FROM {table}")
            if cursor.fetchone()[0]:
                with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                    cursor.execute(f"DELETE FROM {table}")
    without_guards("core_response")
    assert unguarded("default") == ("core_response",)


def test_truncating_is_refused(deployment):
    import servers

    with (
        servers.postgresql(),
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
    ):
        sql("TRUNCATE core_auditentry CASCADE")


# What somebody with the database's password could do, and what `verify` then says.
TAMPERING = {
    "an answer is changed": (
        "core_protocolversion",
        "UPDATE core_protocolversion SET label = '9'",
        "core.protocolversion 1: it was changed behind the trail's back",
    ),
    "a row is deleted": (
        "core_freetext",
        "DELETE FROM core_freetext",
        "core.freetext 1: it was deleted, or moved away from entry 4",
    ),
    "a row is moved to another entry": (
        "core_freetext",
        "UPDATE core_freetext SET audit_entry_id = 1",
        "core.freetext 1: it was added, and entry 1 knows it not",
    ),
    "a status is changed": (
        "core_participant",
        "UPDATE core_participant SET status = 'enrolled'",
        "core.participant 1: it was changed behind the trail's back",
    ),
    "an invitation is deleted": (
        "core_invitation",
        "DELETE FROM core_invitation",
        "core.invitation 1: it was deleted",
    ),
    "an entry is changed": (
        "core_auditentry",
        "UPDATE core_auditentry SET \"by\" = 'staff:somebody' WHERE number = 2",
        "audit entry 2 (study.opened): it was changed after it had been written",
    ),
    "an entry is taken out": (
        "core_auditentry",
        "DELETE FROM core_auditentry WHERE number = 2",
        "audit entry 3 (participant.invited): no entry 2 comes before it",
    ),
}


@pytest.mark.parametrize("tampering", TAMPERING, ids=str)
def test_what_is_changed_behind_the_trail_is_found_and_named(on_each_database, anna, by, tampering):
    table, statement, said = TAMPERING[tampering]
    with recording("text.written", by=by, participant=anna) as record:
        write_text(record, anna, "a word of my own", purpose="response")
    assert verify().faults == ()
    without_guards(table)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            sql("SET session_replication_role = replica")  # a superuser's way past foreign keys
        else:
            sql("PRAGMA defer_foreign_keys = ON")
        try:
            sql(statement)
            found = verify(using="default").faults
        finally:
            if connection.vendor == "postgresql":
                sql("SET session_replication_role = DEFAULT")
            transaction.set_rollback(True)
    assert said in found


def test_a_row_put_back_to_an_earlier_state_is_found(on_each_database, anna, by):
    site = anna.site
    invite(site, by=by)
    sql("UPDATE core_site SET last_number = 1, audit_entry_id = 3 WHERE id = 1")
    assert verify().faults == (
        f"core.site {site.pk}: it was put back to its state at entry 3; entry 4 changed it",
    )


def test_a_trail_that_was_cut_off_does_not_hold_a_noted_head(on_each_database, anna):
    noted = head()
    assert verify(heads=[noted]).faults == ()
    assert verify(heads=[Head(3, "0" * 64)]).faults == (
        f"audit entry 3 (participant.invited): it is not the one that was noted as 3:{'0' * 64}",
    )
    assert verify(heads=[Head(9, noted.hash)]).faults == (
        f"the trail ends before entry 9, noted as 9:{noted.hash}",
    )


def test_a_noted_head_is_not_hidden_by_another_of_the_same_number(study, anna):
    noted, forged = Head(3, "0" * 64), head()
    said = f"audit entry 3 (participant.invited): it is not the one that was noted as {noted}"
    assert verify(heads=[noted, forged]).faults == (said,)
    assert verify(heads=[forged, noted]).faults == (said,)


# What no column or entry can hold, written by hand: named, and verification goes on.
UNREADABLE = {
    "a code that is none": (
        "UPDATE core_participant SET code = 'x'",
        "core.participant: a row of entries 1 to 3 cannot be read",
    ),
    "no moment": (
        "UPDATE core_auditentry SET at = 'never' WHERE number = 2",
        "audit entry 2 (study.opened): it was changed after it had been written",
    ),
    "an entry's code that is none": (
        "UPDATE core_auditentry SET participant = 'x' WHERE number = 3",
        "an audit entry after 2 was changed; it cannot be read",
    ),
    "a list for a payload's tables": (
        'UPDATE core_auditentry SET payload = \'{"made": [], "changed": {"core.site": 1}}\'',
        "audit entry 1 (study.created): it was changed after it had been written",
    ),
}


@pytest.mark.parametrize("tampering", UNREADABLE, ids=str)
def test_what_cannot_be_read_is_a_fault_and_not_the_end(study, anna, tampering):
    statement, said = UNREADABLE[tampering]
    without_guards("core_auditentry")
    sql(statement)
    assert any(fault.startswith(said) for fault in verify().faults)


def test_a_trail_without_an_entry_is_a_fault(deployment):
    import servers

    with servers.unfilled():
        assert verify().faults == (
            "the trail is empty; a study's first entry says that it was created",
        )


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_a_guard_that_was_weakened_under_its_name_is_found(deployment, vendor):
    import servers

    with getattr(servers, vendor)():
        assert unguarded("default") == ()
        if vendor == "sqlite":
            without_guards("core_response")
            for event, before in {
                "update": "UPDATE",
                "delete": "DELETE",
                "replace": "INSERT",
            }.items():
                sql(
                    f"CREATE TRIGGER core_response_no_{event} BEFORE {before} ON core_response "
                    "WHEN 0 BEGIN SELECT 1; END"
                )
            assert unguarded("default") == ("core_response",)
        else:
            sql(
                "CREATE OR REPLACE FUNCTION limen_append_only() RETURNS trigger LANGUAGE plpgsql "
                "AS 'BEGIN RETURN NEW; END'"
            )
            assert unguarded("default") == guarded_tables()


def test_a_row_of_no_entry_is_found(study, anna):
    sql("PRAGMA foreign_keys = OFF")
    columns = "member_id, site_id, role, since, audit_entry_id"
    sql(f"INSERT INTO core_membership ({columns}) VALUES (1, 1, 'monitor', '2026-01-01', 99)")
    key = Membership.objects.get().pk
    assert verify().faults == (
        f"core.membership {key}: it names an audit entry that does not exist",
    )
    Membership.objects.all()._raw_delete("default")


def test_a_state_hash_leaves_out_what_is_empty(study, anna):
    from limen.conduct.core.trail.canonical import columns, digest, plain, state_hash

    values = Participant.objects.values_list(*columns(Participant)).get()
    row = dict(zip(columns(Participant), map(plain, values), strict=True))
    filled = {name: value for name, value in row.items() if value not in (None, "")}
    assert {"enrolled_on", "started_on"} & row.keys() - filled.keys()
    assert state_hash(Participant, values) == digest({"table": "core.participant", "row": filled})
