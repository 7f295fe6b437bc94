"""Which question of a file stands in which slot: by code, then name, then order.

Never by similar wording: two items of one scale may differ in a single word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from limen.errors import Problem
from limen.instruments.instrument import Instrument
from limen.instruments.item import Item
from limen.instruments.texts.files.questionnaire import Question

#: `ending`: the names share a beginning that is not the instrument's, and end with the slots' ids.
By: TypeAlias = Literal["code", "name", "ending", "order"]


@dataclass(frozen=True, kw_only=True)
class Match:
    """A slot, the question that stands in it, and what said so."""

    slot: Item
    question: Question
    by: By


def match(
    instrument: Instrument, questions: Sequence[Question]
) -> tuple[dict[str, Match], list[Problem]]:
    """Return the match of each slot that has one, by slot id, and all that does not fit.

    Order decides only where no question has a code or name of the instrument, and then only if
    there are as many questions as slots: one extra question would shift all that follow.
    """
    named, how = _by_name(instrument, questions)
    coded = _by_code(instrument, questions)
    if not named and not coded:
        return _by_order(instrument, questions)
    matches: dict[str, Match] = {}
    problems: list[Problem] = []
    for question in questions:
        by_code, by_name = coded.get(question.name), named.get(question.name)
        slot = by_code or by_name
        if slot is None:
            problems.append(_without_slot(instrument, question))
        elif by_code and by_name and by_code != by_name:
            message = f"Its code is that of slot {by_code}, its name that of slot {by_name}."
            problems.append(question.problem(message, "Correct one of them in the file."))
        elif slot in matches:
            other = matches[slot].question.name
            message = f"Slot {slot} is taken already, by {other!r}."
            problems.append(question.problem(message, "Leave out one: --leave-out NAME."))
        else:
            by: By = "code" if by_code else how
            matches[slot] = Match(slot=instrument.item(slot), question=question, by=by)
    return matches, problems + _empty_slots(instrument, matches, questions)


def _by_code(instrument: Instrument, questions: Iterable[Question]) -> dict[str, str]:
    """Return slot ids by question name, for the questions with a code of a slot."""
    slots = {
        code: item.id for item in instrument.items if (code := instrument.codes.get(item.id, ""))
    }
    return {
        question.name: slots[code]
        for question in questions
        for code in (*question.codes, question.name.strip("/"))
        if code in slots
    }


def _by_name(instrument: Instrument, questions: Sequence[Question]) -> tuple[dict[str, str], By]:
    """Return slot ids by question name, for the questions named after a slot, and how."""
    known = _names(instrument)
    found = {q.name: known[_plain(q.name)] for q in questions if _plain(q.name) in known}
    prefix = _shared_prefix([_plain(question.name) for question in questions])
    if found or not prefix:
        return found, "name"
    ids = {_plain(item.id): item.id for item in instrument.items}
    rest = {q.name: _plain(_plain(q.name).removeprefix(prefix)) for q in questions}
    return {name: ids[end] for name, end in rest.items() if end in ids}, "ending"


def _names(instrument: Instrument) -> dict[str, str]:
    """Return slot ids by every name that means one of them and nothing else."""
    known = {}
    for item in instrument.items:
        slot, whole = _plain(item.id), _plain(instrument.id)
        for name in (
            slot,
            f"{whole}_{slot}",
            f"{whole}{slot}",
            f"{whole}_q{slot}",
            f"{whole}_item_{slot}",
            f"{whole}_item{slot}",
            f"q{slot}",
            f"item_{slot}",
            f"item{slot}",
        ):
            known[name] = item.id
    return known


def _plain(name: str) -> str:
    """Return a name in small letters and digits, underscores between; without leading zeros."""
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", words)


def _shared_prefix(names: Sequence[str]) -> str:
    """Return what all names begin with, never ending within a number."""
    if len(names) < 2:
        return ""
    first, last = min(names), max(names)
    same = [one == other for one, other in zip(first, last, strict=False)]
    end = same.index(False) if False in same else len(same)
    return first[:end].rstrip("0123456789")


def _by_order(
    instrument: Instrument, questions: Sequence[Question]
) -> tuple[dict[str, Match], list[Problem]]:
    slots = instrument.items
    if len(questions) != len(slots):
        message = (
            f"The file has {len(questions)} questions, and {instrument.id!r} has {len(slots)} "
            "slots; no question has a code or name of a slot."
        )
        names = ", ".join(question.name for question in questions[:40])
        remedy = f"Leave out what is no part of it (--leave-out NAME), or rename. Found: {names}."
        return {}, [Problem(path=instrument.id, message=message, remedy=remedy)]
    pairs = zip(slots, questions, strict=True)
    return {
        slot.id: Match(slot=slot, question=question, by="order") for slot, question in pairs
    }, []


def _without_slot(instrument: Instrument, question: Question) -> Problem:
    message = f"The question {question.name!r} has no slot in {instrument.id!r}."
    remedy = f"If the study does not ask it: --leave-out {question.name}. Else correct its name."
    return question.problem(message, remedy)


def _empty_slots(
    instrument: Instrument, matches: Mapping[str, Match], questions: Sequence[Question]
) -> list[Problem]:
    file = questions[0].file if questions else None
    return [
        Problem(
            file=file,
            path=f"{instrument.id}.{item.id}",
            message="No question of the file stands in this slot.",
            remedy=f"Add it, named {instrument.id}_{item.id}.",
        )
        for item in instrument.items
        if item.id not in matches
    ]
