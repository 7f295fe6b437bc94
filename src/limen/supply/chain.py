"""A chain: JSON lines of which each holds the hash of the line before. Lines are only added."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from limen.errors import Problem, SupplyError
from limen.supply.sealed.files import canonical, digest

START = "0" * 64
_OURS = ("number", "previous", "hash")
_CHANGED = "It was changed after it was written: use an unchanged copy, and find out why."
_CUT_OFF = (
    "If the machine stopped while it was written, nobody was ever told this line: keep a copy, "
    "remove the unfinished line, and write down that you did. Otherwise use an unchanged copy."
)


@dataclass(frozen=True, kw_only=True)
class Link:
    """One line of a chain: its number from 1, its content, and its hash."""

    number: int
    content: Mapping[str, Any]
    hash: str


def read_chain(file: Path) -> tuple[Link, ...]:
    """Return the lines of a chain, none if the file does not exist.

    Raises `SupplyError` at the first line that was changed, removed, inserted or cut off.
    """
    try:
        text = file.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SupplyError(f"{file} cannot be read: {error.strerror}.") from None
    return _links(text, file)


def head(links: Sequence[Link]) -> str:
    """Return the hash of the last line: what a witness writes down."""
    return links[-1].hash if links else START


@contextmanager
def adding(file: Path) -> Iterator[tuple[tuple[Link, ...], Callable[[Mapping[str, Any]], Link]]]:
    """Hold a chain alone: its lines so far, and the function that adds one.

    A line is on the disk when the function returns. Two processes never add at once.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        links = list(_links(stream.read(), file))

        def add(content: Mapping[str, Any]) -> Link:
            link = _next(links, content)
            _append(stream, {**link.content, **_own(link, head(links))})
            links.append(link)
            return link

        yield tuple(links), add


def _next(links: Sequence[Link], content: Mapping[str, Any]) -> Link:
    taken = [name for name in _OURS if name in content]
    if taken:
        raise SupplyError(f"A line cannot say '{taken[0]}' itself.")
    number, plain = len(links) + 1, json.loads(canonical(content))
    return Link(number=number, content=plain, hash=_hash(number, head(links), plain))


def _own(link: Link, previous: str) -> dict[str, object]:
    return {"number": link.number, "previous": previous, "hash": link.hash}


def _append(stream: IO[bytes], row: Mapping[str, object]) -> None:
    stream.seek(0, os.SEEK_END)
    stream.write(canonical(row) + b"\n")
    stream.flush()
    os.fsync(stream.fileno())


def _hash(number: int, previous: str, content: Mapping[str, Any]) -> str:
    return digest(canonical([number, previous, content]))


def _links(text: bytes, file: Path) -> tuple[Link, ...]:
    if text and not text.endswith(b"\n"):
        raise _broken(file, text.count(b"\n") + 1, "was cut off in the middle.", _CUT_OFF)
    links: list[Link] = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            row = json.loads(line)
            content = {name: value for name, value in row.items() if name not in _OURS}
            own = (row["number"], row["previous"], row["hash"])
        except (ValueError, KeyError, AttributeError):
            raise _broken(file, number, "is no line of a chain.") from None
        expected = _hash(number, head(links), content)
        if own != (number, head(links), expected):
            raise _broken(file, number, "does not follow from the line before.")
        links.append(Link(number=number, content=content, hash=expected))
    return tuple(links)


def _broken(file: Path, line: int, message: str, remedy: str = _CHANGED) -> SupplyError:
    problem = Problem(file=file, line=line, message=message, remedy=remedy)
    return SupplyError("The chain is broken.", [problem])
