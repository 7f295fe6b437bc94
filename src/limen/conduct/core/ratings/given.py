"""What a rater has given in one rating, question by question, with the versions before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from limen.conduct.core.answering import Question, asked
from limen.conduct.core.answering.guess_due import open_guesses
from limen.conduct.core.forms import FormDue
from limen.conduct.core.models import Measurement, Response
from limen.conduct.core.ratings.reading import is_stored

Row = Response | Measurement


@dataclass(frozen=True, kw_only=True)
class Given:
    """An answer of a rating: the version that stands, and those before it."""

    question: Question
    latest: Row
    earlier: tuple[Row, ...]


def given_in(rating: FormDue) -> list[Given]:
    """Return what stands in a rating, in the order in which it is asked; guesses are left out."""
    occasion, form = rating.occasion, rating.form
    questionnaire = asked(
        occasion, respondent=form.respondent, of=form.id, language=get_language() or ""
    )
    rows = _rows(rating)
    return [
        Given(question=question, latest=found[0], earlier=tuple(found[1:]))
        for question in questionnaire.questions
        if question.about in ("instrument", "measurement")
        and (found := rows.get((question.about, *_place(question))))
    ]


def guess_is_open(rating: FormDue) -> bool:
    """Whether the rater is asked what they think was given, and has not said it.

    Where the occasion itself is the rating, the guess is one of its questions.
    """
    if rating.form.is_own or not is_stored(rating):
        return False
    return bool(open_guesses(rating.occasion, rating.form.respondent))


def _place(question: Question) -> tuple[str, str]:
    return (question.slot,) * 2 if question.about == "measurement" else question.place


def _rows(rating: FormDue) -> dict[tuple[str, ...], list[Row]]:
    """Return the versions of every answer of the rating's respondent, the latest first."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for place, row in _placed(rating):
        found.setdefault(place, []).append(row)
    return found


def _placed(rating: FormDue) -> Iterator[tuple[tuple[str, ...], Row]]:
    around = {"occasion": rating.occasion, "respondent": rating.form.respondent}
    responses = Response.objects.filter(**around).select_related(
        "free_text__participant", "audit_entry"
    )
    for answer in responses.order_by("-version"):
        yield ("instrument", answer.instrument, answer.item), answer
    for measured in (
        Measurement.objects.filter(**around).select_related("audit_entry").order_by("-version")
    ):
        yield ("measurement", measured.name, measured.name), measured
