"""The JSON Schema of a protocol, for editors and other programs."""

from __future__ import annotations

from typing import Any

from limen.protocol.document.part import NEVER_UNKNOWN
from limen.protocol.document.protocol import Protocol

UNKNOWN = {
    "type": "object",
    "title": "Unknown",
    "description": "What the protocol does not say, and why. A planned study that has one loads, "
    "and cannot open.",
    "properties": {
        "unknown": {"type": "string", "minLength": 1, "description": "Why it is not known"}
    },
    "required": ["unknown"],
    "additionalProperties": False,
}
_STAYS = ("description", "default", "reconsent")


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a protocol.

    Every field but ids, kinds and the like also accepts `{unknown: reason}`. The key `reconsent`
    of a field says whether an amendment of it makes participants consent again.
    """
    schema = Protocol.model_json_schema(by_alias=True)
    definitions = schema.setdefault("$defs", {})
    for part in (schema, *definitions.values()):
        for name, field in part.get("properties", {}).items():
            if name not in NEVER_UNKNOWN:
                part["properties"][name] = _or_unknown(field)
    definitions["Unknown"] = UNKNOWN
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _or_unknown(field: dict[str, Any]) -> dict[str, Any]:
    said = {key: value for key, value in field.items() if key not in _STAYS}
    stays = {key: value for key, value in field.items() if key in _STAYS}
    return {"anyOf": [said, {"$ref": "#/$defs/Unknown"}], **stays}
