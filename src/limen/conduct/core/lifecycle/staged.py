"""Making a deployment's folder at once: beside its place, then one rename."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from limen.conduct import start
from limen.conduct.core.deployment import Deployment
from limen.errors import ConductError, Problem


@contextmanager
def staged(folder: Path, settings: str) -> Iterator[Deployment]:
    """A new deployment, with folders and settings and without keys, that moves to `folder`.

    It moves when the block ends, and vanishes if the block raises. `ConductError` if something lies
    at `folder` already.
    """
    folder = folder.expanduser().resolve()
    refuse_existing(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}.partial-", dir=folder.parent))
    deployment = Deployment(staging)
    try:
        deployment.make_folders()
        deployment.settings_file.write_text(settings, encoding="utf-8")
        deployment.settings_file.chmod(0o600)
        yield deployment
        _let_go()
        try:
            staging.rename(folder)  # replaces an empty folder, refuses a filled one
        except OSError:
            refuse_existing(folder)
            raise
        _moved(Deployment(folder))
    finally:
        _let_go()
        shutil.rmtree(staging, ignore_errors=True)


def begin(deployment: Deployment) -> None:
    """Start Django for a deployment that is being made; its database must be empty."""
    start(deployment.folder)
    from limen.conduct.core.lifecycle.at_work import pending_migrations

    if "core.0001_record" not in pending_migrations():
        message = "The database holds a study already."
        remedy = "Name an empty database: one study, one folder, one database."
        problem = Problem(message=message, remedy=remedy, path="database.url")
        raise ConductError("Nothing was made.", [problem])


def refuse_existing(folder: Path) -> None:
    """Raise `ConductError` if there is something at `folder`, but for an empty folder."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        problem = Problem(message="It is not empty.", remedy="Name a new folder.", file=folder)
        raise ConductError(f"{folder} exists already, and nothing is overwritten.", [problem])


def _let_go() -> None:
    """Close the database's files before their folder moves."""
    from django.conf import settings

    if settings.configured:
        from django.db import connections

        connections.close_all()


def _moved(deployment: Deployment) -> None:
    """Tell Django where the folder is now."""
    from django.conf import settings
    from django.db import connections

    settings.LIMEN_FOLDER = deployment.folder
    for alias in connections:
        if connections[alias].vendor == "sqlite":
            connections[alias].settings_dict["NAME"] = str(deployment.database_file)
