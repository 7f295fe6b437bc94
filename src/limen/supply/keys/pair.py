"""Key pairs: the public part in the folder, the private one locked with a passphrase."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.utils import random

from limen.errors import Problem, SupplyError
from limen.supply.keys.public import ENDING, FORMAT, MARKER, Kind, PublicPart, public_parts
from limen.supply.sealed.files import decoded, encoded, json_bytes, read_json, refused
from limen.supply.sealed.release import PRIVATE_FORMAT, PRIVATE_MARKER

PRIVATE_ENDING = ".private.json"
LEAST_PASSPHRASE = 16
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class Cost:
    """What one guess of a passphrase costs: Argon2id's passes, and memory in bytes."""

    passes: int
    memory: int


# A telephone must open a clinician's key, so memory is less and passes are more.
COSTS = {
    "holder": Cost(argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE),
    "clinician": Cost(4, argon2id.MEMLIMIT_INTERACTIVE),
    "allocator": Cost(argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE),
}
_DEAREST = Cost(argon2id.OPSLIMIT_SENSITIVE, argon2id.MEMLIMIT_SENSITIVE)


@dataclass(frozen=True, kw_only=True)
class Unlocked:
    """Somebody's private key in memory: never written, never printed."""

    name: str
    kind: Kind
    key: PrivateKey = field(repr=False)

    @property
    def public(self) -> bytes:
        """The public part, 32 bytes."""
        return bytes(self.key.public_key)


def make_key(
    folder: Path,
    *,
    name: str,
    kind: Kind,
    passphrase: str,
    private: Path | None = None,
    cost: Cost | None = None,
) -> PublicPart:
    """Make somebody's key pair: the public part in `folder`, the private part at `private`.

    `private` is ``NAME.private.json`` in the folder if left out; its owner takes it away. Raises
    `SupplyError` if the name is taken or no plain word, or the passphrase is short.
    """
    refuse_name(folder, name, kind)
    if len(passphrase) < LEAST_PASSPHRASE or len(set(passphrase)) < 6:
        raise SupplyError(
            f"The passphrase needs {LEAST_PASSPHRASE} characters, not the same over and over. Five "
            "words that have nothing to do with each other are easy to keep and hard to guess."
        )
    key, salt = PrivateKey.generate(), random(argon2id.SALTBYTES)
    spent = cost or COSTS[kind]
    box = SecretBox(_stretched(passphrase, salt, spent)).encrypt(bytes(key))
    content = {
        PRIVATE_MARKER: PRIVATE_FORMAT,
        "name": name,
        "kind": kind,
        "public": bytes(key.public_key).hex(),
        "locked_by": {
            "method": "argon2id",
            "passes": spent.passes,
            "memory_bytes": spent.memory,
            "salt": encoded(salt),
        },
        "box": encoded(bytes(box)),
    }
    return _written(folder, name, kind, key, private or private_file(folder, name), content)


def make_release_key(folder: Path, *, private: Path | None = None) -> PublicPart:
    """Make the server's release key: its private part is not locked, and goes to the server.

    By itself it opens nothing: it is half of every kit's key.
    """
    refuse_name(folder, "release", "server")
    key = PrivateKey.generate()
    content = {
        PRIVATE_MARKER: PRIVATE_FORMAT,
        "name": "release",
        "kind": "server",
        "public": bytes(key.public_key).hex(),
        "private": encoded(bytes(key)),
    }
    place = private or private_file(folder, "release")
    return _written(folder, "release", "server", key, place, content)


def private_file(folder: Path, name: str) -> Path:
    """Return where the private part is put if nobody says otherwise."""
    return folder / f"{name}{PRIVATE_ENDING}"


def refuse_name(folder: Path, name: str, kind: Kind) -> None:
    """Raise `SupplyError` for a name that is no plain word or taken, and for a third holder."""
    if not _NAME.fullmatch(name):
        raise SupplyError(
            f"'{name}' cannot name a key: use small letters, digits, - and _, a letter first."
        )
    parts = list(public_parts(folder)) if folder.is_dir() else []
    if any(part.name == name for part in parts):
        raise SupplyError(f"{folder} has a key called '{name}' already. Keys are never replaced.")
    if kind == "holder" and sum(part.kind == "holder" for part in parts) == 2:
        raise SupplyError(f"{folder} has two key holders already; a third cannot be added.")


def unlock(file: Path, passphrase: str) -> Unlocked:
    """Return the private key in a file; `SupplyError` if it does not open or was changed."""
    found = read_json(file, marker=PRIVATE_MARKER, version=PRIVATE_FORMAT)
    try:
        lock = found["locked_by"]
        cost = Cost(int(lock["passes"]), int(lock["memory_bytes"]))
        salt, box = decoded(lock["salt"]), decoded(found["box"])
        name, kind, public = found["name"], found["kind"], bytes.fromhex(found["public"])
    except (KeyError, TypeError, ValueError) as error:
        raise refused(file, f"lacks or garbles something: {error}.", "Use a copy.") from None
    dear = cost.passes > _DEAREST.passes or cost.memory > _DEAREST.memory
    if lock.get("method") != "argon2id" or dear or len(salt) != argon2id.SALTBYTES:
        raise refused(file, "is locked in a way that Limen does not know.", "Use a copy.")
    try:
        key = PrivateKey(SecretBox(_stretched(passphrase, salt, cost)).decrypt(box))
    except (CryptoError, ValueError):
        raise _does_not_open(file, name) from None
    if bytes(key.public_key) != public:
        raise _does_not_open(file, name)
    return Unlocked(name=name, kind=kind, key=key)


def _does_not_open(file: Path, name: str) -> SupplyError:
    problem = Problem(
        file=file,
        message=f"does not open: the passphrase is not the one of '{name}', or the file changed.",
        remedy="Type it again, or use the second copy.",
    )
    return SupplyError("The private key does not open.", [problem])


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    try:
        return argon2id.kdf(
            SecretBox.KEY_SIZE,
            passphrase.encode(),
            salt,
            opslimit=cost.passes,
            memlimit=cost.memory,
        )
    except (CryptoError, ValueError, MemoryError) as error:
        raise SupplyError(
            f"The passphrase cannot be worked on here: {error}. It needs "
            f"{cost.memory >> 20} MiB of free memory."
        ) from None


def _written(
    folder: Path, name: str, kind: Kind, key: PrivateKey, place: Path, content: dict[str, object]
) -> PublicPart:
    public = PublicPart(name=name, kind=kind, public=bytes(key.public_key))
    shown = {
        MARKER: FORMAT,
        "name": name,
        "kind": kind,
        "public": public.public.hex(),
        "fingerprint": public.fingerprint,
    }
    folder.mkdir(parents=True, exist_ok=True)
    _write_new(place, json_bytes(content), mode=0o600)
    try:
        _write_new(folder / f"{name}{ENDING}", json_bytes(shown), mode=0o644)
    except SupplyError:
        place.unlink()
        raise
    return public


def _write_new(file: Path, content: bytes, *, mode: int) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise refused(file, "exists already; a key is never replaced.", "Name another.") from None
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
