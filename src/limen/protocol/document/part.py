"""What every part of the document shares: frozen, knows its keys, may hold an unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    JsonValue,
    Strict,
    StringConstraints,
)
from pydantic_core import PydanticCustomError, core_schema

NEVER_UNKNOWN = frozenset({"limen", "id", "kind", "estimator", "method", "status"})

# How an amendment of a field bears on consent. A field that says nothing follows the part it is in.
CONSENT_NEVER: dict[str, JsonValue] = {"reconsent": "never"}
CONSENT_ASK: dict[str, JsonValue] = {"reconsent": "ask"}
CONSENT_ALWAYS: dict[str, JsonValue] = {"reconsent": "always"}

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), Strict()]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64), Strict()]
OccasionRef = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*(\.[1-9][0-9]*)?$"), Strict()
]
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Share = Annotated[float, Strict(), Field(ge=0, le=1)]
YesNo = Annotated[bool, Strict()]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), Strict()]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"), Strict()]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Strict()]
Entry = TypeVar("Entry")
RuleTree = JsonValue  # pure data in the language of `limen.rules`


@dataclass(frozen=True)
class Unknown:
    """What stands where a protocol does not say: `{unknown: reason}` in the document."""

    reason: str

    def __str__(self) -> str:
        """`unknown (reason)`."""
        return f"unknown ({self.reason})"


def known(value: object) -> bool:
    """Return whether the protocol says this; a field written `{unknown: reason}` it does not."""
    return not isinstance(value, Unknown)


def listed(values: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the entries of a list of the protocol; none if it is `{unknown: ...}`."""
    return values if known(values) else ()


def is_unknown(value: object) -> bool:
    """Return whether raw data are the mapping `{unknown: ...}`."""
    return isinstance(value, Mapping) and set(value) == {"unknown"}


def _unknown_or_checked(value: Any, handler: core_schema.ValidatorFunctionWrapHandler) -> Any:
    if isinstance(value, Unknown):
        return value
    if is_unknown(value):
        reason = value["unknown"]
        if not isinstance(reason, str) or not reason.strip():
            raise PydanticCustomError("unknown_reason", "an unknown needs its reason in words")
        return Unknown(reason.strip())
    return handler(value)


class Part(BaseModel):
    """A part of the document: cannot be changed once loaded, and knows all of its keys.

    Any field but an id or a kind may hold an `Unknown` instead of its own type: ask
    `known(value)` before use. A planned protocol loads with such gaps, and cannot open.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Let every field but those that tell classes apart accept `{unknown: reason}`."""
        schema = handler(source)
        model: Any = handler.resolve_ref_schema(schema)
        while model["type"] != "model-fields":
            model = model["schema"]
        for name, field in model["fields"].items():
            if name not in NEVER_UNKNOWN:
                # Inside the default: pydantic looks for it on the outermost schema.
                holder = field["schema"] if field["schema"]["type"] == "default" else field
                holder["schema"] = core_schema.no_info_wrap_validator_function(
                    _unknown_or_checked, holder["schema"]
                )
        return schema
