"""Restoring: the tables of a backup into an empty database, checked before and after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from limen.conduct.core.actor import COMMAND
from limen.conduct.core.backup.manifest import Manifest, read_manifest
from limen.conduct.core.backup.tables import file_of, hash_of, read_table, tables_at
from limen.conduct.core.guards import install
from limen.conduct.core.models import Study
from limen.conduct.core.served import served
from limen.conduct.core.services.erase import erase, unfinished_erasures
from limen.conduct.core.trail import Seal, Verification, recording, verify
from limen.errors import ConductError, Problem


def unfit(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """Yield what is wrong with a backup's files: missing, or not as they were written."""
    wanted = {file_of(folder, name): table.sha256 for name, table in manifest.tables.items()}
    wanted |= {folder / name: sha256 for name, sha256 in manifest.files.items()}
    for file, sha256 in wanted.items():
        if not file.is_file():
            yield Problem(message="This file is missing.", remedy="Use another copy.", file=file)
        elif hash_of(file) != sha256:
            message = "It is not as it was written."
            yield Problem(message=message, remedy="Use another copy.", file=file)


def load_backup(folder: Path) -> Verification:
    """Load a backup into the empty database of this process, whose keys are in place.

    Returns what verifying its trail found; see `load_rows` and `finish_restoring`.
    """
    found = load_rows(folder)
    finish_restoring(read_manifest(folder))
    return found


def load_rows(folder: Path, *, seal: Seal | None = None) -> Verification:
    """Load a backup's tables into the empty database of this process, and verify its trail.

    Steps: make the tables as they were when it was written; insert its rows; bring the tables up to
    date; verify that the trail ends where the manifest says. `seal` is that of the keys which the
    backup was made under, where they are not in place yet. `ConductError` if the database is not
    empty, or the backup is damaged or from a later Limen.
    """
    manifest = read_manifest(folder)
    problems = [*unfit(folder, manifest), *_too_new(manifest)]
    if problems:
        raise ConductError(f"{folder} cannot be restored.", problems)
    if "core_study" in connection.introspection.table_names():
        raise ConductError("There is a study in the database already; name an empty one.")
    targets = [_key(name) for name in manifest.migrations]
    MigrationExecutor(connection).migrate(targets)
    with transaction.atomic():
        for model in tables_at("default", targets):
            if model._meta.label_lower in manifest.tables:
                read_table(model, "default", folder)
        _count_on(targets)
    call_command("migrate", verbosity=0, interactive=False)
    install("default")
    found = verify(heads=[manifest.head], seal=seal)
    if found.head != manifest.head or found.faults:
        raise ConductError(
            f"The trail of {folder} does not verify.",
            [Problem(message=fault) for fault in found.faults],
        )
    return found


def finish_restoring(manifest: Manifest) -> None:
    """Write that the study was restored, bind it to this folder, and erase again who was erased."""
    with recording("study.restored", by=COMMAND) as record:
        study = Study.objects.get()
        if study.deployment != served().identity:
            study.deployment = served().identity
            record.change(study, "deployment")
        if not served().keys.sealed_file.exists():  # keys from before there were seals
            served().keys.seal_since(record.number)
        record.note("head", str(manifest.head))
        record.note("made_at", manifest.made_at.isoformat())
    for participant in unfinished_erasures():
        erase(participant, by=COMMAND)


def _too_new(manifest: Manifest) -> Iterator[Problem]:
    known = MigrationLoader(None).disk_migrations or {}
    unknown = [name for name in manifest.migrations if _key(name) not in known]
    if unknown:
        message = f"It was made by Limen {manifest.limen}, which is later than this one."
        yield Problem(message=message, remedy="Update Limen.")


def _key(name: str) -> tuple[str, str]:
    app, _, migration = name.partition(".")
    return app, migration


def _count_on(targets: list[tuple[str, str]]) -> None:
    """Let new rows get numbers after those that were loaded, on databases with sequences."""
    from django.core.management.color import no_style

    models = tables_at("default", targets)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
