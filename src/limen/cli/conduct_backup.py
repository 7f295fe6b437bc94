"""`limen conduct backup`, `restore`, `upgrade`: a record outlives its machine and its version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from limen.cli.conduct_staff import Folder
from limen.counted import counted


def backup(
    folder: Folder,
    into: Annotated[
        Path | None, typer.Option(help="Folder of backups; left out: FOLDER/backups.")
    ] = None,
    keys_to: Annotated[
        Path | None, typer.Option(help="Also copy the keys, into this new folder.")
    ] = None,
) -> None:
    """Back up the record while the server runs. Keys are never in a backup: keep them apart.

    Example: limen conduct backup my_study
    """
    from limen.conduct.core.lifecycle import at_work

    deployment = at_work(folder)
    from limen.conduct.core.backup import make_backup

    made = make_backup(deployment, into=into)
    typer.echo(f"Made {made}. Copy it to another machine.")
    if keys_to is not None:
        deployment.keys.copy_to(keys_to)
        typer.echo(f"Copied the keys to {keys_to}. Never keep them beside backups.")
    else:
        typer.echo(
            f"The keys in {folder / 'keys'} are not in it. Keep a copy apart, and renew it after "
            "each erasure; without it nobody reads contact data again."
        )


def restore(
    backup_folder: Annotated[Path, typer.Argument(metavar="BACKUP", help="A backup's folder.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder to make.")],
    keys: Annotated[
        Path | None, typer.Option(help="Folder with the keys that were kept apart.")
    ] = None,
    without_keys: Annotated[
        bool,
        typer.Option("--without-keys", help="They are lost: give up contact data and free text."),
    ] = False,
    database: Annotated[
        str, typer.Option(help="URL of an empty PostgreSQL database; left out: SQLite.")
    ] = "",
    erased: Annotated[
        Path | None,
        typer.Option(help="A list of erased participants: erased.txt of the lost folder."),
    ] = None,
) -> None:
    """Make a deployment out of a backup in a new folder, and verify it.

    Example: limen conduct restore backups/2026-11-26T02-00-00-000000Z again --keys /safe/keys
    """
    from limen.conduct.core.lifecycle import restore as restore_now
    from limen.errors import ConductError

    if (keys is None) != without_keys:
        raise ConductError("Say where the keys are: --keys FOLDER, or --without-keys if lost.")
    _, found = restore_now(backup_folder, folder, keys=keys, database_url=database, erased=erased)
    typer.echo(f"Made {folder}: {counted(found.entries, 'entry', 'entries')}, as in the backup.")
    typer.echo(f"Look at the settings, then: limen conduct check {folder}")


def upgrade(folder: Folder) -> None:
    """After a new version of Limen: make a backup, then bring the tables up to date.

    Example: limen conduct upgrade my_study
    """
    from limen.conduct.core.lifecycle import upgrade as upgrade_now

    done = upgrade_now(folder)
    if not done.migrations:
        typer.echo("There is nothing to do.")
        return
    typer.echo(f"Made {done.backup}. Applied {', '.join(done.migrations)}.")
