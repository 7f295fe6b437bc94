"""The forms of one person, visit by visit."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from limen.conduct.core import access
from limen.conduct.core.forms import forms_due
from limen.conduct.core.forms.watched import watched
from limen.conduct.core.models import Participant, Release
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.forms.lines import Line, visits_of


@require_safe
@for_staff(*access.READERS)
def forms(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show every form of a person and how far it has come."""
    member = signed_in(request)
    person = access.participant_for_reading(member, code)
    found = forms_due(Participant.objects.filter(pk=person.pk), to_come=True)
    context = {
        "person": person,
        "visits": visits_of(found),
        "may_write": member.has_role(person.site, *access.WRITERS),
        "may_decide": member.has_role(person.site, access.Role.INVESTIGATOR),
        "to_sign": sum(Line(one).may_be_signed for one in found),
        "watched": watched(person),
        "releases": Release.objects.filter(participant=person).select_related("released_by"),
    }
    return page(request, "staff/forms/forms.html", context)
