"""A folder that keeps every finished piece of a rehearsal, so that it can go on after any end.

```text
rehearsal.json            what is rehearsed; with the results once it is finished
blocks/CELL/truth.json    what is true of a cell, with its hash
blocks/CELL/PIECE.json    what each finished piece gave, with its hash
```
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from limen.errors import RehearsalError
from limen.rehearse.cell import Cell
from limen.rehearse.running.aims import Aims
from limen.rehearse.running.task import Task
from limen.rehearse.store.files import sealed, unsealed
from limen.rehearse.store.identity import Identity
from limen.rehearse.tally import Tally
from limen.whole_file import write_whole

MANIFEST, BLOCKS, TRUTH = "rehearsal.json", "blocks", "truth.json"
Found = TypeVar("Found")
_DAMAGED = (ValueError, KeyError, TypeError, UnicodeDecodeError)


@dataclass(frozen=True)
class Folder:
    """The pieces in a folder. `notice` is told of files that are damaged and done again."""

    path: Path
    identity: Identity
    notice: Callable[[str], None] = lambda text: None

    @classmethod
    def opened(
        cls, path: Path, identity: Identity, *, notice: Callable[[str], None] = lambda text: None
    ) -> Folder:
        """A folder for this rehearsal: a new or empty one, or one that began the same rehearsal.

        `RehearsalError`, with what differs, for a folder of another; nothing is changed then.
        """
        if path.exists() and not path.is_dir():
            raise RehearsalError(f"{path} is a file. Name a folder for the rehearsal.")
        if path.is_dir() and any(path.iterdir()):
            _refuse_other(path, identity)
        else:
            path.mkdir(parents=True, exist_ok=True)
            _write_manifest(path, identity)
        return cls(path, identity, notice)

    def finish(self, results: dict[str, Any]) -> None:
        """Write the results into rehearsal.json."""
        _write_manifest(self.path, self.identity, results)

    def aims(self, cell: Cell) -> Aims | None:
        """What the cell aims at, if it is kept here."""
        file = self._place(cell) / TRUTH
        return self._read(file, Aims.from_json)

    def keep_aims(self, cell: Cell, aims: Aims) -> None:
        """Write what the cell aims at."""
        self._write(self._place(cell) / TRUTH, aims.to_json())

    def holds(self, task: Task) -> bool:
        """Whether the task is done; a damaged file is removed, with a notice."""
        truths = self._read(self._file(task), lambda content: content["truths"])
        return bool(truths == task.truths_hash)

    def put(self, task: Task, tally: Tally) -> None:
        """Write what a task gave: whole, or not at all."""
        self._write(self._file(task), {"truths": task.truths_hash, "tally": tally.to_json()})

    def take(self, task: Task) -> Tally:
        """What a task gave; the file stays."""
        content = unsealed(self._file(task).read_text(encoding="utf-8"))
        return Tally.from_json(content["tally"])

    def _place(self, cell: Cell) -> Path:
        return self.path / BLOCKS / cell.key

    def _file(self, task: Task) -> Path:
        return self._place(task.cell) / f"{task.name}.json"

    def _write(self, file: Path, content: Any) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, sealed(content), replacing=True)

    def _read(self, file: Path, parse: Callable[[Any], Found]) -> Found | None:
        """What is in a file; None without one, or with one that is damaged and now removed."""
        if not file.is_file():
            return None
        try:
            return parse(unsealed(file.read_text(encoding="utf-8")))
        except _DAMAGED as error:
            self.notice(f"{file} is damaged ({error}); what it held is done again.")
            file.unlink()
            return None


def _write_manifest(path: Path, identity: Identity, results: dict[str, Any] | None = None) -> None:
    """Write rehearsal.json: what is rehearsed, and the results if there are any."""
    content = {"limen_rehearsal": 1, "identity": identity.to_json(), "results": results}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    write_whole(path / MANIFEST, text, replacing=True)


def seed_in(path: Path) -> int:
    """The seed of the rehearsal in a folder; `RehearsalError` if there is none."""
    return _identity(path).seed


def _refuse_other(path: Path, asked: Identity) -> None:
    differences = _identity(path).differences(asked)
    if differences:
        raise RehearsalError(
            "\n".join(
                [
                    f"{path} holds another rehearsal, and was left as it is:",
                    *(f"  {line}" for line in differences),
                    "Name a new folder, or ask for what this one has.",
                ]
            )
        )


def _identity(path: Path) -> Identity:
    file = path / MANIFEST
    if not file.is_file():
        raise RehearsalError(
            f"{path} holds no rehearsal: there is no {MANIFEST} in it. Name the folder that an "
            "interrupted rehearsal wrote to, or a new one."
        )
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        return Identity.from_json(document["identity"])
    except _DAMAGED as error:
        raise RehearsalError(
            f"{file} cannot be read as a rehearsal ({error}). Name a new folder."
        ) from None
