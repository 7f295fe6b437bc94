"""A deployment out of a backup, in an empty folder and an empty database."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from limen.conduct.core.deployment import Deployment, Keys
from limen.conduct.core.deployment.erased import add_codes, codes_in
from limen.conduct.core.deployment.folder import SETTINGS_FILE
from limen.conduct.core.lifecycle.staged import begin, staged
from limen.errors import ConductError, Problem

ERASED_FILE = "erased.txt"

if TYPE_CHECKING:
    from limen.conduct.core.trail import Verification


def restore(
    backup: Path,
    folder: Path,
    *,
    keys: Path | None,
    database_url: str = "",
    erased: Path | None = None,
) -> tuple[Deployment, Verification]:
    """Make a deployment out of a backup; return it and what verifying its trail found.

    `keys` is the folder in which its keys were kept apart. Without it new ones are made: then what
    was encrypted can never be read again. `database_url` names an empty PostgreSQL database; left
    out, the record goes into SQLite, wherever it was before. Whoever was erased is erased again: as
    listed with the keys, in the backup, beside it, and in the file `erased`. `ConductError` with
    every problem: the backup is damaged, the keys are others, folder or database are not empty.
    """
    settings = _settings(backup, database_url)
    if keys is not None:
        Keys(keys).master()  # these raise before anything is made
        Keys(keys).secret()
    with staged(folder, settings) as deployment:
        if keys is None:
            deployment.keys.make()
        else:
            Keys(keys).copy_secret_to(deployment.keys.folder)  # Django does not start without
        for part in (deployment.documents, deployment.instruments):
            if (backup / part.name).is_dir():
                shutil.copytree(backup / part.name, part, dirs_exist_ok=True)
        begin(deployment, place=folder)
        found = _load(backup, deployment, keys=keys, erased=_erased(backup, erased))
    return Deployment.at(folder), found


def _erased(backup: Path, file: Path | None) -> frozenset[str]:
    """Return who is known to have been erased, by all lists but that of the keys."""
    if file is not None and not file.is_file():
        problem = Problem(message="There is no such file.", remedy="Name the list.", file=file)
        raise ConductError("Nothing was made.", [problem])
    named = [file] if file is not None else []
    beside = backup.expanduser().resolve().parent / ERASED_FILE
    lists = [backup / ERASED_FILE, beside, *named]
    return frozenset[str]().union(*map(codes_in, lists))


def _load(
    backup: Path, deployment: Deployment, *, keys: Path | None, erased: frozenset[str]
) -> Verification:
    from limen.conduct.core.backup import finish_restoring, load_rows, read_manifest
    from limen.conduct.core.protocol_files import write_protocol_files
    from limen.conduct.core.services.replace_keys import replace_keys
    from limen.conduct.core.trail import Seal

    manifest = read_manifest(backup)
    if keys is not None and Keys(keys).master_id != manifest.master_key_id:
        message = f"They are not those of this study: its master key is {manifest.master_key_id}."
        remedy = "Name the folder in which its keys were kept."
        raise ConductError("The keys do not fit.", [Problem(message=message, remedy=remedy)])
    seal = Seal.of_keys(Keys(keys)) if keys is not None else Seal.unknown()
    found = load_rows(backup, seal=seal)
    # The master key comes last: who finds what a restore left that was killed reads nothing.
    if keys is None:
        deployment.keys.seal_since(found.entries + 1)
    else:
        shutil.rmtree(deployment.keys.folder)
        Keys(keys).copy_to(deployment.keys.folder)
    deployment.keys.note_erased(erased)
    finish_restoring(manifest)
    if keys is None:
        replace_keys()
    add_codes(deployment.erased_copy, deployment.keys.erased())
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
