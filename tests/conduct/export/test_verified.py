"""`verify` after a long life: all that happened holds, and a change in any table is found."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection, models, transaction
from lived_through import BY, END

from limen.conduct.core import clock
from limen.conduct.core.export import export, my_data
from limen.conduct.core.guards import guarded_tables, lowered
from limen.conduct.core.services.erase import erase
from limen.conduct.core.trail import head, verify
from limen.conduct.core.trail.verification import recorded_models

# What this story has no part in; tests of the rooms themselves fill these and `verify` them.
SAFETY = {"Alert", "AlertEvent", "DosingHold", "Duty"}
DISPATCH = {"DoseLevelChange", "Kit", "KitMovement", "KitSet", "LaterOpener", "Opening",
            "OpeningGrant", "SealedContent", "Supply"}  # fmt: skip
COMING_IN = {"ComprehensionAnswer", "CounterSignature", "DeviceToken", "RecoveryPhrase"}
LOCKING = {"CasebookSignature"}
PAPERS = {"Delegation", "Payment"}
TEAM = {"ContactAttempt", "Deviation", "Medication", "Query", "QueryEvent"}
FACTORS = {"RecoveryCode", "SecondFactor"}
FORMS = {"FormEvent", "Release", "VisitForm"}
LEFT_EMPTY = FACTORS | FORMS | TEAM | PAPERS | LOCKING | COMING_IN | SAFETY | DISPATCH


def test_a_study_that_was_exported_downloaded_and_erased_still_holds(
    lived_on_each_database, tmp_path
):
    before = head()
    with clock.as_of(END):
        export(tmp_path / "one", by=BY)
        my_data(lived_on_each_database.anna)
        erase(lived_on_each_database.anna, by=BY)
        export(tmp_path / "two", by=BY, with_texts=True)
    found = verify(heads=[before])
    assert found.faults == ()
    assert found.head.number == before.number + 4
    assert found.rows > 1_000


def forged(field: models.Field) -> object:
    """Another value that the column takes."""
    match field:
        case models.UUIDField():
            return uuid4()
        case models.DateTimeField():
            return datetime(2020, 1, 1, tzinfo=UTC)
        case models.BinaryField():
            return b"forged"
        case models.IntegerField() | models.FloatField():
            return 7_777
    return "forged"


def changeable(model: type[models.Model]) -> list[models.Field]:
    """A column of each kind, but for keys and yes and no."""
    kinds: dict[type[models.Field], models.Field] = {}
    for field in model._meta.concrete_fields:
        if not field.primary_key and not field.is_relation:
            kinds.setdefault(type(field), field)
    skipped = (models.BooleanField, models.DateField)
    return [f for f in kinds.values() if type(f) not in skipped and not f.unique and not f.choices]


def has_rows(model: type[models.Model]) -> bool:
    return model._default_manager.exists()


def test_every_table_with_rows_is_tried(lived):
    assert {m.__name__ for m in recorded_models() if not has_rows(m)} == LEFT_EMPTY


def test_a_change_in_any_table_is_found(lived):
    assert verify(using="default").faults == ()
    for model in filter(has_rows, recorded_models()):
        for field in changeable(model)[:1]:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    for statement in lowered(connection, guarded_tables()):
                        cursor.execute(statement)
                row = model._default_manager.order_by("pk").last()
                model._default_manager.filter(pk=row.pk).update(**{field.name: forged(field)})
                faults = verify(using="default").faults
                transaction.set_rollback(True)
            name = model._meta.label_lower
            assert any(name in fault for fault in faults), f"{name}.{field.name} was not found"
    assert verify(using="default").faults == ()


@pytest.mark.parametrize("model", ["response", "submission", "consent", "audit_entry"])
def test_a_row_that_is_taken_out_is_found(lived, model):
    table = {"audit_entry": "core_auditentry"}.get(model, f"core_{model}")
    with transaction.atomic():
        with connection.cursor() as cursor:
            for statement in lowered(connection, guarded_tables()):
                cursor.execute(statement)
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            key = "number" if model == "audit_entry" else "id"
            cursor.execute(f"SELECT max({key}) - 3 FROM {table}")
            (middle,) = cursor.fetchone()
            cursor.execute(f"DELETE FROM {table} WHERE {key} = %s", [middle])
        faults = verify(using="default").faults
        transaction.set_rollback(True)
    assert faults
