"""JSON-LD as plain objects: prefixes of keys taken off, words by language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from limen.instruments.texts.files.questionnaire import Words


def bare(content: Any) -> dict[str, Any]:
    """Return an object with the prefixes of its keys taken off: ``schema:name`` is ``name``."""
    if not isinstance(content, Mapping):
        return {}
    return {str(key).rpartition(":")[2].lstrip("@"): value for key, value in content.items()}


def kind(content: Mapping[str, Any]) -> str:
    """Return what an object is, such as ``Activity`` or ``Item``."""
    plain = bare(content)
    return str(plain.get("category") or plain.get("type") or "").rpartition(":")[2]


def language_map(value: Any) -> Words:
    """Return words by language; a plain text is in no language that the file names."""
    if isinstance(value, str):
        return {"": value} if value.strip() else {}
    if isinstance(value, Mapping):
        return {str(code): text for code, text in value.items() if isinstance(text, str)}
    return {}
