"""An instrument's items as questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from limen.conduct.core.answering.form_rules import both, renamed
from limen.conduct.core.answering.questionnaire import (
    About,
    Check,
    Label,
    Question,
    QuestionKind,
    Section,
)
from limen.conduct.core.answering.wordings import Wording
from limen.instruments import Instrument, Item, Subscale
from limen.instruments.texts.text import written

LONGEST_TEXT = 4000  # letters; more is pasted by accident, or sent in malice
LONGEST_LINE = 120  # of a text that is a code
_MOST_BUTTONS = 10  # steps of a scale that is shown as buttons; more are typed


def section(
    instrument: Instrument,
    wording: Wording,
    *,
    prefix: str = "",
    about: About = "instrument",
    gate: Any = None,
    filled: dict[str, str] | None = None,
) -> Section:
    """Return an instrument as a section; keys are `prefix` (its id) and the item's id.

    `gate` is a rule over form keys that must hold for any of it to be asked. `filled` gives the
    words for placeholders such as ``{intervention}``.
    """
    prefix = prefix or instrument.id
    names = {item.id: f"{prefix}.{item.id}" for item in instrument.items}
    words = wording.words

    def form_key(name: str) -> str:
        return names.get(name, name)

    return Section(
        id=prefix,
        about=about,
        subject=instrument.id,
        title=words.title,
        instruction=put(words.instruction, filled or {}),
        language=wording.language,
        dir=wording.dir,
        version=instrument.version,
        text_hash=wording.text_hash,
        questions=tuple(
            Question(
                key=names[item.id],
                words=put(words.items.get(item.id, item.id), filled or {}),
                about=about,
                subject=instrument.id,
                slot=item.id,
                hint=put(words.hints.get(item.id, ""), filled or {}),
                unit=item.unit,
                optional=item.optional,
                asked_if=both(gate, renamed(item.asked_if, form_key)),
                unasked=item.unasked,
                **shape(item, words.labels.get(item.id, {})),
            )
            for item in instrument.items
        ),
        checks=tuple(
            Check(
                key=names[check.item],
                rule=renamed(check.rule, form_key),
                words=_named(f"{check.message} {check.remedy}", words.items),
            )
            for check in instrument.checks
        ),
    )


def rated(instrument: Instrument, wording: Wording) -> Section:
    """Return an instrument without known items: a rater enters its scores, one by one."""
    return Section(
        id=instrument.id,
        about="instrument",
        subject=instrument.id,
        title=instrument.title,
        language=wording.language,
        version=instrument.version,
        questions=tuple(_score(instrument, part) for part in instrument.subscales),
    )


def shape(item: Item, labels: dict[str, str] | Any) -> dict[str, Any]:
    """Return what of a question follows from its item: kind, range, step, labels, length."""
    if item.kind == "choice":
        return {"kind": "choice", "labels": _labels(item.choices, labels)}
    if item.kind != "number":
        longest = {"text": LONGEST_LINE if item.id == "code" else LONGEST_TEXT}
        return {"kind": item.kind, "longest": longest.get(item.kind, 40)}
    if item.continuous:
        kind: QuestionKind = "slider"
        return {"kind": kind, "low": item.low, "high": item.high, "labels": _all(labels)}
    values = item.options or tuple(range(int(item.low), int(item.high) + 1))
    if len(values) <= _MOST_BUTTONS + 1:
        shown = _labels([written(value) for value in values], labels)
        return {"kind": "scale", "low": item.low, "high": item.high, "labels": shown}
    return {"kind": "whole", "low": item.low, "high": item.high, "labels": _all(labels)}


def put(text: str, filled: dict[str, str]) -> str:
    """Return a text whose placeholders are filled; others stay as they are."""
    for name, words in filled.items():
        text = text.replace("{" + name + "}", words)
    return text


def _named(text: str, questions: Mapping[str, str]) -> str:
    """Return a text in which questions are called by their words, not by their slots."""
    for slot, words in questions.items():
        text = text.replace(f"'{slot}'", f"“{words}”")
    return text


def _labels(values: Iterable[str], words: Any) -> tuple[Label, ...]:
    return tuple(Label(value=value, words=words.get(value, value)) for value in values)


def _all(words: Any) -> tuple[Label, ...]:
    return tuple(Label(value=value, words=said) for value, said in words.items())


def _score(instrument: Instrument, part: Subscale) -> Question:
    whole = part.step == 1
    return Question(
        key=f"{instrument.id}.{part.id}",
        kind="whole" if whole else "number",
        words=part.title,
        about="instrument",
        subject=instrument.id,
        slot=part.id,
        low=part.low,
        high=part.high,
        step=1 if whole else 0,
        unit="" if part.unit == "points" else part.unit,
    )
