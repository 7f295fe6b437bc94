"""Messages of which nobody knows whether they arrived, and those that could not be sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from limen.conduct.core import access
from limen.conduct.core.messages import messages_to_look_at
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.listing import paged
from limen.conduct.staff.person.posted import posted


@require_safe
@for_staff(*access.READERS)
def messages(request: HttpRequest) -> HttpResponse:
    """List messages about one's sites and people that somebody should look at."""
    member = signed_in(request)
    people = access.participants_for_reading(member)
    sites = access.sites_of(member, *access.READERS)
    found = paged(request, messages_to_look_at(people, sites))
    context = {"rows": posted(list(found["shown"])), **found}
    return page(request, "staff/messages.html", context)
