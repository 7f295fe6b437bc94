"""The bytes of a file: its size, its encoding, its JSON, its hash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from limen.errors import InstrumentError, Problem

LARGEST_BYTES = 4_000_000


def refuse(file: Path, message: str, remedy: str = "", line: int | None = None) -> NoReturn:
    """Raise `InstrumentError` for a file that cannot be used."""
    problem = Problem(file=file, line=line, message=message, remedy=remedy)
    raise InstrumentError(f"{file} cannot be imported.", [problem])


@dataclass(frozen=True, kw_only=True)
class Document:
    """A text file that was read whole."""

    file: Path
    text: str
    sha256: str  # of its bytes


def read_document(file: Path) -> Document:
    """Return a file's text; `InstrumentError` if it cannot be read, or is not UTF-8."""
    content = read_bytes(file)
    return Document(file=file, text=decoded(content, file), sha256=digest(content))


def read_bytes(file: Path) -> bytes:
    """Return a file's bytes; `InstrumentError` if it is missing, too large or not a plain file."""
    try:
        if not file.exists():
            refuse(file, "There is no such file.", "Check the name.")
        if not file.is_file():
            refuse(file, "This is not a plain file.", "Name the file that holds the words.")
        if (size := file.stat().st_size) > LARGEST_BYTES:
            refuse(
                file,
                f"The file has {size:,} bytes, and at most {LARGEST_BYTES:,} are read.",
                "Save only the questionnaire that is meant to a file of its own.",
            )
        return file.read_bytes()
    except OSError as error:
        refuse(file, f"The file cannot be read: {error.strerror}.", "Look after its permissions.")


def decoded(content: bytes, file: Path) -> str:
    """Return the text of a file that must be UTF-8."""
    if content[:4] == b"PK\x03\x04":
        refuse(file, "This is a zip archive or a spreadsheet.", "Unpack it, or save it as CSV.")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        refuse(file, "The file is UTF-16.", "Save it as UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"The file is not UTF-8: byte {error.start + 1} makes no character."
        refuse(file, message, "Save it as UTF-8.", line)


def parsed(text: str, file: Path) -> Any:
    """Return the JSON of a text; a key that stands twice in one object is refused."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        content = dict(found)
        if len(content) < len(found):
            names = [name for name, _ in found]
            twice = next(name for name in names if names.count(name) > 1)
            refuse(file, f"The key {twice!r} stands twice in one object.", "Keep one of them.")
        return content

    def constant(name: str) -> NoReturn:
        refuse(file, f"{name} is not a number in JSON.", "Write a number, or leave the key out.")

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}: {error.msg}"
        refuse(file, f"This is not JSON: {place}.", "Look for commas and quotes.", error.lineno)
    except (RecursionError, ValueError) as error:
        what = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        refuse(file, f"This is not JSON that can be read: {what}.")


def digest(content: bytes) -> str:
    """Return SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    return sha256(content).hexdigest()


class Folder:
    """The files of one folder, read by relative references that never leave it.

    Its `sha256` is that of one line per file read, sorted: digest, two spaces, path; what
    ``sha256sum`` prints for these files.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._digests: dict[str, str] = {}
        self._read: dict[Path, Any] = {}
        self._bytes = 0

    def path(self, reference: str, *, beside: Path) -> Path:
        """Return the file a reference names; `InstrumentError` if it lies outside the folder."""
        if "://" in reference or reference.startswith("//"):
            refuse(
                beside,
                f"{reference!r} is an address, and nothing is fetched.",
                "Save what it names into the folder, and refer to it by a relative path.",
            )
        if "\0" in reference or "\\" in reference or Path(reference).is_absolute():
            refuse(beside, f"{reference!r} is no relative path.", "Write a path within the folder.")
        target = (beside.parent / reference).resolve()
        if not target.is_relative_to(self.root.resolve()):
            refuse(
                beside,
                f"{reference!r} leads out of the folder {self.root.name!r}.",
                "Copy what it names into the folder, and refer to it there.",
            )
        return self.root / target.relative_to(self.root.resolve())

    def json(self, file: Path) -> Any:
        """Return the JSON of a file in the folder; each is read once."""
        if file not in self._read:
            content = read_bytes(file)
            self._bytes += len(content)
            if self._bytes > LARGEST_BYTES:
                refuse(file, f"The files have more than {LARGEST_BYTES:,} bytes together.")
            name = file.relative_to(self.root).as_posix()
            self._digests[name] = digest(content)
            self._read[file] = parsed(decoded(content, file), file)
        return self._read[file]

    def unread(self) -> list[str]:
        """Return the relative paths of the files that lie beside those read, sorted."""
        places = {(self.root / name).parent for name in self._digests}
        found = (file for place in places for file in place.iterdir() if file.is_file())
        return sorted({file.relative_to(self.root).as_posix() for file in found} - {*self._digests})

    @property
    def sha256(self) -> str:
        """SHA-256 over the digests of all files read."""
        lines = [f"{value}  {name}\n" for name, value in sorted(self._digests.items())]
        return digest("".join(lines).encode("utf-8"))
