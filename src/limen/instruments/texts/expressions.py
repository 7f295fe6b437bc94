"""Expressions of a file beside our own rules: compared as text, never run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from limen.instruments.instrument import Instrument
from limen.instruments.item import Item
from limen.instruments.texts.files.questionnaire import Question

_NAME = r"\[?[A-Za-z_][A-Za-z0-9_]*\]?"
_ADDED = re.compile(rf"\s*{_NAME}(?:\s*\+\s*{_NAME})*\s*")
_SUM = re.compile(rf"\s*sum\(\s*{_NAME}(?:\s*,\s*{_NAME})*\s*\)\s*", re.IGNORECASE)
_SHOWN = 120  # characters of an expression that are repeated


def compared(
    instrument: Instrument, questions: Sequence[Question], slots: Mapping[str, str]
) -> list[str]:
    """Return one sentence per expression; `slots` are slot ids by the names of questions."""
    found = [
        _formula(instrument, question, slots)
        for question in questions
        if question.role == "computed"
    ]
    asked = {slots[question.name]: question for question in questions if question.name in slots}
    return found + [
        f"Slot {item.id} is shown in the file {_when(asked[item.id].shown_if)}; "
        f"Limen asks it {_ours(item)}. Limen's rule is used."
        for item in instrument.items
        if item.id in asked and (asked[item.id].shown_if or item.condition)
    ]


def _when(condition: str) -> str:
    return f"only if {_cut(condition)!r}" if condition else "always"


def _ours(item: Item) -> str:
    return f"only if {item.condition.in_words()}" if item.condition else "always"


def _formula(instrument: Instrument, question: Question, slots: Mapping[str, str]) -> str:
    if not question.formula:
        return f"{question.name} is computed in the file, and is no question."
    names = _summed(question.formula)
    if names is None or not names <= slots.keys():
        return (
            f"{question.name} is computed in the file by {_cut(question.formula)!r}, which is not "
            "a sum of its questions: not compared. Limen scores by its own rules."
        )
    items = {slots[name] for name in names}
    for name, ours in _plain_sums(instrument).items():
        if ours == items:
            return f"{question.name} adds up the same slots as Limen's own {name!r}."
    listed = ", ".join(item.id for item in instrument.items if item.id in items)
    return (
        f"{question.name} differs: it adds up slots {listed}, and no score of Limen's does. "
        f"Limen scores by its own rules: limen instruments show {instrument.id}."
    )


def _summed(formula: str) -> frozenset[str] | None:
    """Return the names that a plain sum adds up, each once; None for anything else."""
    if not (_ADDED.fullmatch(formula) or _SUM.fullmatch(formula)):
        return None
    inside = re.sub(r"^\s*sum\(", "", formula, flags=re.IGNORECASE)
    names = re.findall(r"[A-Za-z_][A-Za-z0-9_]*", inside)
    return frozenset(names) if len(set(names)) == len(names) else None


def _plain_sums(instrument: Instrument) -> dict[str, set[str]]:
    """Return the items of each score that is a plain sum of items, by the score's name."""
    rules = {subscale.id: subscale.scoring for subscale in instrument.subscales}
    rules |= dict(instrument.derived)
    return {
        name: set(rule["sum"]["values"])
        for name, rule in rules.items()
        if isinstance(rule, Mapping)
        and rule.keys() == {"sum"}
        and isinstance(rule["sum"], Mapping)
        and rule["sum"].keys() == {"values"}
    }


def _cut(expression: str) -> str:
    plain = " ".join(expression.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
