"""A commented scenario to start from."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from limen.errors import DocumentError, Problem
from limen.protocol.document.lookup import suggestion
from limen.simulate.scenario.shipped import shipped_scenarios


def write_scenario(path: Path, *, example: str = "both") -> Path:
    """Write a shipped scenario under a new id to start from; an existing file is never replaced.

    The id is made of the file's name. The file is there whole or not at all. `DocumentError` if
    there is no example of that name, or the file cannot be made.
    """
    known = shipped_scenarios()
    if example not in known:
        raise DocumentError(f"There is no scenario '{example}'. {suggestion(example, known)}")
    if path.suffix not in (".yaml", ".yml"):
        path = path.with_name(path.name + ".yaml")
    if not path.parent.is_dir():
        raise _refused(path, "Its folder does not exist.", "Create the folder first.")
    text = known[example].read_text(encoding="utf-8")
    text = re.sub(r"^id: .*$", f"id: {_id_of(path)}", text, count=1, flags=re.MULTILINE)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".limen-", suffix=".yaml")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(temporary).chmod(0o644)
        os.link(temporary, path)  # fails if the file exists, in one step
    except FileExistsError:
        raise _refused(path, "It exists already.", "Name another file.") from None
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path


def _id_of(path: Path) -> str:
    words = re.sub(r"[^A-Za-z0-9]+", "_", path.stem).strip("_").lower()
    return words if words[:1].isalpha() else f"scenario_{words}".rstrip("_")


def _refused(path: Path, message: str, remedy: str) -> DocumentError:
    problem = Problem(message=message, remedy=remedy, file=path)
    return DocumentError(f"{path} was not written.", [problem])
