"""A deployment out of a backup, in an empty folder and an empty database."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from limen.conduct.core.deployment import Deployment, Keys
from limen.conduct.core.deployment.folder import SETTINGS_FILE
from limen.conduct.core.deployment.keys import key_id
from limen.conduct.core.lifecycle.staged import begin, staged
from limen.errors import ConductError, Problem

if TYPE_CHECKING:
    from limen.conduct.core.trail import Verification


def restore(
    backup: Path, folder: Path, *, keys: Path | None, database_url: str = ""
) -> tuple[Deployment, Verification]:
    """Make a deployment out of a backup; return it and what verifying its trail found.

    `keys` is the folder in which its keys were kept apart. Without it new ones are made: then what
    was encrypted can never be read again. `database_url` names an empty PostgreSQL database; left
    out, the record goes into SQLite, wherever it was before. `ConductError` with every problem: the
    backup is damaged, the keys are others, folder or database are not empty.
    """
    settings = _settings(backup, database_url)
    if keys is not None:
        Keys(keys).master()  # these raise before anything is made
        Keys(keys).secret()
    with staged(folder, settings) as deployment:
        if keys is None:
            deployment.keys.make()
        else:
            Keys(keys).copy_to(deployment.keys.folder)
        for part in (deployment.documents, deployment.instruments):
            if (backup / part.name).is_dir():
                shutil.copytree(backup / part.name, part, dirs_exist_ok=True)
        found = _load(backup, deployment, lost=keys is None)
    return Deployment.at(folder), found


def _load(backup: Path, deployment: Deployment, *, lost: bool) -> Verification:
    begin(deployment)
    from limen.conduct.core.backup import load_backup, read_manifest
    from limen.conduct.core.protocol_files import write_protocol_files
    from limen.conduct.core.services.replace_keys import replace_keys

    wanted = read_manifest(backup).master_key_id
    if not lost and key_id(deployment.keys.master()) != wanted:
        message = f"They are not those of this study: its master key is {wanted}."
        remedy = "Name the folder in which its keys were kept."
        raise ConductError("The keys do not fit.", [Problem(message=message, remedy=remedy)])
    found = load_backup(backup)
    if lost:
        replace_keys()
    write_protocol_files(deployment)
    deployment.keep_to_owner()
    return found


def _settings(backup: Path, database_url: str) -> str:
    file = backup / SETTINGS_FILE
    if not file.is_file():
        problem = Problem(message="It holds no settings.", remedy="Name a backup's folder.")
        raise ConductError(f"{backup} is no backup.", [problem])
    text = file.read_text(encoding="utf-8")
    return re.sub(r"(?m)^url *=.*$", lambda _: f'url = "{database_url}"', text)
