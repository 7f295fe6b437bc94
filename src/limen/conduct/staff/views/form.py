"""One form: what it holds, every version, its story, and what may be done with it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from limen.conduct.core import access
from limen.conduct.core.answering.guess_due import guessers
from limen.conduct.core.forms.content import content_of
from limen.conduct.core.forms.services import verify
from limen.conduct.core.models import Occasion, Participant, StaffMember
from limen.conduct.core.queries import Place
from limen.conduct.core.refusing import refusal
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.forms.held import held_of, story_of
from limen.conduct.staff.forms.lines import Line, line_of
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.person.days import lines
from limen.conduct.staff.person.events import words_of
from limen.conduct.staff.queries.here import queries_here

TEMPLATE = "staff/forms/form.html"


@require_safe
@for_staff(*access.READERS)
def form(request: HttpRequest, code: UUID, identifier: str, form: str) -> HttpResponse:
    """Show a form; what the protocol blinds the reader to shows that it is there, no more."""
    member = signed_in(request)
    person = access.participant_for_reading(member, code)
    occasion, line = line_of(person, identifier, form)
    return page(request, TEMPLATE, _context(member, person, occasion, line))


@require_POST
@for_staff(access.Role.MONITOR)
def form_verify(request: HttpRequest, code: UUID, identifier: str, form: str) -> HttpResponse:
    """Take a monitor's word that a form agrees with its source, as the page showed it."""
    member = signed_in(request)
    person = access.participant_for_verifying(member, code)
    occasion, line = line_of(person, identifier, form)
    row = line.due.row

    def service() -> None:
        if row is None:
            raise refusal("There is nothing to verify.")
        if not held_of(line.due, hidden_from(member, person)).can_be_compared:
            raise refusal("Answers in it are hidden from you: you cannot compare them.")
        verify(row, member=member, seen=request.POST.get("seen", ""))

    return act(
        request,
        service,
        template=TEMPLATE,
        context=_context(member, person, occasion, line),
        said=_("It is verified."),
        to=reverse("staff:form", args=[person.code, identifier, form]),
    )


def _context(
    member: StaffMember, person: Participant, occasion: Occasion, line: Line
) -> dict[str, object]:
    row = line.due.row
    return {
        "person": person,
        "line": lines([occasion])[0],
        "form": line,
        "held": held_of(line.due, hidden_from(member, person)),
        "guesses": line.due.form.respondent in guessers(occasion),
        "story": story_of(row),
        "reason": words_of(row.reason) if row is not None and row.reason else "",
        "seen": content_of(occasion, line.due.form),
        "may_write": member.has_role(person.site, *access.WRITERS),
        "may_correct": line.may_be_corrected and member.has_role(person.site, *line.correctors),
        "may_decide": member.has_role(person.site, access.Role.INVESTIGATOR),
        **queries_here(
            member,
            person,
            Place(about="form", occasion=occasion.identifier, form=line.due.form.id),
        ),
        "may_verify": member.has_role(person.site, access.Role.MONITOR),
    }
