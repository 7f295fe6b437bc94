"""The JSON Schema, and what every part of the document owes its readers."""

from __future__ import annotations

from typing import Literal, get_args, get_origin

import pytest

from limen.protocol import Protocol
from limen.protocol.document.part import NEVER_UNKNOWN, Part
from limen.protocol.schema import json_schema


def parts(part: type[Part] = Part) -> dict[str, type[Part]]:
    """Every part of the document by name, the base classes left out."""
    found: dict[str, type[Part]] = {}
    for inner in part.__subclasses__():
        if inner.__module__.startswith("limen.protocol.document"):
            found |= {inner.__name__: inner, **parts(inner)}
    return found


PARTS = parts()


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS.keys())
def test_every_field_has_a_description_and_every_part_a_sentence(part):
    assert [name for name, field in part.model_fields.items() if not field.description] == []
    assert part.__doc__
    assert part.model_config["extra"] == "forbid"
    assert part.model_config["frozen"]


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS.keys())
def test_the_name_of_an_alternative_is_no_key_of_it(part):
    """Problems find their place by this: a tag in pydantic's path is never a key."""
    for name in ("kind", "estimator", "method"):
        field = part.model_fields.get(name)
        if field is not None and get_origin(field.annotation) is Literal:
            assert not set(get_args(field.annotation)) & set(part.model_fields)


def test_the_schema_mentions_unknown_everywhere_but_at_ids():
    schema = json_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    for part in (schema, *schema["$defs"].values()):
        for name, field in part.get("properties", {}).items():
            if part.get("title") == "Unknown":
                continue
            alternatives = [entry.get("$ref") for entry in field.get("anyOf", [])]
            assert ("#/$defs/Unknown" in alternatives) == (name not in NEVER_UNKNOWN), name
            assert field["description"]


def test_the_schema_says_whether_consent_is_given_again():
    properties = json_schema()["properties"]
    assert properties["interventions"]["reconsent"] == "always"
    assert properties["analysis"]["reconsent"] == "never"


def test_required_keys_are_those_of_the_model():
    required = {n for n, field in Protocol.model_fields.items() if field.is_required()}
    assert set(json_schema()["required"]) == required


def test_keys_are_written_as_in_the_document():
    assert "from" in json_schema()["$defs"]["Covariate"]["properties"]
    assert "from_" not in json_schema()["$defs"]["Covariate"]["properties"]
