"""Tables as they are under the migrations that were applied, and their rows as JSON lines.

Not today's models: a backup is made before an upgrade changes the tables, and restored by a later
Limen whose models have moved on.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from limen.conduct.core.backup.manifest import Table
from limen.conduct.core.trail.canonical import encode, plain

# Made anew by Django, or worth nothing after a restore: whoever was signed in signs in again.
_LEFT_OUT = frozenset({"admin", "auth", "contenttypes", "sessions"})
_FLEETING = frozenset({"core.failedattempts"})
_CHUNK = 1000


def applied(loader: MigrationLoader) -> tuple[tuple[str, str], ...]:
    """Return the latest applied migration of each app."""
    done = set(loader.applied_migrations)
    return tuple(
        sorted(
            key
            for key in done
            if key in loader.graph.nodes
            and not any(
                child.key in done and child.key[0] == key[0]
                for child in loader.graph.node_map[key].children
            )
        )
    )


def tables_at(using: str, migrations: Iterable[tuple[str, str]]) -> list[type[models.Model]]:
    """Return the tables to keep, as models of the time when these were the latest migrations."""
    loader = MigrationExecutor(connections[using]).loader
    state = loader.project_state(list(migrations))
    found = state.apps.get_models(include_auto_created=True)
    kept = (
        model
        for model in found
        if model._meta.app_label not in _LEFT_OUT and model._meta.label_lower not in _FLEETING
    )
    return sorted(kept, key=lambda model: model._meta.label_lower)


def write_table(model: type[models.Model], using: str, folder: Path) -> Table:
    """Write a table's rows into a folder, in the order of their keys."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    rows = model._default_manager.using(using).order_by("pk").values_list(*names)
    file, count = file_of(folder, model._meta.label_lower), 0
    with gzip.open(file, "wt", encoding="utf-8", newline="\n", compresslevel=5) as stream:
        for values in rows.iterator(chunk_size=_CHUNK):
            stream.write(encode(dict(zip(names, map(plain, values), strict=True))) + "\n")
            count += 1
    return Table(rows=count, sha256=hash_of(file))


def read_table(model: type[models.Model], using: str, folder: Path) -> int:
    """Insert a table's rows out of a folder; return how many there were."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    count = 0
    with gzip.open(file_of(folder, model._meta.label_lower), "rt", encoding="utf-8") as stream:
        rows = (_row(model, fields, json.loads(line)) for line in stream)
        while chunk := list(islice(rows, _CHUNK)):
            model._default_manager.using(using).bulk_create(chunk, batch_size=_CHUNK // 10)
            count += len(chunk)
    return count


def file_of(folder: Path, name: str) -> Path:
    """Return the file of a table."""
    return folder / f"{name}.jsonl.gz"


def hash_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as stream:
        found = sha256()
        while block := stream.read(1 << 20):
            found.update(block)
    return found.hexdigest()


def _row(
    model: type[models.Model], fields: dict[str, Any], content: dict[str, Any]
) -> models.Model:
    return model(**{name: _value(fields[name], value) for name, value in content.items()})


def _value(field: Any, value: Any) -> Any:
    if isinstance(field, models.BinaryField):
        return bytes.fromhex(value) if value is not None else None
    return field.to_python(value)
