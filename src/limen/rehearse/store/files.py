"""JSON files that are there whole or not at all, and that show when they were changed."""

from __future__ import annotations

import json
import os
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any


def write_whole(path: Path, text: str) -> None:
    """Write a file, or replace it, in one step."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".limen-", suffix=path.suffix)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def sealed(content: Any) -> str:
    """A JSON text that holds its content and the hash of it."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f'{{"sha256":"{_hash(body)}","content":{body}}}\n'


def unsealed(text: str) -> Any:
    """The content of such a text. ValueError if it is damaged."""
    document = json.loads(text)
    if not isinstance(document, dict) or document.keys() != {"sha256", "content"}:
        raise ValueError("it is another document")
    content = document["content"]
    if document["sha256"] != _hash(json.dumps(content, ensure_ascii=False, separators=(",", ":"))):
        raise ValueError("its content does not have the hash that it names")
    return content


def _hash(body: str) -> str:
    return sha256(body.encode("utf-8")).hexdigest()
