"""One alert: its story, and what somebody does about it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, clock
from limen.conduct.core.models import Alert, StaffMember
from limen.conduct.core.safety import alert_for_reading, may_act, role_title, title_of
from limen.conduct.core.safety.services import acknowledge, add_note, close
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.moments import zone_of
from limen.conduct.staff.safety.inbox import sees, story_of
from limen.conduct.staff.safety.words import OUTCOMES

TEMPLATE = "staff/safety/alert.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.READERS)
def safety_alert(request: HttpRequest, number: int) -> HttpResponse:
    """Show an alert; take it on, say what was done, or close it."""
    member = signed_in(request)
    alert = alert_for_reading(member, number)
    if not sees(member, alert):
        raise Http404
    acts = may_act(member, alert, clock.now())
    if request.method == "POST" and not acts:
        raise PermissionDenied
    context = {
        "alert": alert,
        "person": alert.participant,
        "title": title_of(alert),
        "role": role_title(alert, alert.responsible) or _("Investigators"),
        "overdue": alert.deadline is not None and alert.deadline <= clock.now(),
        "zone": zone_of(alert.participant.site),
        "story": story_of(alert),
        "acts": acts,
        "decides": member.has_role(alert.participant.site, access.Role.INVESTIGATOR),
        "outcomes": OUTCOMES,
        "holds": alert.holds.filter(resumed_at=None).exists(),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        _service(request, alert, member),
        template=TEMPLATE,
        context=context,
        said=_("It is kept, with your name and the time."),
        to=reverse("staff:safety_alert", args=[alert.pk]),
    )


def _service(request: HttpRequest, alert: Alert, member: StaffMember) -> Callable[[], object]:
    words = request.POST.get("words", "")
    match request.POST.get("do"):
        case "note":
            return lambda: add_note(alert, member=member, words=words)
        case "close":
            outcome = request.POST.get("outcome", "")
            return lambda: close(alert, member=member, outcome=outcome, words=words)
    return lambda: acknowledge(alert, member=member, words=words)
