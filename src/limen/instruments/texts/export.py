"""An instrument as a REDCap data dictionary: its structure, and its words if a study has them."""

from __future__ import annotations

import csv
import io

from limen.errors import InstrumentError, Problem
from limen.instruments.instrument import Instrument
from limen.instruments.item import Item
from limen.instruments.texts.files.redcap_form import NAMES, TITLES
from limen.instruments.texts.labels import needed, options
from limen.instruments.texts.text import ItemWords, Text, written

_CHOICES = "select_choices_or_calculations"
_VALIDATION = "text_validation_type_or_show_slider_number"
_ENTRIES = {"moment": "datetime_ymd", "clock": "time", "text": ""}


def to_redcap(instrument: Instrument, text: Text | None = None) -> str:
    """Return the dictionary as CSV: one form, one field per slot, named ``phq9_1``.

    Without words, a field is labelled by its slot (``phq9.1``) and its options by their values.
    Scores are left to Limen: no calculation is written. Raises `InstrumentError` if the instrument
    has no slots, or a label cannot be written there.
    """
    if not instrument.items:
        message = f"{instrument.id!r} has no slots, so there is nothing to export."
        raise InstrumentError(message)
    out = io.StringIO(newline="")
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(TITLES)
    above = text.instructions if text else ""
    for item in instrument.items:
        words = text.items[item.id] if text else _by_number(instrument, item)
        header = "\n\n".join(filter(None, [above, words.before]))
        sheet.writerow(_row(instrument, item, words, header))
        above = ""
    return out.getvalue()


def _by_number(instrument: Instrument, item: Item) -> ItemWords:
    labels = {answer: answer for answer in needed(item)}
    return ItemWords(stem=f"{instrument.id}.{item.id}", labels=labels)


def _row(instrument: Instrument, item: Item, words: ItemWords, header: str) -> list[str]:
    name = f"{instrument.id}_{item.id}"
    cells = dict.fromkeys(NAMES, "")
    cells |= {
        "field_name": name,
        "form_name": instrument.id,
        "section_header": header,
        "field_label": words.stem,
        "field_note": words.hint,
        **_answer(item, words, name),
    }
    return list(cells.values())


def _answer(item: Item, words: ItemWords, name: str) -> dict[str, str]:
    """The cells that say how a slot is answered; choices that the study makes are left to it."""
    if options(item) or item.kind == "choice":
        cells = (f"{each}, {_one_line(words.labels.get(each, ''), name)}" for each in options(item))
        return {"field_type": "radio", _CHOICES: " | ".join(cells)}
    if item.kind != "number":
        return {"field_type": "text", _VALIDATION: _ENTRIES[item.kind]}
    low, high = written(item.low), written(item.high)
    ends = {"text_validation_min": low, "text_validation_max": high}
    if not item.continuous:
        return {"field_type": "text", _VALIDATION: "integer", **ends}
    middle = written((item.low + item.high) / 2)
    places = (low, middle, high) if middle in words.labels else (low, high)
    labels = " | ".join(_one_line(words.labels.get(place, ""), name) for place in places)
    return {"field_type": "slider", _CHOICES: labels, **ends}


def _one_line(label: str, name: str) -> str:
    if "|" in label or "\n" in label:
        message = f"A label holds {'|' if '|' in label else 'a new line'}, which ends it in REDCap."
        problem = Problem(path=name, message=message, remedy="Word it otherwise, or use FHIR.")
        raise InstrumentError("The dictionary cannot be written.", [problem])
    return label
