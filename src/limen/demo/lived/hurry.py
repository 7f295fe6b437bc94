"""A virtual study may lose its last seconds in a power cut: nothing waits for the disk."""

from __future__ import annotations

from typing import Any


def do_not_wait_for_the_disk() -> None:
    """Let every connection of this process to an SQLite file write without waiting for it."""
    from django.db import connection
    from django.db.backends.signals import connection_created

    connection_created.connect(_hurry, weak=False)
    if connection.connection is not None:
        _hurry(sender=None, connection=connection)


def _hurry(sender: Any, connection: Any, **_: Any) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
