"""JSON files that show when they were changed."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any


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
