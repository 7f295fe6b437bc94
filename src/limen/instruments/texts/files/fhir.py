"""A FHIR Questionnaire, R4 or R5, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from limen.errors import InstrumentError, Problem
from limen.instruments.texts.files.fhir_extension import (
    COMPUTED,
    HIDDEN,
    HIGH,
    LOW,
    controls,
    extensions,
    mappings,
    number_at,
    text_of,
    value_of,
    words,
)
from limen.instruments.texts.files.fhir_options import options, remote_value_set
from limen.instruments.texts.files.questionnaire import Question, Questionnaire, Role
from limen.instruments.texts.files.source import refuse

_R4, _R5 = frozenset({"choice", "open-choice"}), frozenset({"coding"})
_HELP = frozenset({"help", "flyover"})
DEEPEST = 20  # items within items


def read_fhir(content: Mapping[str, Any], file: Path, sha256: str) -> Questionnaire:
    """Read a Questionnaire; `InstrumentError` if it has no items, or the same ``linkId`` twice."""
    kind = content.get("resourceType")
    if kind != "Questionnaire":
        refuse(file, f"This is a FHIR {kind}.", "Save the Questionnaire itself to a file.")
    reading = _Reading(file=file, language=text_of(content.get("language")))
    for resource in mappings(content.get("contained")):
        reading.contained[text_of(resource.get("id"))] = resource
    items = list(reading.walk(content.get("item"), "item", 0))
    if not reading.questions:
        refuse(file, "The Questionnaire has no questions.", "Look at its `item` list.")
    if reading.problems:
        raise InstrumentError(f"{file} cannot be imported.", reading.problems)
    types = {text_of(item.get("type")) for item in items}
    release = "R4" if types & _R4 else "R5" if types & _R5 else "R4 or R5"
    return Questionnaire(
        kind=f"FHIR Questionnaire ({release})",
        file=file,
        sha256=sha256,
        questions=tuple(reading.questions),
        notes=tuple(reading.notes),
    )


@dataclass
class _Reading:
    """One walk through the items, in their order."""

    file: Path
    language: str
    contained: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    before: list[Mapping[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def walk(self, items: Any, path: str, depth: int) -> Iterator[Mapping[str, Any]]:
        """Yield every item, and note questions and the texts between them."""
        if depth > DEEPEST:
            refuse(self.file, "Items lie too deep within items.", "Flatten the questionnaire.")
        for number, item in enumerate(mappings(items)):
            here = f"{path}[{number}]"
            yield item
            kind = item.get("type")
            if kind in ("group", "display"):
                self._text(item)
            else:
                self._question(item, here)
            yield from self.walk(item.get("item"), f"{here}.item", depth + 1)

    def _text(self, item: Mapping[str, Any]) -> None:
        shown = controls(item)
        found = words(item, "text", self.language)
        if shown & {"lower", "upper"} or not found:
            return
        if shown & _HELP:
            return
        if shown & {"unit", "prompt", "legal", "footer"}:
            self.notes.append(f"{item.get('linkId')}: a text beside the question is left out.")
            return
        self.before.append(found)

    def _question(self, item: Mapping[str, Any], path: str) -> None:
        name = text_of(item.get("linkId"))
        question = Question(
            name=name,
            text=words(item, "text", self.language),
            codes=tuple(text_of(code.get("code")) for code in mappings(item.get("code"))),
            before=_joined(self.before),
            hint=_joined(_help(item, self.language)),
            choices=options(item, self.contained, self.language),
            low=number_at(item, LOW),
            high=number_at(item, HIGH),
            role=_role(item),
            multiple=item.get("repeats") is True,
            required=item.get("required") is True,
            shown_if=_condition(item),
            formula=_formula(item),
            file=self.file,
            path=f"{path} ({name})",
        )
        self._check(question, item)
        self.before = []
        self.questions.append(question)

    def _check(self, question: Question, item: Mapping[str, Any]) -> None:
        name = question.name
        if not name or name in self.names:
            message = f"The linkId {name!r} stands twice." if name else "The item has no linkId."
            self.problems.append(question.problem(message, "Give each item a linkId of its own."))
        self.names.add(name)
        remote = remote_value_set(item)
        if remote:
            message = f"Its options are at {remote}, and nothing is fetched."
            remedy = "Write them into the file, as answerOption or as a contained ValueSet."
            self.problems.append(question.problem(message, remedy))


def _joined(texts: list[Mapping[str, str]]) -> dict[str, str]:
    codes = dict.fromkeys(code for text in texts for code in text)
    return {code: "\n\n".join(text[code] for text in texts if code in text) for code in codes}


def _help(item: Mapping[str, Any], language: str) -> list[Mapping[str, str]]:
    inside = [each for each in mappings(item.get("item")) if controls(each) & _HELP]
    return [words(each, "text", language) for each in inside]


def _role(item: Mapping[str, Any]) -> Role:
    if extensions(item, *COMPUTED) or item.get("readOnly") is True:
        return "computed"
    hidden = any(value_of(each) is True for each in extensions(item, HIDDEN))
    return "hidden" if hidden else "question"


def _formula(item: Mapping[str, Any]) -> str:
    for extension in extensions(item, *COMPUTED):
        value = value_of(extension)
        return text_of(value.get("expression")) if isinstance(value, Mapping) else text_of(value)
    return ""


def _condition(item: Mapping[str, Any]) -> str:
    """Return `enableWhen` as a sentence."""
    parts = []
    for rule in mappings(item.get("enableWhen")):
        answer = next((rule[key] for key in rule if key.startswith("answer")), "")
        value = answer.get("code") if isinstance(answer, Mapping) else answer
        parts.append(f"{rule.get('question')} {rule.get('operator', '=')} {value}")
    joint = " or " if item.get("enableBehavior") == "any" else " and "
    return joint.join(parts)
