"""The Django application that holds the record."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """Registers the models, and guards append-only tables again after each migration."""

    name = "limen.conduct.core"
    label = "core"
    verbose_name = "Record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the guard."""
        post_migrate.connect(_guard, sender=self)


def _guard(using: str, apps: Any, **_: Any) -> None:
    # SQLite drops the triggers of a table that a migration rebuilds, and says nothing.
    from limen.conduct.core.guards import install

    install(using)
