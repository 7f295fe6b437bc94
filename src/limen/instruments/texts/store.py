"""The study's folder of words: one file per instrument and language, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from limen.errors import InstrumentError, Problem
from limen.instruments.instrument import Instrument
from limen.instruments.texts.files.source import parsed, read_document, refuse
from limen.instruments.texts.record import FORM, Record, StoredText
from limen.instruments.texts.terms import MODIFIABLE
from limen.instruments.texts.text import ItemWords, Text
from limen.whole_file import write_whole

_PACKAGE = Path(__file__).parents[2]


def place(folder: Path, instrument: str, language: str) -> Path:
    """Return where the words of an instrument in a language lie."""
    return folder / f"{instrument}.{language}.json"


def free_place(folder: Path, text: Text, *, replacing: bool = False) -> Path:
    """Return where words may be written; `InstrumentError` if something lies there already."""
    if folder.resolve().is_relative_to(_PACKAGE):
        remedy = "Name a folder of the study."
        refuse(folder, "The words of instruments never go into the package.", remedy)
    if folder.exists() and not folder.is_dir():
        refuse(folder, "This is no folder.", "Name the study's folder of words.")
    file = place(folder, text.instrument, text.language)
    if file.exists() and not replacing:
        refuse(file, "It exists already.", "Replace its words with --replace.")
    return file


def write(stored: StoredText, folder: Path, *, replacing: bool = False) -> Path:
    """Write words and record into a study's folder, and return the file.

    Raises `InstrumentError` if words lie there already and `replacing` is not asked for, or if the
    folder is inside the package. The record names the words that it replaces.
    """
    file = free_place(folder, stored.text, replacing=replacing)
    if file.exists():
        before = load(file)
        record = replace(stored.record, replaces=before.record.text_sha256)
        stored = replace(stored, record=record)
    content = json.dumps(stored.content(), indent=2, ensure_ascii=False) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    if replacing:
        write_whole(file, content, replacing=True)
        return file
    return write_new(file, content, remedy="Replace its words with --replace.")


def write_new(file: Path, content: str, *, remedy: str = "Name another file.") -> Path:
    """Write a file that does not exist yet: there whole, or not at all; else `InstrumentError`."""
    if not file.parent.is_dir():
        refuse(file, "Its folder does not exist.", "Create the folder first.")
    try:
        write_whole(file, content)
    except FileExistsError:
        refuse(file, "It exists already.", remedy)
    return file


def load(file: Path) -> StoredText:
    """Read a stored file; `InstrumentError` if it is none, or lacks a part of its record."""
    content = parsed(read_document(file).text, file)
    try:
        if content["limen_text"] != FORM:
            refuse(file, "It was written by another version of Limen.", "Import the words again.")
        record = _record(content["record"])
        text = Text(
            instrument=_string(content["instrument"]),
            language=_string(content["language"]),
            items={id: _item(words) for id, words in content["items"].items()},
            instructions=_string(content.get("instructions", "")),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        what = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
        refuse(file, f"This is no stored text: {what}.", "Import the words again.")
    return StoredText(text=text, record=record)


def text_of(folder: Path, instrument: Instrument, language: str) -> StoredText:
    """Return the words of an instrument from a study's folder, checked as `verify` does.

    Raises `InstrumentError` if they are not there, or cannot be used.
    """
    file = place(folder, instrument.id, language)
    if not file.is_file():
        remedy = f"Add them: limen instruments add {instrument.id} --from FILE --into {folder}."
        message = f"The study has no words of {instrument.id!r} in {language!r}."
        raise InstrumentError(message, [Problem(file=file, message=message, remedy=remedy)])
    stored = load(file)
    verify(stored, instrument, file)
    return stored


def verify(stored: StoredText, instrument: Instrument, file: Path) -> list[str]:
    """Return what a study should know of stored words that are still usable.

    Raises `InstrumentError` if they are not: edited although the terms forbid it, imported for
    another structure, or without words for a slot.
    """
    problems = []
    record = stored.record
    again = f"Import the words again: limen instruments add {instrument.id} --from FILE --replace."
    if record.licence_class != instrument.licence or record.modifiable != (
        instrument.licence in MODIFIABLE
    ):
        what = f"The record says class {record.licence_class}, Limen says {instrument.licence}."
        problems.append(Problem(file=file, path="record", message=what, remedy=again))
    elif stored.edited and not record.modifiable:
        what = "The words were edited after import, and their terms allow no change."
        problems.append(Problem(file=file, path="items", message=what, remedy=again))
    if record.structure_version != instrument.version:
        what = (
            f"The words were imported for structure {record.structure_version}; "
            f"Limen has {instrument.version}."
        )
        problems.append(Problem(file=file, path="record", message=what, remedy=again))
    slots = {item.id for item in instrument.items}
    if slots != stored.text.items.keys():
        odd = ", ".join(sorted(slots ^ stored.text.items.keys()))
        what = f"Slots and words do not fit: {odd}."
        problems.append(Problem(file=file, path="items", message=what, remedy=again))
    if file.name != place(file.parent, stored.text.instrument, stored.text.language).name:
        what = f"These are words of {stored.text.instrument!r} in {stored.text.language!r}."
        remedy = "Give the file its old name back."
        problems.append(Problem(file=file, message=what, remedy=remedy))
    if problems:
        raise InstrumentError(f"{file} cannot be used.", problems)
    if stored.edited:
        return ["The words were edited after import; their hash is no longer the recorded one."]
    return []


def stored_texts(folder: Path) -> Iterator[Path]:
    """Yield the files of a study's folder, sorted; `InstrumentError` if there is no folder."""
    if not folder.is_dir():
        remedy = "Name the study's folder, or add words: limen instruments add ID --from FILE."
        refuse(folder, "There is no such folder.", remedy)
    yield from sorted(folder.glob("*.*.json"))


def _record(content: Mapping[str, Any]) -> Record:
    known = {field.name: field for field in fields(Record)}
    for name, value in content.items():
        if name not in known:
            raise ValueError(f"its record has an unknown key {name!r}")
        if type(value).__name__ != known[name].type:
            raise ValueError(f"{name!r} of its record is {value!r}")
    return Record(**content)


def _item(words: Mapping[str, Any]) -> ItemWords:
    return ItemWords(
        stem=_string(words["stem"]),
        labels={answer: _string(label) for answer, label in words.get("labels", {}).items()},
        before=_string(words.get("before", "")),
        hint=_string(words.get("hint", "")),
    )


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value
