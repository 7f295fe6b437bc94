"""Studies that take long to live: lived once per process, then copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path

import servers
from django.db import connection


class Kept:
    """The demonstration as `live` left it; each block has a copy of its own."""

    def __init__(self, name: str, live: Callable[[], object]) -> None:
        self._name, self._live = name, live

    def on(self, database: str) -> AbstractContextManager[None]:
        """A copy on `sqlite` or on `postgresql`."""
        return {"sqlite": self.on_sqlite, "postgresql": self.on_postgresql}[database]()

    def on_sqlite(self) -> AbstractContextManager[None]:
        """A copy on SQLite."""
        return servers.sqlite_copy(self._file)

    def on_postgresql(self) -> AbstractContextManager[None]:
        """A copy on PostgreSQL, which a backup was restored on."""
        return servers.postgresql_copy(self._restored)

    @cached_property
    def _file(self) -> Path:
        file = servers.READY.folder / f"kept-{self._name}.sqlite3"
        with servers.sqlite(servers.DEMONSTRATION):
            self._live()
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copyfile(connection.settings_dict["NAME"], file)
        return file

    @cached_property
    def _restored(self) -> str:
        from limen.conduct.core.backup import load_backup, make_backup

        with self.on_sqlite():
            backup = make_backup(servers.READY)
        with servers.kept_postgresql(f"limen_kept_{self._name}") as name:
            assert load_backup(backup).faults == ()
        return name
