"""The keys of a deployment: files that only their owner may read."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from limen.conduct.core.deployment.durable import write_durably
from limen.conduct.core.deployment.erased import add_codes, codes_in
from limen.errors import ConductError, Problem

_BYTES = 32


@dataclass(frozen=True)
class Keys:
    """`secret.key` signs cookies and links; `master.key` wraps every participant's own key.

    `erased.txt` lists the codes of participants whose key was destroyed, so that restoring an older
    backup does not bring their data back. `sealed.txt` holds the number of the first audit entry
    that must bear a seal; `unswept/` a file for each erasure of which old pages may still lie in
    the database's files. None of this is ever part of a backup of the record, but for a copy of the
    list of erased participants.
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

    @property
    def sealed_file(self) -> Path:
        """The number of the first sealed audit entry."""
        return self.folder / "sealed.txt"

    @property
    def release_file(self) -> Path:
        """The release key of a sealed supply, where there is one; `limen supply keys` makes it."""
        return self.folder / "release.private.json"

    @property
    def unswept_folder(self) -> Path:
        """A file for each erasure that is not swept up after yet."""
        return self.folder / "unswept"

    def sealed_since(self) -> int:
        """Return the number of the first audit entry that must bear a seal.

        Beyond every entry where there is no such file: keys from before there were seals.
        """
        try:
            return int(self.sealed_file.read_text(encoding="ascii"))
        except FileNotFoundError:
            return sys.maxsize
        except ValueError:
            remedy = "Put back the copy of the keys that you keep elsewhere."
            raise _refused(self.sealed_file, "It holds no number.", remedy) from None

    def seal_since(self, number: int) -> None:
        """Note the first audit entry that must bear a seal; on the disk before this returns."""
        write_durably(self.sealed_file, f"{number}\n")

    def note_unswept(self, code: str) -> None:
        """Note that old pages of an erasure may still be there; on the disk before this returns."""
        self.unswept_folder.mkdir(mode=0o700, exist_ok=True)
        write_durably(self.unswept_folder / code, "")

    def unswept(self) -> frozenset[str]:
        """Return the codes whose erasure is not swept up after yet."""
        folder = self.unswept_folder
        names = [file.name for file in folder.iterdir()] if folder.is_dir() else []
        return frozenset(name for name in names if not name.endswith(".partial"))

    def note_swept(self, codes: Iterable[str]) -> None:
        """Note that nothing is left of some erasures."""
        for code in codes:
            (self.unswept_folder / code).unlink(missing_ok=True)

    def make(self) -> None:
        """Make new keys; raises `ConductError` if there are some already."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        for file in (self.secret_file, self.master_file):
            self._write_new(file, secrets.token_hex(_BYTES) + "\n")
        if not self.erased_file.exists():
            self._write_new(self.erased_file, "")
        self.seal_since(1)

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
        return codes_in(self.erased_file)

    def note_erased(self, codes: Iterable[str]) -> None:
        """Add codes to the list; on the disk before this returns."""
        add_codes(self.erased_file, codes)

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
        for file in (self.secret_file, self.master_file, self.erased_file, self.sealed_file,
                     self.release_file):  # fmt: skip
            if file.exists():
                write_durably(folder / file.name, file.read_text(encoding="utf-8"))

    def copy_secret_to(self, folder: Path) -> None:
        """Copy the secret key alone into a new folder; it reads nothing that is encrypted."""
        folder.mkdir(mode=0o700, parents=True)
        write_durably(folder / self.secret_file.name, self.secret() + "\n")

    def _renew(self, copy: Keys) -> None:
        try:
            same = (copy.master(), copy.secret()) == (self.master(), self.secret())
        except ConductError:
            same = False
        if not same:
            message = "It is not empty, and holds no copy of these keys."
            raise _refused(copy.folder, message, "Name a new folder for the keys.")
        copy.note_erased(self.erased())
        if self.sealed_file.exists():
            copy.seal_since(self.sealed_since())

    def open_to_others(self) -> tuple[Path, ...]:
        """Return what others than its owner can read or enter."""
        found = [self.folder, *sorted(self.folder.rglob("*"))] if self.folder.exists() else []
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
