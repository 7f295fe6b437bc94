"""A folder for a demonstration: what an earlier one left is replaced, and nothing else."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterable
from pathlib import Path

from limen.errors import LimenError


def make_room(out: Path, folders: Iterable[str], *, server: str) -> None:
    """Remove the `folders` of an earlier demonstration in `out`; anything else there stays.

    Raises `LimenError` if `out` is a file, or its `server` is that of a study of real people.
    """
    if out.exists() and not out.is_dir():
        raise LimenError(f"{out}: is a file, and the demonstration needs a folder. Name another.")
    _refuse_real_people(out / server)
    for name in folders:
        if (out / name).is_dir():
            shutil.rmtree(out / name)


def _refuse_real_people(folder: Path) -> None:
    """Raise `LimenError` if a study's server lies there that is no demonstration."""
    settings = folder / "limen-conduct.toml"
    if not settings.is_file():
        return
    try:
        said = tomllib.loads(settings.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        said = {}
    if said.get("server", {}).get("demonstration") is not True:
        raise LimenError(
            f"{folder} holds a study that is no demonstration, and stays. Name another folder."
        )
