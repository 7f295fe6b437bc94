"""Mending what could not be read, so that the rest can be checked at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from limen.protocol.document.opening import Path
from limen.protocol.document.part import NEVER_UNKNOWN
from limen.protocol.document.protocol import Protocol
from limen.protocol.reading.faults import Fault, faults

_ROUNDS = 6
UNREADABLE = "could not be read"


class _Numbered(list[Any]):
    """A list whose elements remember their numbers when others are taken out."""

    numbers: list[int]

    def take_out(self, position: int) -> Any:
        del self.numbers[position]
        return self.pop(position)


@dataclass
class Mended:
    """A document with its unreadable pieces set to unknown, or taken out of their lists.

    `protocol` is None if too little can be read. Checks skip what is unknown, and do not complain
    about references to ids that were `lost` with a piece.
    """

    data: Any
    protocol: Protocol | None = None
    lost: set[str] = field(default_factory=set)

    def original(self, path: Path) -> Path:
        """Return a path in the document as it was written."""
        here, steps = self.data, list[str | int]()
        for step in path:
            inside = isinstance(here, _Numbered) and isinstance(step, int) and step < len(here)
            steps.append(here.numbers[step] if inside else step)
            here = here[step] if inside or (isinstance(here, dict) and step in here) else None
        return tuple(steps)


def mended(data: dict[str, Any], found: Sequence[Fault]) -> Mended:
    """Mend a document as far as its faults allow."""
    mending = Mended(_copy(data))
    data, lost = mending.data, mending.lost
    for _ in range(_ROUNDS):
        for fault in sorted(found, key=lambda fault: _order(fault.path), reverse=True):
            _mend(data, fault, lost)
        try:
            mending.protocol = Protocol.model_validate(data)
            break
        except ValidationError as error:
            found = faults(error.errors(), data, Protocol)
    return mending


def _copy(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    if isinstance(data, list):
        copied = _Numbered(map(_copy, data))
        copied.numbers = list(range(len(data)))
        return copied
    return data


def _order(path: Path) -> list[tuple[int, str, int]]:
    """Later elements first, so that removing one moves none that is still to be mended."""
    return [(0, step, 0) if isinstance(step, str) else (1, "", step) for step in path]


def _mend(data: Any, fault: Fault, lost: set[str]) -> None:
    if not fault.path:
        return
    holder = data
    for step in fault.path[:-1]:
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return
    last = fault.path[-1]
    if isinstance(holder, _Numbered) and isinstance(last, int):
        if last < len(holder):
            _note(holder.take_out(last), lost)
    elif not isinstance(holder, dict):
        return
    elif fault.kind == "extra_forbidden":
        holder.pop(last, None)
    elif last == "limen":
        holder["limen"] = 1
    elif last == "status":
        holder["status"] = "historical"
    elif last == "id":
        holder["id"] = f"unreadable_{abs(hash(fault.path)) % 10**6}"
    elif last in NEVER_UNKNOWN:
        _drop(data, fault.path[:-1], lost)
    else:
        _note(holder.get(last), lost)
        holder[last] = {"unknown": UNREADABLE}


def _drop(data: Any, path: Path, lost: set[str]) -> None:
    """Take out a piece whose kind is not known: an element of a list, or a field."""
    if not path:
        return
    holder, last = data, path[-1]
    for step in path[:-1]:
        holder = holder[step]
    _note(holder[last], lost)
    if isinstance(last, int):
        holder.take_out(last)
    else:
        holder[last] = {"unknown": UNREADABLE}


def _note(piece: Any, lost: set[str]) -> None:
    if isinstance(piece, dict):
        if isinstance(piece.get("id"), str):
            lost.add(piece["id"])
        for value in piece.values():
            _note(value, lost)
    elif isinstance(piece, list):
        for value in piece:
            _note(value, lost)
