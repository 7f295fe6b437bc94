"""The JSON Schema of a scenario, for editors and other programs."""

from __future__ import annotations

from typing import Any

from limen.simulate.scenario.document import Scenario


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12); `unit` and `plausible` stand with each field."""
    schema = Scenario.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
