"""The extensions of FHIR that carry words, values and ranges; everything is read, nothing run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from limen.instruments.texts.files.questionnaire import Words, number_of

_BASE = "http://hl7.org/fhir/StructureDefinition/"
TRANSLATION = _BASE + "translation"
HIDDEN = _BASE + "questionnaire-hidden"
CONTROL = _BASE + "questionnaire-itemControl"
LOW, HIGH = _BASE + "minValue", _BASE + "maxValue"
WEIGHTS = tuple(
    _BASE + name for name in ("ordinalValue", "itemWeight", "questionnaire-ordinalValue")
)
COMPUTED = (
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression",
    _BASE + "questionnaire-calculatedExpression",
)


def mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list, whatever else may stand there."""
    if isinstance(value, list):
        yield from (piece for piece in value if isinstance(piece, Mapping))


def text_of(value: Any) -> str:
    """Return a text, or an empty one for anything else."""
    return value if isinstance(value, str) else ""


def extensions(element: Any, *urls: str) -> list[Mapping[str, Any]]:
    """Return the extensions of an element that have one of these addresses."""
    if not isinstance(element, Mapping):
        return []
    return [each for each in mappings(element.get("extension")) if each.get("url") in urls]


def value_of(extension: Mapping[str, Any]) -> Any:
    """Return the value of an extension, whatever its type."""
    return next((extension[key] for key in extension if key.startswith("value")), None)


def number_at(element: Any, *urls: str) -> float | None:
    """Return the first number that an extension of these addresses holds."""
    for extension in extensions(element, *urls):
        if (number := number_of(value_of(extension))) is not None:
            return number
    return None


def words(element: Mapping[str, Any], key: str, language: str) -> Words:
    """Return a text of an element with its translations, by language."""
    found = {}
    if text := text_of(element.get(key)):
        found[language] = text
    for extension in extensions(element.get("_" + key), TRANSLATION):
        inside = mappings(extension.get("extension"))
        parts = {text_of(part.get("url")): value_of(part) for part in inside}
        if isinstance(parts.get("lang"), str) and isinstance(parts.get("content"), str):
            found[parts["lang"]] = parts["content"]
    return found


def controls(item: Mapping[str, Any]) -> set[str]:
    """Return the codes that say how an item is shown: ``slider``, ``lower``, ``help``."""
    found = set()
    for extension in extensions(item, CONTROL):
        concept = value_of(extension)
        if isinstance(concept, Mapping):
            found |= {text_of(coding.get("code")) for coding in mappings(concept.get("coding"))}
    return found
