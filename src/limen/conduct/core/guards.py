"""Guards in the database itself: append-only tables refuse UPDATE and DELETE on both engines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION limen_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
# Triggers that fire in ordinary sessions, and call our function unconditionally.
_STANDING = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger
WHERE tgenabled IN ('O', 'A') AND tgqual IS NULL AND tgfoid = to_regproc('limen_append_only')
"""


class AppendOnlyTables(Operation):
    """A migration's operation: guard these tables, by their name in the database."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, tables: Sequence[str]) -> None:
        self.tables = tuple(tables)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing in Django's picture of the tables."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Put the guards up."""
        for statement in raised(schema_editor.connection, self.tables):
            schema_editor.execute(statement, params=None)  # a % is a %

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Take the guards down."""
        for statement in lowered(schema_editor.connection, self.tables):
            schema_editor.execute(statement, params=None)  # a % is a %

    def describe(self) -> str:
        """Say what it does."""
        return f"Refuse UPDATE and DELETE on {', '.join(self.tables)}"


def guarded_tables() -> tuple[str, ...]:
    """Return the tables that must be guarded: the audit trail and every append-only model's."""
    from limen.conduct.core.models import AppendOnly, AuditEntry

    models = [m for m in apps.get_models() if issubclass(m, AppendOnly) or m is AuditEntry]
    return tuple(sorted(model._meta.db_table for model in models))


def install(using: str) -> None:
    """Put up every guard that is missing; those that stand are put up anew."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    wanted = [table for table in guarded_tables() if table in tables]
    with connection.cursor() as cursor:
        for statement in raised(connection, wanted):
            cursor.execute(statement)


def unguarded(using: str) -> tuple[str, ...]:
    """Return the tables whose guards are not all in place, or were weakened under their names."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        return _unguarded_on_sqlite(connection)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING)
        standing = set(cursor.fetchall())
        cursor.execute("SELECT prosrc FROM pg_proc WHERE oid = to_regproc('limen_append_only')")
        if cursor.fetchall() != [(_POSTGRESQL_FUNCTION.split("$$")[1],)]:
            return guarded_tables()
    return tuple(
        table
        for table in guarded_tables()
        if not {(table, name) for name in _names(connection, table)} <= standing
    )


def _unguarded_on_sqlite(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        standing = {statement for (statement,) in cursor.fetchall()}
    tables = set(connection.introspection.table_names())
    return tuple(
        table
        for table in guarded_tables()
        if table not in tables or not set(_sqlite(connection, table)) <= standing
    )


def raised(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> list[str]:
    """Return the statements that put guards up."""
    tables = list(tables)
    statements = lowered(connection, tables)
    if connection.vendor == "sqlite":
        return statements + [s for table in tables for s in _sqlite(connection, table)]
    return [_POSTGRESQL_FUNCTION, *statements, *(s for t in tables for s in _postgresql(t))]


def lowered(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> list[str]:
    """Return the statements that take guards down: for migrations, and to test `verify`."""
    on = "" if connection.vendor == "sqlite" else ' ON "{table}"'
    return [
        f'DROP TRIGGER IF EXISTS "{name}"' + on.format(table=table)
        for table in tables
        for name in _names(connection, table)
    ]


def _names(connection: BaseDatabaseWrapper, table: str) -> tuple[str, ...]:
    if connection.vendor == "sqlite":
        return tuple(f"{table}_no_{event}" for event in ("update", "delete", "replace"))
    return (f"{table}_append_only", f"{table}_no_truncate")


def _sqlite(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    with connection.cursor() as cursor:
        key = connection.introspection.get_primary_key_column(cursor, table)

    def trigger(event: str, before: str, when: str = "") -> str:
        refusal = f"SELECT RAISE(ABORT, '{table} is append-only: {event.upper()} is refused')"
        name = f"{table}_no_{event}"
        return f'CREATE TRIGGER "{name}" BEFORE {before} ON "{table}" {when} BEGIN {refusal}; END'

    # INSERT OR REPLACE deletes a row without firing the trigger for DELETE.
    replaced = f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE "{key}" = NEW."{key}")'
    return [
        trigger("update", "UPDATE"),
        trigger("delete", "DELETE"),
        trigger("replace", "INSERT", replaced),
    ]


def _postgresql(table: str) -> list[str]:
    call = "EXECUTE FUNCTION limen_append_only()"
    return [
        f'CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW {call}",
        f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT {call}",
    ]
