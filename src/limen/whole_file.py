"""A file that is there whole or not at all: written beside its place, then named in one step."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

#: What a file system says that has no links, such as a memory stick's.
_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})


def write_whole(
    file: Path, content: str | bytes, *, replacing: bool = False, mode: int = 0o644
) -> None:
    """Write a file and bring it to the disk; text is written as UTF-8, its lines as they are.

    Raises `FileExistsError` if there is a file already, unless `replacing` is asked for, and any
    other `OSError` of the folder. Whatever is raised, nothing was written.
    """
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode("utf-8") if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.chmod(mode)
        if replacing:
            partial.replace(file)
        else:
            _name(partial, file)
    finally:
        partial.unlink(missing_ok=True)


def _name(partial: Path, file: Path) -> None:
    try:
        os.link(partial, file)  # fails if the file exists, in one step
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        file.open("xb").close()
        partial.replace(file)
