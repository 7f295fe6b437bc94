"""The canonical content of a protocol: what it means, not how it is written.

Left out are fields at their default, so that a field which is optional and new next year leaves
today's hashes as they are. Comments, the order of keys, and 2 or 2.0 make no difference; the order
of a list does.
"""

from __future__ import annotations

import json
import unicodedata
from hashlib import sha256
from typing import Any

from pydantic_core import PydanticUndefined

from limen.protocol.document.part import Part, Unknown


def canonical(value: Any) -> Any:
    """Return plain data: numbers in one form, texts in NFC, fields at their default left out."""
    if isinstance(value, Unknown):
        return {"unknown": canonical(value.reason)}
    if isinstance(value, Part):
        return _fields(value)
    if isinstance(value, dict):
        return {str(key): canonical(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, (tuple, list)):
        return [canonical(element) for element in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").replace("\r", "\n")
        return unicodedata.normalize("NFC", lines)
    return value


def _fields(part: Part) -> dict[str, Any]:
    content = {}
    for name, field in sorted(type(part).model_fields.items()):
        value = getattr(part, name)
        default = field.get_default(call_default_factory=False)
        if default is PydanticUndefined or not _same(value, default):
            content[field.alias or name] = canonical(value)
    return content


def _same(value: Any, default: Any) -> bool:
    """Whether a value is the default: `1` is not `True`, but 2 is 2.0."""
    return encode(value) == encode(default)


def encode(value: Any) -> str:
    """Return the canonical content as JSON text with sorted keys."""
    return json.dumps(
        canonical(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def digest(part: Part) -> str:
    """Return SHA-256 of the canonical content, as 64 hexadecimal digits."""
    return sha256(encode(part).encode("utf-8")).hexdigest()
