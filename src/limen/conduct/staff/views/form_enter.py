"""Staff fill in a form, at once or in parts."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.contrib import messages as said_above
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, messages
from limen.conduct.core.answering import FormError, Receipt, asked
from limen.conduct.core.forms.content import content_of
from limen.conduct.core.forms.services import fill_form
from limen.conduct.core.models import Occasion, Participant, StaffMember
from limen.conduct.core.occasions import Verdict
from limen.conduct.staff.acting import lines, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.forms.held import held_of
from limen.conduct.staff.forms.lines import Line, line_of
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.person.answers import title_of
from limen.conduct.staff.person.days import lines as days
from limen.conduct.staff.posted import answers_in, moment
from limen.conduct.staff.sheet import parts
from limen.conduct.staff.views.enter import client_id_of
from limen.errors import LimenError

TEMPLATE = "staff/forms/enter.html"
_ABOUT_IT = ("performed_at", "performed_by", "seen", "do")


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def form_enter(request: HttpRequest, code: UUID, identifier: str, form: str) -> HttpResponse:
    """Show the questions of a form, and take what it sends: all of it, or a part."""
    member = signed_in(request)
    person = access.participant_for_writing(member, code)
    occasion, line = line_of(person, identifier, form)
    if line.due.form.is_rating:
        raise Http404  # raters have a page of their own
    if request.method != "POST":
        return _form(request, person, occasion, line, client_id=uuid4())
    client_id = client_id_of(request)
    try:
        receipt = _take(request, person, occasion, line, client_id)
    except FormError as error:
        return _form(request, person, occasion, line, client_id=client_id, wrong=error.errors)
    except LimenError as error:
        return _form(request, person, occasion, line, client_id=uuid4(), errors=lines(error))
    _say(request, receipt)
    return redirect("staff:form", code=code, identifier=identifier, form=form)


def _take(
    request: HttpRequest, person: Participant, occasion: Occasion, line: Line, client_id: UUID
) -> Receipt:
    said = request.POST
    return fill_form(
        occasion,
        line.due.form,
        client_id=client_id,
        fields=answers_in(request, *_ABOUT_IT),
        member=signed_in(request),
        performed_by=_colleagues(person).get(said.get("performed_by", "")),
        performed_at=moment(said.get("performed_at", ""), occasion.zone),
        seen=said.get("seen", ""),
        final=said.get("do") != "part",
        opened=messages.plan_reminders,
    )


def _say(request: HttpRequest, receipt: Receipt) -> None:
    """Say what became of it, and which safety rules fired."""
    complete = _("The form is complete.")
    said_above.success(request, complete if receipt.final else _("What you entered is kept."))
    if receipt.verdict == Verdict.LATE:
        said_above.warning(
            request, _("It was done outside of the window: it counts, and is marked as late.")
        )
    for _rule in receipt.rules:
        said_above.warning(
            request, _("A safety rule fired. Who is on call is called; see the safety inbox.")
        )
        break


def _colleagues(person: Participant) -> dict[str, StaffMember]:
    """Return who may have examined somebody: the team of the site, by name, but for the blinded."""
    rows = StaffMember.objects.filter(
        is_active=True,
        memberships__site=person.site_id,
        memberships__ended_at=None,
        memberships__role__in=access.WRITERS,
    )
    return {one.name: one for one in rows.distinct()}


def _form(
    request: HttpRequest,
    person: Participant,
    occasion: Occasion,
    line: Line,
    *,
    client_id: UUID,
    wrong: Mapping[str, str] | None = None,
    errors: list[str] | None = None,
) -> HttpResponse:
    member, wrong = signed_in(request), wrong or {}
    form = line.due.form
    questionnaire = asked(
        occasion, respondent=form.respondent, language=get_language() or "", of=form.id
    )
    colleagues = _colleagues(person)
    context = {
        "person": person,
        "line": days([occasion])[0],
        "form": line,
        "parts": parts(questionnaire, request.POST, wrong),
        "elsewhere": [title_of(one) for one in questionnaire.elsewhere],
        "held": held_of(line.due, hidden_from(member, person)),
        "colleagues": colleagues.values(),
        "performer": request.POST.get("performed_by") or member.name,
        "client_id": client_id,
        "seen": content_of(occasion, form),
    }
    return page(request, TEMPLATE, context, errors=errors, wrong=wrong)
