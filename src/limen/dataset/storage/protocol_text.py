"""A protocol as YAML again, for the copy that travels with its data."""

from __future__ import annotations

from io import StringIO
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML

from limen.protocol import Protocol, Unknown


def protocol_text(protocol: Protocol) -> str:
    """The protocol as a YAML document with what was written into it, defaults left out.

    Loading it gives a protocol with the same hash; comments of the original are not kept.
    """
    yaml = YAML(typ="safe")
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.allow_unicode = True
    yaml.width = 100
    text = StringIO()
    yaml.dump(_plain(protocol), text)
    return text.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, Unknown):
        return {"unknown": value.reason}
    if isinstance(value, BaseModel):
        return {
            field.alias or name: _plain(getattr(value, name))
            for name, field in type(value).model_fields.items()
            if name in value.model_fields_set
        }
    if isinstance(value, (list, tuple, frozenset, set)):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value
