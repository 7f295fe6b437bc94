"""A deployment after a new version of Limen was installed: its tables are brought up to date."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from limen import __version__
from limen.conduct import start
from limen.conduct.core.deployment import Deployment
from limen.errors import ConductError, Problem

if TYPE_CHECKING:
    from limen.conduct.core.trail import Record


@dataclass(frozen=True)
class Upgraded:
    """The backup made first, and the migrations applied; without any, there was nothing to do."""

    backup: Path | None
    migrations: tuple[str, ...]


def upgrade(folder: Path) -> Upgraded:
    """Make a backup, then apply every migration; the server must not run.

    `ConductError` names the backup if a migration fails.
    """
    start(folder)
    from django.core.management import call_command
    from django.db import Error

    from limen.conduct.core.actor import COMMAND
    from limen.conduct.core.backup import make_backup
    from limen.conduct.core.lifecycle.at_work import pending_migrations, refuse_another_database
    from limen.conduct.core.protocol_files import write_protocol_files
    from limen.conduct.core.trail import recording

    deployment = Deployment.at(folder)
    pending = tuple(pending_migrations())
    if not pending:
        refuse_another_database(deployment)
        return Upgraded(None, ())
    if "core.0004_serving" not in pending:
        refuse_another_database(deployment)
    backup = make_backup(deployment)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except Error as error:
        message = f"A migration failed: {str(error).strip()}"
        remedy = f"Install the version from before, and restore {backup} into a new folder."
        problem = Problem(message=message, remedy=remedy)
        raise ConductError("The upgrade stopped.", [problem]) from error
    with recording("study.upgraded", by=COMMAND) as record:
        record.note("limen", __version__)
        record.note("migrations", list(pending))
        _bind(deployment, record)
    write_protocol_files(deployment)
    return Upgraded(backup, pending)


def _bind(deployment: Deployment, record: Record) -> None:
    """Bind a folder from before ids to its database, and begin to seal the trail."""
    from limen.conduct.core.models import Study

    study = Study.objects.get()
    if not study.deployment:
        study.deployment = deployment.identity or deployment.identify()
        record.change(study, "deployment")
    if not deployment.keys.sealed_file.exists():
        deployment.keys.seal_since(record.number)
