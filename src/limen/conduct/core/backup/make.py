"""Making a backup: one state of the record, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader

from limen import __version__
from limen.conduct.core import clock
from limen.conduct.core.backup.manifest import Manifest
from limen.conduct.core.backup.tables import applied, hash_of, tables_at, write_table
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.deployment.durable import sync_folder, sync_tree
from limen.conduct.core.deployment.erased import add_codes
from limen.conduct.core.trail import head
from limen.errors import ConductError, Problem

_A_DAY = 24 * 3600  # seconds, by the clock of the file system


def make_backup(deployment: Deployment, *, into: Path | None = None) -> Path:
    """Write a backup and return its folder; `into` is the folder of backups, else the deployment's.

    The server may run meanwhile: everything is read in one transaction that writes nothing, and
    that nobody waits for. The folder appears when it is complete.
    """
    now = clock.now()
    place = into or deployment.backups
    for part in (deployment.documents, deployment.instruments):
        if place.resolve().is_relative_to(part):  # it would hold itself
            problem = Problem(message=f"{part} is part of it.", remedy="Name another.", file=place)
            raise ConductError("A backup cannot go there.", [problem])
    place.mkdir(parents=True, exist_ok=True)
    _clear_remains(place)
    add_codes(place / deployment.erased_copy.name, deployment.keys.erased())
    folder = place / now.strftime("%Y-%m-%dT%H-%M-%S-%fZ")
    staging = Path(tempfile.mkdtemp(prefix=".partial-", dir=place))
    try:
        _write(deployment, staging)
        staging.chmod(0o700)
        sync_tree(staging)
        staging.rename(folder)
        sync_folder(place)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder


def _write(deployment: Deployment, folder: Path) -> None:
    using = "snapshot"
    with transaction.atomic(using=using):
        migrations = applied(MigrationLoader(connections[using]))
        tables = tables_at(using, migrations)
        by_name = {model._meta.label_lower: model for model in tables}
        if "core.study" not in by_name:
            raise ConductError("There is no study in the database, and so nothing to back up.")
        study = by_name["core.study"]._default_manager.using(using).values().get()
        manifest = Manifest(
            study=study["identifier"],
            made_at=clock.now(),
            limen=__version__,
            database=connections[using].vendor,
            migrations=tuple(".".join(key) for key in migrations),
            master_key_id=study["master_key_id"],
            head=head(using),
            tables={label: write_table(model, using, folder) for label, model in by_name.items()},
            files={},
        )
    shutil.copyfile(deployment.settings_file, folder / deployment.settings_file.name)
    add_codes(folder / deployment.erased_copy.name, deployment.keys.erased())
    for part in (deployment.documents, deployment.instruments):
        if part.is_dir():
            shutil.copytree(part, folder / part.name)
    replace(manifest, files=_hashes(folder)).write(folder)


def _clear_remains(place: Path) -> None:
    """Take away what backups that were broken off yesterday or earlier have left."""
    for remains in place.glob(".partial-*"):
        if time.time() - remains.stat().st_mtime > _A_DAY:
            shutil.rmtree(remains, ignore_errors=True)


def _hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of everything but tables, by path."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {
        file.relative_to(folder).as_posix(): hash_of(file)
        for file in files
        if not (file.parent == folder and file.name.endswith(".jsonl.gz"))
    }
