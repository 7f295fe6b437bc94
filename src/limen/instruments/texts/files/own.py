"""Limen's own text file: one instrument, one language, YAML or JSON.

```yaml
limen_text: 1
instrument: phq9
language: en
instructions: What stands above the questions.
labels: {0: First label, 1: Second label}   # of every item that has none of its own
items:
  1: First question
  2:
    before: A heading that stands before this question.
    stem: Second question
    hint: A second line below it.
    labels: {0: Another first label, 1: Another second label}
source: where the words were taken from     # optional, as are licence, citation, terms,
status: draft                               # translator and version (of the structure)
```
"""

from __future__ import annotations

from limen.instruments.texts.files.places import Placed, Reader
from limen.instruments.texts.files.questionnaire import Choice, Question, Questionnaire, number_of
from limen.instruments.texts.files.source import Document, refuse
from limen.instruments.texts.language import is_language, tidy

LARGEST_CHARACTERS = 200_000
#: What the file may say about the words; what a study declares (permission) it cannot.
STATED = ("version", "source", "licence", "citation", "terms", "translator", "status")
_WORDS = ("limen_text", "instrument", "language", "instructions", "labels", "items", "record")
_ITEM = ("before", "stem", "hint", "labels")


def read_own(document: Document, *, instrument: str) -> Questionnaire:
    """Read Limen's own file; `InstrumentError` lists all that is wrong, with line and column."""
    if len(document.text) > LARGEST_CHARACTERS:
        message = f"The file has {len(document.text):,} characters."
        refuse(document.file, message, f"At most {LARGEST_CHARACTERS:,} are read.")
    reader = Reader(document.file)
    root = reader.read(document.text)
    found = reader.fields(root, (*_WORDS, *STATED))
    _heading(reader, root, found, instrument)
    language = tidy(reader.text(found.get("language")))
    shared = _labels(reader, found.get("labels"), language)
    questions = _questions(reader, found.get("items"), shared, language)
    instructions = reader.text(found.get("instructions"))
    stated = {key: reader.text(found[key]).strip() for key in STATED if key in found}
    if reader.problems:
        raise reader.error()
    return Questionnaire(
        kind="Limen's own text file",
        file=document.file,
        sha256=document.sha256,
        questions=questions,
        instructions={language: instructions} if instructions else {},
        stated=stated,
    )


def _heading(reader: Reader, root: Placed, found: dict[str, Placed], instrument: str) -> None:
    for key in ("limen_text", "instrument", "language", "items"):
        if key not in found and isinstance(root.content, dict):
            reader.wrong(root, f"`{key}` is missing.", f"Write `{key}: …`.")
    if "limen_text" in found and reader.text(found["limen_text"]) != "1":
        reader.wrong(found["limen_text"], "This form of the file is not known.", "Write 1.")
    named = reader.text(found.get("instrument"))
    if "instrument" in found and named != instrument:
        message = f"These are words of {named!r}, not of {instrument!r}."
        reader.wrong(found["instrument"], message, f"Name the file for {instrument!r}.")
    language = reader.text(found.get("language"))
    if "language" in found and not is_language(language):
        reader.wrong(
            found["language"], f"{language!r} is no language code.", "Write en, de or pt-BR."
        )


def _questions(
    reader: Reader, piece: Placed | None, shared: tuple[Choice, ...], language: str
) -> tuple[Question, ...]:
    questions = []
    for name, place, value in reader.mapping(piece):
        words = {"stem": value}
        if isinstance(value.content, dict):
            words = reader.fields(value, _ITEM)
        before, hint = reader.text(words.get("before")), reader.text(words.get("hint"))
        labels = words.get("labels")
        questions.append(
            Question(
                name=name,
                text={language: reader.text(words.get("stem"))},
                before={language: before} if before else {},
                hint={language: hint} if hint else {},
                choices=shared if labels is None else _labels(reader, labels, language),
                file=reader.file,
                line=place.line,
                column=place.column,
                path=place.path,
            )
        )
    return tuple(questions)


def _labels(reader: Reader, piece: Placed | None, language: str) -> tuple[Choice, ...]:
    choices = []
    for name, _, value in reader.mapping(piece):
        label = {language: reader.text(value)}
        choices.append(Choice(value=number_of(name), label=label, name=name))
    return tuple(choices)
