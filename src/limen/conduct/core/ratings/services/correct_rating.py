"""A rater corrects what they rated."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import FormError, Question
from limen.conduct.core.answering.services import correct, correct_measurement
from limen.conduct.core.answering.values import Unfit, value_of
from limen.conduct.core.forms import FormDue
from limen.conduct.core.models import Measurement, StaffMember
from limen.conduct.core.ratings.given import Given
from limen.conduct.core.ratings.reading import may_be_corrected
from limen.conduct.core.ratings.services.rate import refuse_who_does_not_rate
from limen.errors import ConductError


def correct_rating(
    rating: FormDue, given: Given, *, value: str, declined: bool, reason: str, member: StaffMember
) -> None:
    """Add a version of an answer of a rating, with the reason; scores follow.

    `ConductError` once it is signed: then the investigator corrects, who signs what stands there.
    """
    refuse_who_does_not_rate(rating, member)
    if not may_be_corrected(rating):
        raise ConductError("This rating is signed. Ask an investigator to have it corrected.")
    value, by = value.strip(), Actor.staff(member)
    if not declined and not value:
        raise ConductError("Give the right answer, or say that there is none.")
    if isinstance(given.latest, Measurement):
        found = None if declined else _number(given.question, value)
        correct_measurement(given.latest, value=found, reason=reason, by=by)
        return
    correct(
        given.latest,
        value="" if declined else value,
        state="declined" if declined else "answered",
        reason=reason,
        by=by,
    )


def _number(question: Question, text: str) -> float:
    try:
        return float(value_of(question, text))
    except Unfit as wrong:
        raise FormError({question.key: str(wrong)}) from None
