"""Where things are in a deployment's folder, and how a new one is made."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from limen.conduct.core.deployment.configuration import Configuration, read_configuration
from limen.conduct.core.deployment.durable import write_durably
from limen.conduct.core.deployment.keys import Keys
from limen.errors import ConductError, Problem

SETTINGS_FILE = "limen-conduct.toml"
UNFINISHED = ".unfinished"
_being_made: set[Path] = set()  # by this process
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
        if found.unfinished_file.exists() and found.folder not in _being_made:
            message = "It was being made when that was broken off."
            remedy = "Delete it, and run `limen conduct init` or `restore` again."
            problem = Problem(message=message, remedy=remedy, file=folder)
            raise ConductError(f"{folder} is no deployment.", [problem])
        return found

    @property
    def settings_file(self) -> Path:
        """The settings."""
        return self.folder / SETTINGS_FILE

    @property
    def unfinished_file(self) -> Path:
        """There while the folder is being made."""
        return self.folder / UNFINISHED

    @property
    def identity_file(self) -> Path:
        """What binds the folder to its database."""
        return self.folder / "deployment.id"

    @property
    def identity(self) -> str:
        """The id that this folder and its database share; empty in a folder from before ids."""
        try:
            return self.identity_file.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""

    @property
    def clock_file(self) -> Path:
        """By how many seconds a demonstration's clock is ahead, if it is."""
        return self.folder / "demonstration-clock"

    @property
    def erased_copy(self) -> Path:
        """The list of erased participants that lies beside the backups."""
        return self.backups / "erased.txt"

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

    def begin_making(self) -> None:
        """Mark a new folder as unfinished, and give it an id: until then only we may use it."""
        write_durably(self.unfinished_file, "")
        _being_made.add(self.folder)
        self.identify()

    def identify(self) -> str:
        """Give the folder a new id, and return it."""
        write_durably(self.identity_file, secrets.token_hex(16) + "\n")
        return self.identity

    def keep_to_owner(self) -> None:
        """Let nobody but its owner read the record's file, if there is one."""
        if self.database_file.exists():
            self.database_file.chmod(0o600)
