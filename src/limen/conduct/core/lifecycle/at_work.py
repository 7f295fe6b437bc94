"""Starting Django for a deployment whose database fits this version of Limen."""

from __future__ import annotations

from pathlib import Path

from limen.conduct import start
from limen.conduct.core.deployment import Deployment
from limen.errors import ConductError, Problem


def at_work(folder: Path) -> Deployment:
    """Return the deployment in a folder, ready for models and services.

    `ConductError` if the folder is no deployment, the database cannot be reached, or its tables are
    those of another version of Limen.
    """
    start(folder)
    deployment = Deployment.at(folder)
    pending = pending_migrations()
    if "core.0001_record" in pending:
        message = "Its database holds no study: the file was taken away, or another one is named."
        remedy = "Look at [database] in the settings and at DATABASE_URL, or restore a backup."
        problem = Problem(message=message, remedy=remedy, file=folder)
        raise ConductError(f"{folder} holds no study.", [problem])
    if pending:
        message = "Its tables are those of an earlier version of Limen."
        remedy = f"Stop the server, then: limen conduct upgrade {folder}"
        problem = Problem(message=message, remedy=remedy, file=folder)
        raise ConductError(f"{folder} must be upgraded first.", [problem])
    refuse_another_database(deployment)
    return deployment


def refuse_another_database(deployment: Deployment) -> None:
    """Raise `ConductError` if the database belongs to another folder, or its clock is not the time.

    Whoever has `DATABASE_URL` in the environment would otherwise work on that study, whichever
    folder they name.
    """
    from limen.conduct.core import clock
    from limen.conduct.core.lifecycle import empty_database
    from limen.conduct.core.models import Study

    found = Study.objects.values_list("deployment", "demonstration").first()
    if found is None:
        return
    identity, demonstration = found
    if identity != deployment.identity:
        message = f"The database is that of another folder, with the id {identity or '(none)'}."
        remedy = (
            "Look at [database] in the settings and at DATABASE_URL in the environment. A study "
            "moves to another folder by `limen conduct backup` and `restore`."
        )
        problem = Problem(message=message, remedy=remedy, file=deployment.identity_file)
        raise ConductError(f"{deployment.folder} and its database are two studies.", [problem])
    if clock.ahead() and not demonstration:
        raise clock.not_the_time(deployment.clock_file)
    empty_database.finish()  # whoever made it was killed right before this


def pending_migrations() -> list[str]:
    """Return what a migration would still do, as `app.name`; all of it in an empty database.

    `ConductError` if the database cannot be reached, or was migrated by a later version of Limen.
    """
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        message = f"The database cannot be reached or read: {str(error).strip()}."
        remedy = "Look at [database] in the settings, and whether the database server runs."
        problem = Problem(message=message, remedy=remedy)
        raise ConductError("There is no database.", [problem]) from None
    known = executor.loader.disk_migrations or {}
    strange = [key for key in executor.loader.applied_migrations if key not in known]
    if any(app == "core" for app, _ in strange):
        message = "Its tables are those of a later version of Limen."
        problem = Problem(message=message, remedy="Install that version again.")
        raise ConductError("This version of Limen is too old for the database.", [problem])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _ in plan]
