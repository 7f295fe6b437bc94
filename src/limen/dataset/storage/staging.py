"""Writing a folder at once: everything into a temporary one beside it, then one rename."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from limen.errors import DatasetError, Problem


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A temporary folder that becomes `folder` if the block ends well, and vanishes if not.

    Raises `DatasetError` if `folder` exists and is not empty: nothing is ever overwritten.
    """
    refuse_existing(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}.partial-", dir=folder.parent))
    except OSError as error:
        message = f"cannot be written: {error.strerror}."
        raise DatasetError(
            f"{folder} cannot be written.", [Problem(file=folder, message=message)]
        ) from None
    try:
        staging.chmod(0o755)
        yield staging
        try:
            staging.rename(folder)  # replaces an empty folder, refuses a filled one
        except OSError:
            refuse_existing(folder)
            raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def refuse_existing(folder: Path) -> None:
    """Raise `DatasetError` if there is already something at `folder`."""
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists():
        raise DatasetError(
            f"{folder} exists already, and nothing is overwritten.",
            [
                Problem(
                    file=folder,
                    message="is not empty.",
                    remedy="Name another folder, or remove this one.",
                )
            ],
        )
