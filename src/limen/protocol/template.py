"""A commented document to start from."""

from __future__ import annotations

import re
from pathlib import Path

from limen.errors import DocumentError, Problem, ProtocolError
from limen.protocol.document.lookup import suggestion
from limen.protocol.shipped import shipped
from limen.whole_file import write_whole

_STARTING = Path(__file__).parent / "starting.yaml"


def starting_text(*, id: str, example: str | None = None) -> str:
    """Return a commented document under a new id; it loads as it stands.

    `example` names a shipped protocol to start from. `ProtocolError` if there is none of that name.
    """
    source = _STARTING
    if example is not None:
        examples = shipped()
        if example not in examples:
            raise ProtocolError(f"There is no example '{example}'. {suggestion(example, examples)}")
        source = examples[example]
    text = source.read_text(encoding="utf-8")
    return re.sub(r"^id: .*$", f"id: {id}", text, count=1, flags=re.MULTILINE)


def write_starting(path: Path, *, example: str | None = None) -> Path:
    """Write a protocol to start from; an existing file is never replaced.

    The study's id is made of the file's name. `ProtocolError` if the file cannot be made.
    """
    path = as_yaml(path)
    text = starting_text(id=id_of(path, "study"), example=example)
    return write_new(path, text, error=ProtocolError)


def as_yaml(path: Path) -> Path:
    """The path, ending in .yaml unless it names YAML already."""
    return path if path.suffix in (".yaml", ".yml") else path.with_name(path.name + ".yaml")


def id_of(path: Path, noun: str) -> str:
    """An id out of a file's name; `noun` goes before one that does not begin with a letter."""
    words = re.sub(r"[^A-Za-z0-9]+", "_", path.stem).strip("_").lower()
    return words if words[:1].isalpha() else f"{noun}_{words}".rstrip("_")


def write_new(path: Path, text: str, *, error: type[DocumentError]) -> Path:
    """Write a document that does not exist yet: there whole, or not at all; else raise `error`."""

    def refused(message: str, remedy: str) -> DocumentError:
        problem = Problem(message=message, remedy=remedy, file=path)
        return error(f"{path} was not written.", [problem])

    if not path.parent.is_dir():
        raise refused("Its folder does not exist.", "Create the folder first.")
    try:
        write_whole(path, text)
    except FileExistsError:
        raise refused("It exists already.", "Name another file.") from None
    return path
