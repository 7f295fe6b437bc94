"""One set of invented words for the seven slots of the GAD-7, in each of four kinds of file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from limen.instruments.texts.files.redcap_form import NAMES, TITLES

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")
LABELS = ("Zero", "One, or so", "Two", "Three – “most”")
ABOVE = "What stands above.\nOn two lines."
HEADING = "What stands before the third."
HINT = "A second line."
ORDINAL_VALUE = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
ITEM_WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"
CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"


def stem(number: int) -> str:
    """The invented words of a slot, with letters that NFC may join."""
    return f"{ORDINALS[number - 1]} question, é"


def own(count: int = 7, instrument: str = "gad7", *, shared: bool = True) -> str:
    """Limen's own text file; labels once, or at each item."""
    labels = "{" + ", ".join(f'{v}: "{label}"' for v, label in enumerate(LABELS)) + "}"
    lines = [
        "limen_text: 1",
        f"instrument: {instrument}",
        "language: en",
        "instructions: |",
        *(f"  {line}" for line in ABOVE.split("\n")),
        *([f"labels: {labels}"] if shared else []),
        "items:",
    ]
    for number in range(1, count + 1):
        lines += [f"  {number}:", f"    stem: {stem(number)}"]
        lines += [] if shared else [f"    labels: {labels}"]
        lines += [f"    before: {HEADING}"] if number == 3 else []
        lines += [f"    hint: {HINT}"] if number == 4 else []
    return "\n".join(lines) + "\n"


def fields(count: int = 7, form: str = "gad7") -> list[dict[str, str]]:
    """The fields of a REDCap form, with the record's name before them."""
    choices = " | ".join(f"{value}, {label}" for value, label in enumerate(LABELS))
    rows = [{"field_name": "record_id", "form_name": form, "field_type": "text",
             "field_label": "Record"}]  # fmt: skip
    for number in range(1, count + 1):
        rows.append(
            {
                "field_name": f"{form}_{number}",
                "form_name": form,
                "section_header": {1: ABOVE, 3: HEADING}.get(number, ""),
                "field_type": "radio",
                "field_label": stem(number),
                "select_choices_or_calculations": choices,
                "field_note": HINT if number == 4 else "",
            }
        )
    return rows


def redcap(rows: Sequence[dict[str, str]] | None = None, *, heading: Sequence[str] = TITLES) -> str:
    """A REDCap data dictionary of these fields."""
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow(heading)
    for row in fields() if rows is None else rows:
        sheet.writerow([row.get(name, "") for name in NAMES])
    return out.getvalue()


def shown_as(control: str) -> list[dict[str, Any]]:
    """The extension that says how a FHIR item is shown."""
    return [{"url": CONTROL, "valueCodeableConcept": {"coding": [{"code": control}]}}]


def question(number: int, *, release: str = "R4", weight: bool = True) -> dict[str, Any]:
    """A FHIR item; its options carry their values as scores, or as codes."""
    url = ORDINAL_VALUE if release == "R4" else ITEM_WEIGHT
    options = []
    for value, label in enumerate(LABELS):
        coding: dict[str, Any] = {"code": f"X{value}" if weight else str(value), "display": label}
        score = {"extension": [{"url": url, "valueDecimal": value}]} if weight else {}
        options.append({**score, "valueCoding": coding})
    item: dict[str, Any] = {
        "linkId": f"gad7_{number}",
        "text": stem(number),
        "type": "choice" if release == "R4" else "coding",
        "answerOption": options,
    }
    if number == 4:
        help_text = {"linkId": "help", "text": HINT, "type": "display"}
        item["item"] = [{**help_text, "extension": shown_as("help")}]
    return item


def fhir(*, release: str = "R4", weight: bool = True) -> dict[str, Any]:
    """A FHIR Questionnaire."""
    items = [question(number, release=release, weight=weight) for number in range(1, 8)]
    heading = {"linkId": "heading", "type": "display", "text": HEADING}
    return {
        "resourceType": "Questionnaire",
        "language": "en",
        "status": "draft",
        "item": [{"linkId": "all", "type": "group", "text": ABOVE,
                  "item": [*items[:2], heading, *items[2:]]}],
    }  # fmt: skip


def reproschema(folder: Path, *, name: str = "gad7", count: int = 7, prefix: str = "") -> Path:
    """Write a ReproSchema activity, and return its folder; `prefix` goes before the keys."""
    (folder / "items").mkdir(parents=True)
    slots = [f"items/{name}_{number}" for number in range(1, count + 1)]
    added = [{"isAbout": slot, "variableName": slot[6:], "isVis": True} for slot in slots]
    save(folder / "any_schema", {
        "@context": "https://example.org/never-fetched",
        "category": "Activity",
        "preamble": {"en": ABOVE, "de": "Darüber."},
        "ui": {"order": slots, "addProperties": added},
    })  # fmt: skip
    for number in range(1, count + 1):
        before = {"preamble": {"en": HEADING, "de": "Davor."}} if number == 3 else {}
        save(folder / slots[number - 1], {
            "category": "Item",
            "question": {"en": stem(number), "de": f"Frage {number}"},
            "ui": {"inputType": "radio"},
            "responseOptions": "../valueConstraints",
            **before,
        })  # fmt: skip
    choices = [
        {f"{prefix}name": {"en": label, "de": f"Wert {value}"}, f"{prefix}value": value}
        for value, label in enumerate(LABELS)
    ]
    ends = {"minValue": 0, "maxValue": len(LABELS) - 1}
    save(folder / "valueConstraints", {"category": "ResponseOption", "choices": choices, **ends})
    return folder


def save(file: Path, content: Any) -> None:
    """Write JSON."""
    file.write_text(json.dumps(content), "utf-8")


def changed(file: Path, **keys: Any) -> None:
    """Set keys of a JSON file."""
    save(file, {**json.loads(file.read_text("utf-8")), **keys})
