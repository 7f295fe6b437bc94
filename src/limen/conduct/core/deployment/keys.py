"""The keys of a deployment: files that only their owner may read."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from limen.errors import ConductError, Problem

_BYTES = 32


@dataclass(frozen=True)
class Keys:
    """`secret.key` signs cookies and links; `master.key` wraps every participant's own key.

    `erased.txt` lists the codes of participants whose key was destroyed, so that restoring an older
    backup does not bring their data back. None of this is ever part of a backup of the record.
    """

    folder: Path

    @property
    def secret_file(self) -> Path:
        """The secret key's file."""
        return self.folder / "secret.key"

    @property
    def master_file(self) -> Path:
        """The master key's file."""
        return self.folder / "master.key"

    @property
    def erased_file(self) -> Path:
        """The list of erased participants."""
        return self.folder / "erased.txt"

    def make(self) -> None:
        """Make new keys; raises `ConductError` if there are some already."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        for file in (self.secret_file, self.master_file):
            self._write_new(file, secrets.token_hex(_BYTES) + "\n")
        if not self.erased_file.exists():
            self._write_new(self.erased_file, "")

    def secret(self) -> str:
        """Return the secret key as text."""
        return self._read(self.secret_file).hex()

    def master(self) -> bytes:
        """Return the master key, 32 bytes."""
        return self._read(self.master_file)

    @property
    def master_id(self) -> str:
        """A short name of the master key that tells nothing about it."""
        return key_id(self.master())

    def erased(self) -> frozenset[str]:
        """Return the codes of all participants who were erased."""
        if not self.erased_file.exists():
            return frozenset()
        return frozenset(self.erased_file.read_text(encoding="utf-8").split())

    def note_erased(self, codes: Iterable[str]) -> None:
        """Add codes to the list; on the disk before this returns."""
        new = sorted(set(codes) - self.erased())
        if not new:
            return
        # An editor may have left the last line without its end.
        text = self.erased_file.read_text(encoding="utf-8") if self.erased_file.exists() else ""
        start = "\n" if text and not text.endswith("\n") else ""
        handle = os.open(self.erased_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, (start + "".join(f"{code}\n" for code in new)).encode())
            os.fsync(handle)
        finally:
            os.close(handle)

    def copy_to(self, folder: Path) -> None:
        """Copy all keys into a folder, readable by its owner only.

        It must be empty, or hold an earlier copy of the same keys, whose list of who was erased is
        then brought up to date.
        """
        if folder.exists() and any(folder.iterdir()):
            self._renew(Keys(folder))
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        for file in (self.secret_file, self.master_file, self.erased_file):
            if file.exists():
                copy = folder / file.name
                shutil.copyfile(file, copy)
                copy.chmod(0o600)

    def _renew(self, copy: Keys) -> None:
        try:
            same = (copy.master(), copy.secret()) == (self.master(), self.secret())
        except ConductError:
            same = False
        if not same:
            message = "It is not empty, and holds no copy of these keys."
            raise _refused(copy.folder, message, "Name a new folder for the keys.")
        copy.note_erased(self.erased())

    def open_to_others(self) -> tuple[Path, ...]:
        """Return what others than its owner can read or enter."""
        found = [self.folder, *sorted(self.folder.glob("*"))] if self.folder.exists() else []
        return tuple(path for path in found if path.stat().st_mode & 0o077)

    def _read(self, file: Path) -> bytes:
        try:
            key = bytes.fromhex(file.read_text(encoding="ascii").strip())
        except OSError as error:
            remedy = "Put back the copy of the keys that you keep elsewhere."
            raise _refused(file, f"It cannot be read: {error.strerror}.", remedy) from None
        except ValueError:
            key = b""
        if len(key) != _BYTES:
            remedy = "Put back the copy of the keys that you keep elsewhere."
            raise _refused(file, f"It is no key of {2 * _BYTES} hexadecimal digits.", remedy)
        return key

    def _write_new(self, file: Path, text: str) -> None:
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise _refused(file, "It exists already.", "Keys are never replaced.") from None
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())


def key_id(master: bytes) -> str:
    """Return the short name of a master key, 16 hexadecimal digits."""
    return sha256(b"limen master key\0" + master).hexdigest()[:16]


def _refused(file: Path, message: str, remedy: str) -> ConductError:
    problem = Problem(message=message, remedy=remedy, file=file)
    return ConductError("There is something wrong with the keys.", [problem])
