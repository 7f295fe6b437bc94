"""The record itself: what its tables refuse, and what they have no place for."""

from __future__ import annotations

import re

import pytest
import siege
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from limen.conduct.core.guards import guarded_tables, unguarded
from limen.conduct.core.models.recorded import AppendOnly, Recorded
from limen.conduct.core.trail import verify

#: Tables outside of the record, and why nobody needs to guard them.
UNGUARDED = {
    "core.OutboxMessage": "the queue; what became of a message is a MessageEvent",
    "core.FailedAttempts": "counters of guesses, which time forgets",
}
FRAMEWORK = {"auth", "contenttypes", "sessions"}


def every_model() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label == "core"]


def test_every_table_is_guarded_accounted_for_or_named_here():
    for model in every_model():
        guarded = model._meta.db_table in guarded_tables()
        accounted = issubclass(model, Recorded)
        named = model._meta.label in UNGUARDED
        assert guarded or accounted or named, model._meta.label
        assert not (named and guarded), model._meta.label
        assert guarded or not issubclass(model, AppendOnly), model._meta.label


def test_every_guard_stands(under_siege_on_each_database):
    assert unguarded("default") == ()


def test_raw_sql_is_refused_or_found(under_siege):
    """Whatever is changed or taken out behind the back, in any table that has a row."""
    statements = []
    for model in every_model():
        row = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
        if model._meta.label in UNGUARDED or row is None:
            continue
        delete = f'DELETE FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}" = %s'
        statements += [(one, row) for one in (_update(model), delete) if one is not None]
    assert len(statements) > 30
    assert [one for one in statements if not _refused(*one) and not _found(*one)] == []


def _refused(statement: str, row: object) -> bool:
    """Whether the database itself refuses a statement; it is taken back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [row])
            cursor.execute("PRAGMA foreign_key_check")
            broken = bool(cursor.fetchall())
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return broken


def _found(statement: str, row: object) -> bool:
    """Whether `verify` finds what a statement did, in a copy of the study."""
    with siege.on_sqlite():
        with connection.cursor() as cursor:
            cursor.execute(statement, [row])
        return bool(verify().faults)


def _update(model: type[models.Model]) -> str | None:
    """Return a statement that changes some plain column of a row."""
    for field in model._meta.concrete_fields:
        if field.primary_key or field.is_relation or field.name == "audit_entry":
            continue
        column = f'"{field.column}"'
        if isinstance(field, models.BooleanField):
            new = f"NOT {column}"
        elif isinstance(field, (models.CharField, models.TextField)):
            new = f"{column} || 'x'"
        elif isinstance(field, (models.IntegerField, models.FloatField)):
            new = f"{column} + 1"
        else:
            continue
        key = model._meta.pk.column
        return f'UPDATE "{model._meta.db_table}" SET {column} = {new} WHERE "{key}" = %s'
    return None


#: Where a word of these may stand, and why it tells nobody what somebody got. A new table that
#: knows it must lie on the unblinded side, and nobody else may read it.
MAY_NAME = {
    ("ExpectancyAnswer", "intervention"): "what somebody expects of each, asked of everybody",
    ("KitSet", "randomised_on"): "a day",
}
_TELLING = re.compile(r"arm|alloc|randomi|intervention|treatment|unblind|placebo|active|sequence")


def test_no_column_of_this_version_can_hold_an_arm():
    """The seam for kits and the breaking of the blind: who adds a column answers for it here."""
    columns = {
        (model.__name__, field.name)
        for model in every_model()
        for field in model._meta.concrete_fields
        if _TELLING.search(field.name)
    }
    assert columns - set(MAY_NAME) == {("StaffMember", "is_active")}


@pytest.mark.parametrize(
    "page", ["participant:today", "participant:intake", "participant:received"]
)
def test_two_people_of_different_arms_read_the_same(under_siege, page):
    """Anna and Boris answer nothing differently: their pages differ by nothing but their names."""
    texts = []
    for who in ("anna", "boris"):
        person = getattr(under_siege, who)
        text = under_siege.browsers[who].get(under_siege.address(page)).content.decode()
        texts.append(text.replace(person.number, "").replace(str(person.code), ""))
    protocol = under_siege.anna.version.protocol
    words = {one.id for one in (*protocol.arms, *protocol.interventions)}
    for text in texts:
        assert not words & set(re.split(r"[^\w]+", text))
