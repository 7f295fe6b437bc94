"""Backup and restore: the record as text, one consistent state, portable between the databases.

A backup is a folder: `manifest.json`, one compressed file of JSON lines per table, the settings.
It needs no outside program, can be taken while the server runs, and moves a study from SQLite to
PostgreSQL. Keys are never in it: whoever steals a backup reads no contact data and no free text.
"""

from __future__ import annotations

from limen.conduct.core.backup.make import make_backup
from limen.conduct.core.backup.manifest import Manifest, damaged, manifests, read_manifest
from limen.conduct.core.backup.restore import finish_restoring, load_backup, load_rows, unfit

__all__ = [
    "Manifest",
    "damaged",
    "finish_restoring",
    "load_backup",
    "load_rows",
    "make_backup",
    "manifests",
    "read_manifest",
    "unfit",
]
