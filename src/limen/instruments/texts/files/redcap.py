"""A REDCap data dictionary: 18 columns, one row per field.

A form is chosen, its fields become questions. Calculations and branching logic are kept as text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from limen.errors import InstrumentError, Problem
from limen.instruments.lookup import nearest
from limen.instruments.texts.files.questionnaire import (
    Choice,
    Question,
    Questionnaire,
    Role,
    Words,
    number_of,
)
from limen.instruments.texts.files.redcap_form import (
    COLUMNS,
    NAMES,
    has_markup,
    without_markup,
)
from limen.instruments.texts.files.source import Document, refuse

_CHOSEN = frozenset({"radio", "dropdown", "checkbox"})
_SLIDER_PLACES = {1: (0.0,), 2: (0.0, 1.0), 3: (0.0, 0.5, 1.0)}
Row = Mapping[str, str]


def read_redcap(document: Document, *, form: str) -> Questionnaire:
    """Read one form of a dictionary: `form`, or the only one there is.

    `InstrumentError` if columns are missing, or if several forms are there and none is `form`.
    """
    file = document.file
    rows = _rows(document)
    chosen = _form(rows, form, file)
    questions: list[Question] = []
    before: list[str] = []
    notes: list[str] = []
    for line, row in rows:
        if row["form_name"] != chosen:
            continue
        before += [row["section_header"]] if row["section_header"] else []
        if line == rows[0][0] and _names_the_record(row):
            notes.append(f"{row['field_name']} is taken to name the record, and is left out.")
            continue
        if row["field_type"] == "descriptive":
            before.append(row["field_label"])
            continue
        above = "\n\n".join(without_markup(text).strip() for text in before)
        questions.append(_question(row, line, file, above))
        before = []
        if any(has_markup(row[key]) for key in ("field_label", "field_note", NAMES[5])):
            notes.append(f"{row['field_name']}: HTML is left out; its words are kept.")
    return Questionnaire(
        kind="REDCap data dictionary",
        file=file,
        sha256=document.sha256,
        questions=tuple(questions),
        notes=tuple(notes),
    )


def _rows(document: Document) -> list[tuple[int, Row]]:
    file = document.file
    reader = csv.reader(io.StringIO(document.text, newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, file)
        rows = []
        start = reader.line_num + 1
        for cells in reader:
            if any(cells):
                rows.append((start, _row(cells, start, file)))
            start = reader.line_num + 1
    except csv.Error as error:
        refuse(file, f"This is not CSV: {error}.", "Look at the quotes.", reader.line_num)
    if not rows:
        refuse(file, "The dictionary has no fields.", "Export it again from REDCap.")
    _check_names(rows, file)
    return rows


def _check_header(header: Sequence[str], file: Path) -> None:
    if len(header) == 1 and header[0].count(";") >= len(COLUMNS) - 1:
        refuse(file, "The columns are separated by semicolons.", "Save them with commas.", 1)
    problems = []
    for number, (title, name) in enumerate(COLUMNS):
        found = header[number] if number < len(header) else ""
        if found.lower() not in (title.lower(), name):
            message = f"Column {number + 1} is {found!r}, and should be {title!r}."
            problems.append(Problem(file=file, line=1, message=message))
    if len(header) > len(COLUMNS):
        message = f"There are {len(header)} columns, and should be {len(COLUMNS)}."
        problems.append(Problem(file=file, line=1, message=message))
    if problems:
        text = f"{file} is no REDCap data dictionary of {len(COLUMNS)} columns."
        raise InstrumentError(text, problems)


def _row(cells: Sequence[str], line: int, file: Path) -> Row:
    if len(cells) != len(COLUMNS):
        message = f"The row has {len(cells)} cells, and should have {len(COLUMNS)}."
        refuse(file, message, "Look at commas and quotes in this row.", line)
    return {name: cell.strip() for name, cell in zip(NAMES, cells, strict=True)}


def _check_names(rows: Sequence[tuple[int, Row]], file: Path) -> None:
    first: dict[str, int] = {}
    for line, row in rows:
        name = row["field_name"]
        if name in first:
            message = f"The field {name!r} stands a second time; see line {first[name]}."
            refuse(file, message, "Rename one of them.", line)
        first[name] = line


def _form(rows: Sequence[tuple[int, Row]], form: str, file: Path) -> str:
    forms = list(dict.fromkeys(row["form_name"] for _, row in rows))
    if form in forms:
        return form
    alike = [each for each in forms if _bare(each) == _bare(form)]
    if len(alike) == 1:
        return alike[0]
    if len(forms) == 1:
        return forms[0]
    raise nearest(form, forms, what="form of this dictionary (name one with --form)", path="form")


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _names_the_record(row: Row) -> bool:
    """Whether the first field of a dictionary is a plain text field not named after its form."""
    of_form = row["field_name"].startswith(f"{row['form_name']}_")
    return row["field_type"] == "text" and not row[NAMES[7]] and not of_form


def _question(row: Row, line: int, file: Path, before: str) -> Question:
    role: Role = "question"
    annotation = row["field_annotation"].upper()
    if row["field_type"] == "calc" or "@CALCTEXT" in annotation:
        role = "computed"
    elif re.search(r"@HIDDEN\b", annotation):
        role = "hidden"
    return Question(
        name=row["field_name"],
        text=_words(row["field_label"]),
        before=_words(before),
        hint=_words(row["field_note"]),
        choices=_choices(row),
        low=number_of(row["text_validation_min"]),
        high=number_of(row["text_validation_max"]),
        role=role,
        multiple=row["field_type"] == "checkbox",
        required=row["required_field"].lower() == "y",
        shown_if=row["branching_logic"],
        formula=row[NAMES[5]] if role == "computed" else "",
        file=file,
        line=line,
    )


def _words(text: str) -> Words:
    words = without_markup(text).strip()
    return {"": words} if words else {}


def _choices(row: Row) -> tuple[Choice, ...]:
    written = row[NAMES[5]]
    if row["field_type"] == "slider":
        return _slider(row, written)
    if row["field_type"] not in _CHOSEN or not written:
        return ()
    choices = []
    for option in written.split("|"):
        value, _, label = option.partition(",")
        name = value.strip()
        choices.append(Choice(value=number_of(name), label=_words(label), name=name))
    return tuple(choices)


def _slider(row: Row, written: str) -> tuple[Choice, ...]:
    """The labels of a slider stand at its left end, its middle and its right end."""
    low = number_of(row["text_validation_min"] or "0")
    high = number_of(row["text_validation_max"] or "100")
    labels = [label.strip() for label in written.split("|")] if written else []
    if low is None or high is None or len(labels) not in _SLIDER_PLACES:
        return ()
    places = _SLIDER_PLACES[len(labels)]
    return tuple(
        Choice(value=low + place * (high - low), label=_words(label), name=label)
        for place, label in zip(places, labels, strict=True)
        if label
    )
