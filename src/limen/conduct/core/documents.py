"""The files of information and consent documents, found by the hash that the protocol pins."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from limen.errors import Problem
from limen.protocol import Protocol, known, listed
from limen.protocol.document.people import Consent
from limen.protocol.document.people import ConsentDocument as Pinned


@dataclass(frozen=True)
class Found:
    """A document of the protocol and its words."""

    pinned: Pinned
    text: str


def pinned_documents(protocol: Protocol) -> tuple[Pinned, ...]:
    """Return the documents that a protocol pins; none if it says nothing about consent yet."""
    consent = protocol.consent
    return listed(consent.documents) if isinstance(consent, Consent) else ()


def found_documents(protocol: Protocol, folder: Path) -> list[Found]:
    """Return the pinned documents whose file lies in a folder, under any name."""
    files = _by_hash(folder)
    found = []
    for pinned in pinned_documents(protocol):
        file = files.get(str(pinned.sha256))
        text = _text(file) if file else None
        if text is not None:
            found.append(Found(pinned, text))
    return found


def take_documents(protocol: Protocol, materials: Path, *, into: Path) -> list[Path]:
    """Copy the pinned documents that lie in a folder, or in `documents/` in it; return the copies.

    They are found by their hash, whatever their names; what is there already stays.
    """
    files = _by_hash(materials) | _by_hash(materials / "documents")
    taken = []
    for pinned in pinned_documents(protocol):
        file = files.get(str(pinned.sha256))
        copy = into / file.name if file else None
        if file is not None and copy is not None and not copy.exists():
            shutil.copyfile(file, copy)
            taken.append(copy)
    return taken


def missing_documents(protocol: Protocol, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the documents: not there, or no text."""
    files = _by_hash(folder)
    for pinned in pinned_documents(protocol):
        path = f"consent.documents.{pinned.id}"
        file = files.get(str(pinned.sha256))
        if file is None and known(pinned.sha256):
            remedy = f"Put the file into {folder}, under any name, not a letter changed."
            message = f"No file has the pinned SHA-256 {str(pinned.sha256)[:12]}…"
            yield Problem(message=message, remedy=remedy, path=path)
        elif file is not None and _text(file) is None:
            remedy = "Give it as Markdown in UTF-8, and pin the hash of that file."
            yield Problem(message="It is no text.", remedy=remedy, file=file, path=path)


def _by_hash(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        return {}
    files = (file for file in sorted(folder.iterdir()) if file.is_file())
    return {sha256(file.read_bytes()).hexdigest(): file for file in files}


def _text(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
