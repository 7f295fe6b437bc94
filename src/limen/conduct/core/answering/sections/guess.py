"""A treatment guess as questions: what it was, how sure one is, and why."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from limen.conduct.core.answering.questionnaire import Label, Question, Section
from limen.conduct.core.answering.sections.instrument import put, shape
from limen.conduct.core.answering.wordings import Wording
from limen.instruments import get
from limen.protocol import Protocol, listed
from limen.protocol.document.measurement import Guess

DONT_KNOW = "dont_know"


def section(protocol: Protocol, guess: Guess, wording: Wording) -> Section:
    """Return a guess as a section; keys are ``guess.<id>.answer``, ``.confidence``, ``.reason``.

    Confidence and reason are asked of who names something. Options carry the protocol's titles.
    """
    instrument, words = get("limen_guess"), wording.words
    answer = f"guess.{guess.id}.answer"
    named = {"and": [{"not": {"is_missing": {"value": answer}}},
                     {"differs": [{"value": answer}, DONT_KNOW]}]}  # fmt: skip
    options = _options(protocol, guess, wording)
    questions = [_question(guess, "answer", guess.title, {"kind": "choice", "labels": options})]
    for slot, asked in (("confidence", guess.confidence), ("reason", guess.reason)):
        if asked is True:
            form = shape(instrument.item(slot), words.labels.get(slot, {}))
            questions.append(_question(guess, slot, words.items.get(slot, slot), form, named))
    return Section(
        id=f"guess.{guess.id}",
        about="guess",
        subject=guess.id,
        title=words.title,
        instruction=put(words.instruction, {"occasion": _occasion(guess)}),
        language=wording.language,
        dir=wording.dir,
        version=instrument.version,
        text_hash=wording.text_hash,
        questions=tuple(questions),
    )


def _question(
    guess: Guess, slot: str, words: object, form: dict[str, Any], asked_if: Any = None
) -> Question:
    return Question(
        key=f"guess.{guess.id}.{slot}",
        words=str(words),
        about="guess",
        subject=guess.id,
        slot=slot,
        asked_if=asked_if,
        **form,
    )


def _options(protocol: Protocol, guess: Guess, wording: Wording) -> tuple[Label, ...]:
    named = protocol.arms if guess.about == "arm" else protocol.interventions
    titles = {one.id: str(one.title) for one in listed(named)}
    options = [Label(value=id, words=titles.get(id, id)) for id in listed(guess.options)]
    if guess.dont_know is True:
        words = wording.words.labels.get("answer", {}).get(DONT_KNOW, DONT_KNOW)
        options.append(Label(value=DONT_KNOW, words=words))
    return tuple(options)


def _occasion(guess: Guess) -> str:
    match guess.about:
        case "administration":
            return _("the dose of today")
        case "period":
            return _("the present part of the study")
    return _("the study so far")
