"""A folder of files: complete, or not there at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from limen.counted import counted
from limen.errors import LimenError


def write_folder(
    files: Mapping[str, str], out: Path, *, ours: Collection[str], overwrite: bool = False
) -> None:
    """Writes texts under these names (`folder/name` makes a folder) into `out`.

    They are written to a folder beside `out` which is renamed into place: whatever goes wrong,
    `out` is what it was. `ours` names what an older folder may hold to be overwritten.
    """
    refuse_folder(out, ours=ours, overwrite=overwrite)
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        _write(files, partial)
        _put_in_place(partial, out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def refuse_folder(out: Path, *, ours: Collection[str], overwrite: bool = False) -> None:
    """Raise `LimenError` if `out` holds what a report must not replace, or cannot be made."""
    _refuse_unwritable(out.absolute())
    if not out.exists():
        return
    if not out.is_dir():
        raise LimenError(f"{out}: is a file, and a report is a folder. Name another place.")
    inside = {entry.name for entry in out.iterdir()}
    if inside and not overwrite:
        raise LimenError(
            f"{out}: holds {counted(len(inside), 'entry', 'entries')} already, and nothing was "
            "written. Name an empty "
            "or a new folder, or say that the older report is to be overwritten."
        )
    foreign = sorted(inside - set(ours))
    if foreign:
        raise LimenError(
            f"{out}: holds {foreign[0]!r}, which is no part of a report, and nothing was written. "
            "Only a folder with nothing but a report in it can be overwritten: name another one."
        )


def _refuse_unwritable(out: Path) -> None:
    """The nearest folder above that exists must be one, and take new entries."""
    above = next(place for place in out.parents if os.path.lexists(place))
    if not above.is_dir():
        raise LimenError(
            f"{out}: cannot be made, because {above} is no folder. Name another place."
        )
    if not os.access(above, os.W_OK | os.X_OK):
        raise LimenError(
            f"{out}: cannot be made, because nothing may be written in {above}. Name another "
            "place, or ask for permission there."
        )


def _write(files: Mapping[str, str], folder: Path) -> None:
    folder.chmod(0o755)
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")


def _put_in_place(partial: Path, out: Path) -> None:
    """Renames the finished folder to `out`; an older report is moved aside first, then deleted."""
    if not out.exists():
        partial.rename(out)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    out.replace(aside)  # an empty folder may be replaced by a folder
    try:
        partial.rename(out)
    except BaseException:
        aside.rename(out)
        raise
    shutil.rmtree(aside, ignore_errors=True)
