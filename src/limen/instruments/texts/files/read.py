"""Telling four kinds of file apart by their content, and reading the one it is."""

from __future__ import annotations

from pathlib import Path

from limen.instruments.texts.files.fhir import read_fhir
from limen.instruments.texts.files.own import read_own
from limen.instruments.texts.files.questionnaire import Questionnaire
from limen.instruments.texts.files.redcap import read_redcap
from limen.instruments.texts.files.redcap_form import COLUMNS
from limen.instruments.texts.files.reproschema import (
    activity_in,
    is_activity,
    read_reproschema,
)
from limen.instruments.texts.files.source import Document, parsed, read_document, refuse

KINDS = (
    "It must be Limen's own text file, a REDCap data dictionary (CSV), a FHIR Questionnaire (JSON) "
    "or the folder of a ReproSchema activity."
)


def read(path: Path, *, instrument: str, form: str | None = None) -> Questionnaire:
    """Read a file or folder of any of the four kinds; `InstrumentError` if it is none."""
    if path.is_dir():
        return read_reproschema(activity_in(path))
    document = read_document(path)
    start = document.text.lstrip()
    if not start:
        refuse(path, "The file is empty.", KINDS)
    if start[0] in "{[":
        return _json(document, instrument)
    if _looks_like_csv(document.text):
        return read_redcap(document, form=form or instrument)
    if start[0] == "<":
        refuse(path, "This is XML or HTML.", KINDS)
    return read_own(document, instrument=instrument)


def _json(document: Document, instrument: str) -> Questionnaire:
    content = parsed(document.text, document.file)
    keys = content.keys() if isinstance(content, dict) else frozenset[str]()
    if "resourceType" in keys:
        return read_fhir(content, document.file, document.sha256)
    if is_activity(content):
        return read_reproschema(document.file)
    if "limen_text" not in keys:
        refuse(document.file, "This JSON is of none of the kinds that can be imported.", KINDS)
    return read_own(document, instrument=instrument)


def _looks_like_csv(text: str) -> bool:
    """The heading names fields as REDCap does, or has about as many columns."""
    heading = text.lstrip().split("\n", 1)[0]
    if heading.startswith(("limen_text", "#")):
        return False
    known = sum(title in heading or name in heading for title, name in COLUMNS)
    return known >= 3 or max(heading.count(sign) for sign in ",;\t") >= len(COLUMNS) // 2
