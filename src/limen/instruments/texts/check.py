"""Do the words of a file fill every slot: options as the structure has them, nothing missing."""

from __future__ import annotations

from collections.abc import Iterable

from limen.errors import Problem
from limen.instruments.item import Item
from limen.instruments.texts.files.questionnaire import Choice, Question, Words
from limen.instruments.texts.garbled import garbled
from limen.instruments.texts.labels import answer, may_have, needed, options
from limen.instruments.texts.language import in_language, is_language, tidy
from limen.instruments.texts.match import Match
from limen.instruments.texts.text import written

_RECODE = "Give the options these values in the file; Limen never recodes words."


def check_slot(match: Match, language: str) -> list[Problem]:
    """Return what is wrong with the question in a slot: its words, its options, its labels."""
    question, slot = match.question, match.slot
    problems = _words(question, question.text, language, "its question")
    if question.multiple:
        message = "The question takes several answers, and the slot takes one."
        problems.append(question.problem(message, "Make it a single choice in the file."))
    problems += _range(question, slot)
    wrong = _values(question, slot)
    problems += wrong or _labels(question, slot, language)
    for choice in question.choices:
        problems += _damage(question, in_language(choice.label, language), "a label")
    for words, what in ((question.before, "its heading"), (question.hint, "its second line")):
        if any(words.values()):
            problems += _words(question, words, language, what)
    return problems


def _words(question: Question, words: Words, language: str, what: str) -> list[Problem]:
    text = in_language(words, language)
    if not text.strip():
        message = f"There are no words for {what} in {language!r}."
        return [question.problem(message, _near(words, language))]
    return _damage(question, text, what)


def _near(words: Words, language: str) -> str:
    """Point at a code that is no language, and so may be this one misspelt."""
    odd = [code for code in words if code and not is_language(code)]
    if odd:
        return f"The code {odd[0]!r} is no language: if it is meant, write {language!r} there."
    return "Add them to the file, or import another language."


def _damage(question: Question, text: str, what: str) -> list[Problem]:
    found = garbled(text)
    remedy = "Take the words from a sound copy."
    return [question.problem(f"The letters of {what} are damaged: {found}.", remedy)] * bool(found)


def _range(question: Question, slot: Item) -> list[Problem]:
    ends = ((question.low, slot.low), (question.high, slot.high))
    if slot.kind != "number" or all(found in (None, ours) for found, ours in ends):
        return []
    low, high = ("…" if end is None else written(end) for end in (question.low, question.high))
    message = (
        f"The file asks for values from {low} to {high}, and the slot has "
        f"{written(slot.low)} to {written(slot.high)}."
    )
    return [question.problem(message, _RECODE)]


def _values(question: Question, slot: Item) -> list[Problem]:
    """Are the values of the options those of the slot, in its order?"""
    found = [answer(choice, slot) for choice in question.choices]
    named = [each for each in found if each is not None]
    if len(named) < len(found):
        name = question.choices[found.index(None)].name
        return [question.problem(f"The option {name!r} has no number.", _RECODE)]
    if len(set(named)) < len(named):
        return [question.problem(f"A value stands twice: {', '.join(named)}.", _RECODE)]
    ours = options(slot)
    if ours and named and tuple(named) != ours:
        same = sorted(named) == sorted(ours)
        what = "are in another order" if same else "have other values"
        message = f"The options {what}: {', '.join(named)}, and in the slot {', '.join(ours)}."
        return [question.problem(message, "Put them in this order." if same else _RECODE)]
    outside = [each for each in named if not may_have(slot, each)]
    if outside:
        takes = slot.allowed[0].lower() + slot.allowed[1:]
        message = f"A label stands at {', '.join(outside)}, which is no answer here: {takes}"
        return [question.problem(message, _RECODE)]
    return []


def _labels(question: Question, slot: Item, language: str) -> list[Problem]:
    labels = label_texts(question.choices, slot, language)
    bare = [each for each in needed(slot) if each not in labels]
    if not bare:
        return []
    message = f"There is no label in {language!r} for {', '.join(bare)}."
    every = {code: "" for choice in question.choices for code in choice.label}
    return [question.problem(message, _near(every, language))]


def label_texts(choices: Iterable[Choice], slot: Item, language: str) -> dict[str, str]:
    """Return the labels of options in a language, by answer; empty ones are left out."""
    texts = {answer(choice, slot): in_language(choice.label, language) for choice in choices}
    return {key: text for key, text in texts.items() if key is not None and text.strip()}


def unknown_languages(codes: Iterable[str]) -> list[str]:
    """Return the codes of a file that are no languages."""
    return sorted({tidy(code) for code in codes if code and not is_language(code)})
