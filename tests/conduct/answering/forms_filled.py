"""Forms as people fill them in, and a study that asks with every instrument of Limen's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import servers

from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import Question, Questionnaire, Receipt, asked, submit
from limen.conduct.core.models import Occasion, Participant
from limen.conduct.core.occasions.services import begin_study

START = date(2026, 3, 23)
MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVENING = datetime(2026, 3, 23, 19, tzinfo=UTC)  # diary.1 is open, at home in Riga or Lisbon
OWN = ("limen_daily", "limen_intensity", "limen_stressors", "limen_creativity", "limen_sleep",
       "limen_dose", "limen_guess", "limen_expect", "limen_ae", "limen_ae_report",
       "limen_safety")  # fmt: skip
_LAST = (
    "schedule: {kind: once, day: 7}\n    measures: [limen_creativity, limen_sleep, limen_safety]"
)
EVERYTHING = servers.DEMONSTRATION.replace(
    "measures: [limen_intensity]", "measures: [limen_dose, limen_intensity]"
).replace(_LAST, f"schedule: {{kind: once, day: 7}}\n    measures: [{', '.join(OWN)}]")
LAST_CONTACT = datetime(2026, 4, 12, 12, tzinfo=UTC)


def begun(participant: Participant, by: Actor) -> Participant:
    """The participant, with study day 1 on 23 March 2026."""
    with clock.as_of(MADE):
        begin_study(participant, start=START, by=by)
    return Participant.objects.select_related("version", "site").get(pk=participant.pk)


def occasion(participant: Participant, identifier: str) -> Occasion:
    """An occasion as a view would fetch it."""
    rows = Occasion.objects.select_related("participant", "made_under")
    return rows.get(participant=participant, identifier=identifier)


def filled(
    questionnaire: Questionnaire, pick: Callable[[Question], str] | None = None
) -> dict[str, str]:
    """A form with an answer to every question, by `pick` where it gives one."""
    answers = {}
    for question in questionnaire.questions:
        chosen = pick(question) if pick is not None else ""
        answers[question.key] = chosen or plain_answer(question)
    return answers


def plain_answer(question: Question) -> str:
    """An answer that fits."""
    match question.kind:
        case "slider" | "whole" | "number":
            if question.unit == "minutes":
                return "20"
            low, high = question.low or 0, question.high or 0
            return f"{int(low + (high - low) * 0.4)}"
        case "scale":
            return question.labels[0].value
        case "choice":
            return question.labels[0].value if question.labels else "something"
        case "moment":
            return _MOMENTS.get(question.slot, "2026-03-20T09:00")
        case "clock":
            return "23:30"
    return "A few words – 何か"


_MOMENTS = {
    "into_bed": "2026-03-22T22:30",
    "try_sleep": "2026-03-22T23:00",
    "final_wake": "2026-03-23T06:30",
    "out_of_bed": "2026-03-23T07:00",
}


def sent(
    one: Occasion,
    at: datetime,
    *,
    form: Mapping[str, str] | None = None,
    by: Actor | None = None,
    **options: Any,
) -> Receipt:
    """What comes back when a form (all filled in, if left out) arrives at a moment."""
    with clock.as_of(at):
        form = filled(asked(one)) if form is None else form
        by = by or Actor.participant(one.participant)
        return submit(one, client_id=options.pop("client_id", uuid4()), form=form, by=by, **options)
