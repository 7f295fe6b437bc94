"""Where things are in a deployment's folder, and how a new one is made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from limen.conduct.core.deployment.configuration import Configuration, read_configuration
from limen.conduct.core.deployment.keys import Keys
from limen.errors import ConductError, Problem

SETTINGS_FILE = "limen-conduct.toml"
_FOLDERS = ("protocol", "documents", "instruments", "backups", "static")


@dataclass(frozen=True)
class Deployment:
    """The deployment in `folder` (absolute)."""

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> Deployment:
        """Return the deployment in a folder, or raise `ConductError` if there is none."""
        found = cls(folder.expanduser().resolve())
        if not found.settings_file.is_file():
            message = f"It holds no {SETTINGS_FILE}."
            remedy = f"Make a deployment: limen conduct init {folder} --protocol PROTOCOL"
            problem = Problem(message=message, remedy=remedy, file=folder)
            raise ConductError(f"{folder} is no deployment.", [problem])
        return found

    @property
    def settings_file(self) -> Path:
        """The settings."""
        return self.folder / SETTINGS_FILE

    @property
    def database_file(self) -> Path:
        """The record, on SQLite."""
        return self.folder / "study.sqlite3"

    @property
    def protocol_folder(self) -> Path:
        """Applied versions of the protocol, for reading."""
        return self.folder / "protocol"

    @property
    def documents(self) -> Path:
        """Information and consent documents."""
        return self.folder / "documents"

    @property
    def instruments(self) -> Path:
        """Texts of instruments."""
        return self.folder / "instruments"

    @property
    def backups(self) -> Path:
        """Backups, a folder each."""
        return self.folder / "backups"

    @property
    def keys(self) -> Keys:
        """The keys."""
        return Keys(self.folder / "keys")

    @cached_property
    def configuration(self) -> Configuration:
        """What the settings say; `ConductError` with every mistake in them."""
        return read_configuration(self.settings_file, self.database_file)

    def make_folders(self) -> None:
        """Make the folders inside a new deployment."""
        for name in _FOLDERS:
            (self.folder / name).mkdir(mode=0o750, exist_ok=True)

    def keep_to_owner(self) -> None:
        """Let nobody but its owner read the record's file, if there is one."""
        if self.database_file.exists():
            self.database_file.chmod(0o600)
