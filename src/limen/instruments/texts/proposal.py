"""Reading a file for an instrument: its words slot by slot, ready to be looked at, or an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from limen.errors import InstrumentError, Problem
from limen.instruments.instrument import Instrument
from limen.instruments.lookup import nearest
from limen.instruments.texts.check import check_slot, label_texts, unknown_languages
from limen.instruments.texts.expressions import compared
from limen.instruments.texts.files.questionnaire import Question, Questionnaire
from limen.instruments.texts.files.read import read
from limen.instruments.texts.files.redcap_form import has_markup
from limen.instruments.texts.garbled import garbled
from limen.instruments.texts.language import chosen, in_language, tidy
from limen.instruments.texts.match import Match, match
from limen.instruments.texts.misprints import misprints
from limen.instruments.texts.text import ItemWords, Text, plain

MOST_PROBLEMS = 200  # told at once


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that a reader should know, and that is no reason to refuse."""

    level: Literal["warning", "note"]
    text: str

    def __str__(self) -> str:
        return f"{self.level}: {self.text}"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Words that fill every slot of an instrument, not yet written anywhere."""

    instrument: Instrument
    text: Text
    matches: Mapping[str, Match]
    findings: tuple[Finding, ...]
    kind: str  # of the file
    file: Path
    sha256: str  # of the file
    stated: Mapping[str, str]  # what Limen's own file says of source, licence, translator, …


def prepare(
    instrument: Instrument,
    source: Path,
    *,
    language: str | None = None,
    leave_out: Iterable[str] = (),
    form: str | None = None,
) -> Proposal:
    """Read `source`, match it to the slots and check it; nothing is written.

    `language` may be left out if the file has one; `leave_out` names questions of the file that the
    study does not ask; `form` names one form of a REDCap dictionary. Raises `InstrumentError` with
    all that is wrong, each with its place and remedy.
    """
    if not instrument.items:
        message = f"Limen has no slots for {instrument.id!r}: only published scores can be used."
        problem = Problem(path=instrument.id, message=message, remedy="No words are needed.")
        raise InstrumentError(message, [problem])
    found = _first_heading(read(source, instrument=instrument.id, form=form))
    codes = found.languages()
    named = chosen(language, codes, silent="" in codes)
    if named not in map(tidy, codes):
        found = found.spoken(named)
    asked, left = _asked(found.questions, leave_out)
    matches, problems = match(instrument, asked)
    for item in instrument.items:
        if item.id in matches:
            problems += check_slot(matches[item.id], named)
    problems += _version(instrument, found) + _instructions(found, named)
    if problems:
        raise InstrumentError(_refusal(instrument, named, source), _told(problems))
    text = _text(instrument, matches, found, named)
    findings = [*_warnings(text, matches), *_notes(instrument, found, matches, left)]
    return Proposal(
        instrument=instrument,
        text=text,
        matches=matches,
        findings=tuple(findings),
        kind=found.kind,
        file=source,
        sha256=found.sha256,
        stated=found.stated,
    )


def _refusal(instrument: Instrument, language: str, source: Path) -> str:
    return f"{source} cannot be the words of {instrument.id!r} in {language!r}."


def _told(problems: list[Problem]) -> list[Problem]:
    if len(problems) <= MOST_PROBLEMS:
        return problems
    more = Problem(message=f"And {len(problems) - MOST_PROBLEMS} more.")
    return [*problems[:MOST_PROBLEMS], more]


def _first_heading(found: Questionnaire) -> Questionnaire:
    """What stands above the first question is the instructions, if the file names none."""
    first = next((q for q in found.questions if q.role == "question"), None)
    if first is None or any(found.instructions.values()) or not first.before:
        return found
    rest = tuple(replace(q, before={}) if q is first else q for q in found.questions)
    return replace(found, instructions=first.before, questions=rest)


def _asked(
    questions: Sequence[Question], leave_out: Iterable[str]
) -> tuple[list[Question], list[str]]:
    left = list(leave_out)
    names = [question.name for question in questions]
    for name in left:
        if name not in names:
            raise nearest(name, names, what="question of the file", path="leave-out")
    asked = [q for q in questions if q.role == "question" and q.name not in left]
    return asked, left


def _version(instrument: Instrument, found: Questionnaire) -> list[Problem]:
    named = found.stated.get("version", instrument.version)
    if named == instrument.version:
        return []
    message = f"The file is for version {named} of the structure; Limen has {instrument.version}."
    remedy = "Look at `limen instruments show`, and write that version once the words fit it."
    return [Problem(file=found.file, path="version", message=message, remedy=remedy)]


def _instructions(found: Questionnaire, language: str) -> list[Problem]:
    given = in_language(found.instructions, language)
    if any(found.instructions.values()) and not given.strip():
        message = f"There are no instructions in {language!r}, and the file has some elsewhere."
        remedy = "Add them to the file, or import another language."
        return [Problem(file=found.file, path="instructions", message=message, remedy=remedy)]
    if damage := garbled(given):
        message = f"The letters of the instructions are damaged: {damage}."
        remedy = "Take the words from a sound copy."
        return [Problem(file=found.file, path="instructions", message=message, remedy=remedy)]
    return []


def _text(
    instrument: Instrument, matches: Mapping[str, Match], found: Questionnaire, language: str
) -> Text:
    items = {}
    for item in instrument.items:
        question = matches[item.id].question
        labels = label_texts(question.choices, item, language)
        items[item.id] = ItemWords(
            stem=plain(in_language(question.text, language)),
            labels={value: plain(label) for value, label in labels.items()},
            before=plain(in_language(question.before, language)),
            hint=plain(in_language(question.hint, language)),
        )
    return Text(
        instrument=instrument.id,
        language=language,
        items=items,
        instructions=plain(in_language(found.instructions, language)),
    )


_WEAK = {
    "order": "No question has a code or name of a slot: they were matched by their order alone.",
    "ending": "The questions are not named after this instrument; their names end like its slots.",
}


def _warnings(text: Text, matches: Mapping[str, Match]) -> list[Finding]:
    how = {match.by for match in matches.values()}
    found = [f"{words} Look at each of them." for by, words in _WEAK.items() if by in how]
    found += misprints(text)
    stems: dict[str, str] = {}
    for id, words in text.items.items():
        if words.stem in stems:
            found.append(f"Slots {stems[words.stem]} and {id} have the same words.")
        stems.setdefault(words.stem, id)
        if text.instructions and words.stem.startswith(text.instructions):
            found.append(f"Slot {id} begins with the instructions, which stand above it already.")
        if any(map(has_markup, (words.stem, words.before, words.hint, *words.labels.values()))):
            found.append(f"Slot {id} holds HTML, which participants see as it is written.")
    return [Finding(level="warning", text=each) for each in found]


def _notes(
    instrument: Instrument,
    found: Questionnaire,
    matches: Mapping[str, Match],
    left: Sequence[str],
) -> list[Finding]:
    slots = {each.question.name: id for id, each in matches.items()}
    notes = compared(instrument, found.questions, slots)
    notes += [f"{name} is left out, as asked." for name in left]
    notes += [f"{q.name} is hidden, and left out." for q in found.questions if q.role == "hidden"]
    if any(each.question.required for each in matches.values()):
        notes.append("The file makes answers compulsory; in Limen every question can be declined.")
    in_file = [slots[q.name] for q in found.questions if q.name in slots]
    if in_file != [item.id for item in instrument.items]:
        notes.append(f"The file asks in another order: {', '.join(in_file)}.")
    if odd := unknown_languages(found.languages()):
        notes.append(f"No language has the code {', '.join(odd)}, which the file uses.")
    return [Finding(level="note", text=each) for each in (*notes, *found.notes)]
