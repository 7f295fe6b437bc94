"""The answer options of a FHIR item: on the item itself, or in a value set that it contains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from limen.instruments.texts.files.fhir_extension import (
    HIGH,
    LOW,
    WEIGHTS,
    controls,
    mappings,
    number_at,
    text_of,
    words,
)
from limen.instruments.texts.files.questionnaire import Choice, number_of


def options(
    item: Mapping[str, Any], contained: Mapping[str, Mapping[str, Any]], language: str
) -> tuple[Choice, ...]:
    """Return the options of an item; the ends of a slider are options too.

    A value is taken from ``ordinalValue`` (R4) or ``itemWeight`` (R5), else from an integer
    option, else from a code that is a number.
    """
    if item.get("answerValueSet"):
        reference = text_of(item["answerValueSet"]).removeprefix("#")
        return _of_value_set(contained.get(reference, {}), language)
    found = tuple(_option(option, language) for option in mappings(item.get("answerOption")))
    return found or _ends(item, language)


def remote_value_set(item: Mapping[str, Any]) -> str:
    """Return the address of a value set that the file does not contain, if the item names one."""
    reference = text_of(item.get("answerValueSet"))
    return "" if reference.startswith("#") else reference


def _option(option: Mapping[str, Any], language: str) -> Choice:
    weight = number_at(option, *WEIGHTS)
    coding = option.get("valueCoding")
    if isinstance(coding, Mapping):
        return _coded(coding, language, weight)
    for key in ("valueInteger", "valueString"):
        if key in option:
            written = option[key]
            label = words(option, key, language) if key == "valueString" else {}
            value = number_of(written) if weight is None else weight
            return Choice(value=value, label=label, name=str(written))
    return Choice(value=weight, label={}, name="an option of a type that is not read")


def _coded(coding: Mapping[str, Any], language: str, weight: float | None) -> Choice:
    code = text_of(coding.get("code"))
    value = number_at(coding, *WEIGHTS) if weight is None else weight
    if value is None:
        value = number_of(code)
    return Choice(value=value, label=words(coding, "display", language), name=code)


def _of_value_set(value_set: Mapping[str, Any], language: str) -> tuple[Choice, ...]:
    expansion = value_set.get("expansion")
    if isinstance(expansion, Mapping):
        concepts = list(mappings(expansion.get("contains")))
    else:
        compose = value_set.get("compose")
        included = mappings(compose.get("include")) if isinstance(compose, Mapping) else ()
        concepts = [each for part in included for each in mappings(part.get("concept"))]
    return tuple(_coded(concept, language, None) for concept in concepts)


def _ends(item: Mapping[str, Any], language: str) -> tuple[Choice, ...]:
    """The labels at the ends of a slider are ``display`` items inside it."""
    places = {"lower": number_at(item, LOW), "upper": number_at(item, HIGH)}
    found = []
    for inside in mappings(item.get("item")):
        for side in controls(inside) & places.keys():
            label = words(inside, "text", language)
            found.append(Choice(value=places[side], label=label, name=side))
    return tuple(found)
