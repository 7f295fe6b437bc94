"""An investigator signs below a participant's consent."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, consenting, signing
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in

TEMPLATE = "staff/counter_sign.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(access.Role.INVESTIGATOR)
def counter_sign(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show what was agreed to and what signing means; the password is entered again."""
    member = signed_in(request)
    person = access.participant_for_deciding(member, code)
    consent = consenting.latest_consent(person)
    if consent is None:
        raise Http404
    missing = consenting.missing_signatures(consent)
    respondent = missing[0] if missing else ""
    meaning = consenting.meaning_for(consent, respondent)
    context = {
        "person": person,
        "consent": consent,
        "documents": consenting.documents_for(person, consent.version),
        "signatures": consent.counter_signatures.select_related("member"),
        "meaning": meaning,
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)

    def service() -> None:
        signing.confirm(member, request.POST.get("password", ""))
        consenting.counter_sign(consent, member=member, meaning=meaning, respondent=respondent)

    said = _("You have signed below the consent of %(number)s.") % {"number": person}
    return act(request, service, template=TEMPLATE, context=context, said=said, to=person)
