"""Making a deployment's folder at once: beside its place, then one rename.

Until the rename the folder is marked as unfinished, and no verb works on it. What a killed process
left is taken away by the next one that makes the same folder: it finds the mark and nobody who
holds it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from limen.conduct import start
from limen.conduct.core.deployment import Deployment
from limen.conduct.core.deployment.durable import sync_folder, sync_tree
from limen.conduct.core.deployment.folder import UNFINISHED
from limen.conduct.core.lifecycle import empty_database
from limen.errors import ConductError, Problem


@contextmanager
def staged(folder: Path, settings: str) -> Iterator[Deployment]:
    """A new deployment, with folders and settings and without keys, that moves to `folder`.

    It moves when the block ends and all of it is on the disk, and vanishes if the block raises,
    with what was made in the database. `ConductError` if something lies at `folder` already.
    """
    folder = folder.expanduser().resolve()
    refuse_existing(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _clear_remains(folder)
    staging = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
    deployment = Deployment(staging)
    try:
        deployment.begin_making()
        holder = _held(deployment.unfinished_file)
        deployment.make_folders()
        deployment.settings_file.write_text(settings, encoding="utf-8")
        deployment.settings_file.chmod(0o600)
        yield deployment
        _let_go_of_files()
        _into_place(deployment, folder)
        os.close(holder)
    except BaseException:
        if _begun():
            empty_database.give_back()
        raise
    finally:
        _let_go()
        shutil.rmtree(staging, ignore_errors=True)


def begin(deployment: Deployment, *, place: Path) -> None:
    """Start Django for a deployment that is being made for `place`; its database must be empty."""
    start(deployment.folder)
    empty_database.claim(place.expanduser().resolve())


def refuse_existing(folder: Path) -> None:
    """Raise `ConductError` if there is something at `folder`, but for an empty folder."""
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        problem = Problem(message="It is not empty.", remedy="Name a new folder.", file=folder)
        raise ConductError(f"{folder} exists already, and nothing is overwritten.", [problem])


def _into_place(deployment: Deployment, folder: Path) -> None:
    """Bring everything to the disk, take the mark away, and rename."""
    sync_tree(deployment.folder)
    deployment.unfinished_file.unlink()
    try:
        deployment.folder.rename(folder)  # replaces an empty folder, refuses a filled one
    except OSError:
        refuse_existing(folder)
        raise
    sync_folder(folder.parent)
    _moved(Deployment(folder))
    empty_database.finish()


def _prefix(folder: Path) -> str:
    return f".{folder.name}.partial-"


def _held(mark: Path) -> int:
    """Hold the mark as long as this process lives; return the handle."""
    handle = os.open(mark, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return handle


def _clear_remains(folder: Path) -> None:
    """Take away what killed processes left of earlier attempts at the same folder."""
    for remains in folder.parent.glob(f"{_prefix(folder)}*"):
        mark = remains / UNFINISHED
        try:
            if mark.exists():
                os.close(_held(mark))
        except OSError:  # somebody is at work there
            continue
        shutil.rmtree(remains, ignore_errors=True)


def _begun() -> bool:
    from django.apps import apps

    return apps.ready


def _let_go() -> None:
    """Close every connection to the database."""
    if _begun():
        from django.db import connections

        connections.close_all()


def _let_go_of_files() -> None:
    """Close the database's files before their folder moves; a server stays connected."""
    if _begun():
        from django.db import connections

        for connection in connections.all():
            if connection.vendor == "sqlite":
                connection.close()


def _moved(deployment: Deployment) -> None:
    """Tell Django where the folder is now."""
    from django.conf import settings
    from django.db import connections

    settings.LIMEN_FOLDER = deployment.folder
    for alias in connections:
        if connections[alias].vendor == "sqlite":
            connections[alias].settings_dict["NAME"] = str(deployment.database_file)
