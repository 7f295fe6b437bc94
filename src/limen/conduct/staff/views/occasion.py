"""One occasion of a person: its window, its answers and their versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from limen.conduct.core import access
from limen.conduct.core.answering.guess_due import guessers
from limen.conduct.core.forms.definition import raters
from limen.conduct.core.models import (
    Occasion,
    Participant,
    Submission,
    TreatmentGuess,
)
from limen.conduct.core.occasions import Verdict
from limen.conduct.core.queries import Place
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.person.answers import expectancies_of, sheets_of
from limen.conduct.staff.person.days import lines
from limen.conduct.staff.person.measured import measured_of
from limen.conduct.staff.queries.here import queries_here
from limen.conduct.staff.trail import who
from limen.conduct.staff.words import VERDICTS


@require_safe
@for_staff()
def occasion(request: HttpRequest, code: UUID, identifier: str) -> HttpResponse:
    """Show an occasion; what the protocol blinds the reader to shows that it is there, no more."""
    member = signed_in(request)
    person = access.participant_for_reading(member, code)
    found = occasion_of(person, identifier)
    hidden = hidden_from(member, person)
    context = {
        "person": person,
        "line": lines([found])[0],
        "may_write": member.has_role(person.site, *access.WRITERS),
        **queries_here(member, person, Place(about="occasion", occasion=identifier)),
        "sheets": sheets_of(found, hidden),
        "measured": measured_of(found),
        "rated_by": raters(found.made_under.protocol),  # corrected by them, or from the form
        "submissions": _submissions(found),
        "guessers": guessers(found),
        "guesses": TreatmentGuess.objects.filter(occasion=found).count(),
        "expectancies": expectancies_of(found),
        "expectancies_hidden": "expectancies" in hidden,
    }
    return page(request, "staff/occasion.html", context)


def _submissions(found: Occasion) -> list[tuple[Submission, Any, str]]:
    """Return what arrived, each with what became of it and who of the team entered it."""
    rows = Submission.objects.filter(occasion=found).order_by("received_at")
    return [
        (row, VERDICTS[Verdict(row.verdict)], who(row.entered_by, {}) if row.entered_by else "")
        for row in rows
    ]


def occasion_of(person: Participant, identifier: str) -> Occasion:
    """Return a person's occasion; 404 if there is none of this name."""
    rows = Occasion.objects.select_related(
        "participant__site", "participant__version", "made_under"
    )
    return get_object_or_404(rows, participant=person, identifier=identifier)
