"""What is asked about a dose: its envelope, what happened, when. Never what it held."""

from __future__ import annotations

from django.utils.translation import gettext as _

from limen.conduct.core.answering.questionnaire import Label, Question, Questionnaire, Section
from limen.conduct.core.models import Administration

Status = Administration.Status
TAKEN = (Status.TAKEN, Status.PARTLY)


def intake_questions(language: str) -> Questionnaire:
    """Return the questions, in the language that is active."""
    return Questionnaire(
        occasion="",
        respondent="participant",
        language=language,
        sections=(
            Section(
                id="intake",
                about="measurement",
                subject="intake",
                title="",
                language=language,
                questions=(_envelope(), _status(), _taken_at(), _note()),
            ),
        ),
    )


def _question(slot: str, kind: str, words: str, **more: object) -> Question:
    return Question(
        key=slot,
        kind=kind,  # type: ignore[arg-type]
        words=words,
        about="measurement",
        subject="intake",
        slot=slot,
        **more,  # type: ignore[arg-type]
    )


def _envelope() -> Question:
    hint = _("Capital or small letters, spaces, the letter O or a zero: it does not matter.")
    words = _("Which code is on the envelope?")
    return _question("envelope", "text", words, hint=hint, longest=64)


def _status() -> Question:
    labels = (
        (Status.TAKEN, _("I took all of it")),
        (Status.PARTLY, _("I took part of it")),
        (Status.MISSED, _("I missed it")),
        (Status.HELD, _("I was asked to wait")),
        (Status.REFUSED, _("I decided not to take it")),
    )
    return _question(
        "status",
        "choice",
        _("What happened with it?"),
        labels=tuple(Label(value=value, words=words) for value, words in labels),
    )


def _taken_at() -> Question:
    taken = {"in": {"value": "status"}, "options": [str(one) for one in TAKEN]}
    return _question("taken_at", "clock", _("At what time did you take it?"), asked_if=taken)


def _note() -> Question:
    hint = _("Such as why it was not taken as planned. You can leave this empty.")
    words = _("Is there anything to add?")
    return _question("note", "text", words, hint=hint, longest=2000, optional=True)
