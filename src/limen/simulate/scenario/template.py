"""A commented scenario to start from."""

from __future__ import annotations

import re
from pathlib import Path

from limen.errors import DocumentError
from limen.protocol.document.lookup import suggestion
from limen.protocol.template import as_yaml, id_of, write_new
from limen.simulate.scenario.shipped import shipped_scenarios


def write_scenario(path: Path, *, example: str = "both") -> Path:
    """Write a shipped scenario under a new id to start from; an existing file is never replaced.

    The id is made of the file's name. The file is there whole or not at all. `DocumentError` if
    there is no example of that name, or the file cannot be made.
    """
    known = shipped_scenarios()
    if example not in known:
        raise DocumentError(f"There is no scenario '{example}'. {suggestion(example, known)}")
    path = as_yaml(path)
    text = known[example].read_text(encoding="utf-8")
    new_id = f"id: {id_of(path, 'scenario')}"
    text = re.sub(r"^id: .*$", new_id, text, count=1, flags=re.MULTILINE)
    return write_new(path, text, error=DocumentError)
