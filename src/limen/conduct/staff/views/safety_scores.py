"""One person's scores over time, for who treats them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from limen.conduct.core import access
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.safety.scores import courses_of


@require_safe
@for_staff(access.Role.INVESTIGATOR)
def scores(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show them; whatever is as telling as a guess is left out, for everybody."""
    member = signed_in(request)
    person = access.participant_for_deciding(member, code)
    context = {"person": person, "courses": courses_of(person, hidden_from(member, person))}
    return page(request, "staff/safety/scores.html", context)
