"""The contact log of a person: who tried to reach them, and whether that worked."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, clock
from limen.conduct.core.contacts import contact_log, log_contact, take_back, tried
from limen.conduct.core.models import ContactAttempt, Participant, StaffMember
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.person.events import words_of
from limen.conduct.staff.posted import moment, text_of, whole, yes_or_no
from limen.conduct.staff.team.words import WAYS
from limen.errors import ConductError

TEMPLATE = "staff/team/contacts.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff()
def contacts(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show the log; add a line, or take one back."""
    member = signed_in(request)
    person = access.participant_for_reading(member, code)
    may_write = member.has_role(person.site, *access.WRITERS)
    zone = person.staff_zone
    context = {
        "person": person,
        "may_write": may_write,
        "zone": zone,
        "now": clock.now().astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M"),
        "ways": WAYS,
        "tried": tried(person),
        "lines": [_line(one) for one in contact_log(person)],
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    if not may_write:
        raise PermissionDenied
    return act(
        request,
        _service(request, person, member),
        template=TEMPLATE,
        context=context,
        said=_("It was written down."),
        to=reverse("staff:contacts", args=[person.code]),
    )


def _service(
    request: HttpRequest, person: Participant, member: StaffMember
) -> Callable[[], object]:
    def logged() -> None:
        reached = yes_or_no(request, "reached")
        if reached is None:
            raise ConductError(_("Say whether the person was reached."))
        log_contact(
            person,
            member=member,
            way=text_of(request, "way"),
            reached=reached,
            at=moment(text_of(request, "at"), person.staff_zone),
            words=text_of(request, "words"),
        )

    def taken_back() -> None:
        rows = ContactAttempt.objects.filter(participant=person)
        found = rows.filter(pk=whole(text_of(request, "line"))).first()
        if found is None:
            raise ConductError(_("There is no such line."))
        take_back(found, member=member, reason=text_of(request, "reason"))

    return taken_back if request.POST.get("do") == "take_back" else logged


def _line(one: ContactAttempt) -> dict[str, object]:
    back = getattr(one, "taken_back_by", None)
    return {
        "row": one,
        "way": WAYS[one.way],
        "words": words_of(one.words),
        "taken_back": back,
        "why": words_of(back.words) if back is not None else "",
    }
