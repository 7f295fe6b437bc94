"""An investigator decides on eligibility, and signs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, screening, signing
from limen.conduct.core.models import Participant, StaffMember
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.errors import ConductError

TEMPLATE = "staff/decision.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(access.Role.INVESTIGATOR)
def decision(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show what the rules say; take the decision, with the password entered again."""
    member = signed_in(request)
    person = access.participant_for_deciding(member, code)
    context = {
        "person": person,
        "judged": screening.judged(person),
        "yes": screening.meaning_of_decision(eligible=True),
        "no": screening.meaning_of_decision(eligible=False),
        "meaning": _("The sentence that I have chosen above is my decision."),
        "earlier": screening.latest_decision(person),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: _decide(request, person, member),
        template=TEMPLATE,
        context=context,
        said=_("The decision on %(number)s is signed.") % {"number": person},
        to=person,
    )


def _decide(request: HttpRequest, person: Participant, member: StaffMember) -> None:
    chosen = request.POST.get("eligible", "")
    if chosen not in ("yes", "no"):
        raise ConductError(_("Choose one of the two."))
    signing.confirm(member, request.POST.get("password", ""))
    screening.decide(
        person,
        eligible=chosen == "yes",
        member=member,
        reason=request.POST.get("reason", ""),
        meaning=screening.meaning_of_decision(eligible=chosen == "yes"),
    )
