"""An investigator signs forms of a person: one, or all, exactly as this page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, signing
from limen.conduct.core.forms import forms_due
from limen.conduct.core.forms.content import content_of
from limen.conduct.core.forms.services import Seen, meaning_of_signing, sign
from limen.conduct.core.models import Participant, StaffMember
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.forms.held import Held, held_of
from limen.conduct.staff.forms.lines import Line
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.person.days import lines as days

TEMPLATE = "staff/forms/sign.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(access.Role.INVESTIGATOR)
def forms_sign(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show what is to be signed, all of it; the password is entered again."""
    member = signed_in(request)
    person = access.participant_for_deciding(member, code)
    found = _to_sign(request, person)
    held = [held_of(line.due, hidden_from(member, person)) for line in found]
    meaning = meaning_of_signing(unseen=any(one.is_hidden for one in held))
    context = {
        "person": person,
        "forms": [_shown(line, one) for line, one in zip(found, held, strict=True)],
        "meaning": meaning,
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: _sign(request, person, found, member, meaning),
        template=TEMPLATE,
        context=context,
        said=_("You have signed."),
        to=reverse("staff:forms", args=[person.code]),
    )


def _to_sign(request: HttpRequest, person: Participant) -> list[Line]:
    """Return what may be signed: the one that the address names, or all."""
    only = request.GET.get("form", "")
    found = [Line(one) for one in forms_due(Participant.objects.filter(pk=person.pk))]
    return [
        line
        for line in found
        if line.may_be_signed and line.due.row is not None and only in ("", str(line.due.row.pk))
    ]


def _shown(line: Line, held: Held) -> dict[str, object]:
    return {
        "form": line,
        "line": days([line.due.occasion])[0],
        "held": held,
        "seen": content_of(line.due.occasion, line.due.form),
    }


def _sign(
    request: HttpRequest,
    person: Participant,
    found: Sequence[Line],
    member: StaffMember,
    meaning: str,
) -> None:
    """Sign what the page had shown: a form that came since is not among it."""
    signing.confirm(member, request.POST.get("password", ""))
    rows = [line.due.row for line in found if line.due.row is not None]
    seen = {row.pk: request.POST.get(f"seen.{row.pk}") for row in rows}
    chosen = [Seen(row, text) for row in rows if (text := seen[row.pk]) is not None]
    sign(person, chosen, member=member, meaning=meaning)
