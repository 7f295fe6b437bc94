"""The people of the sites that somebody may read, and what they need."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from limen.conduct.core import access
from limen.conduct.core.models import Participant
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.listing import paged, wanted_of
from limen.conduct.staff.people import NEEDS, Wanted, counts, narrowing, needs_of, people


@require_safe
@for_staff()
def home(request: HttpRequest) -> HttpResponse:
    """List people; raters are shown what they rate instead, who may see none the study."""
    member = signed_in(request)
    sites = list(access.sites_of(member, *access.READERS))
    if not sites and access.sites_of(member, *access.RATERS).exists():
        return redirect("staff:ratings")
    if not sites:
        return redirect("staff:study")
    wanted = Wanted(**wanted_of(request, *Wanted.__annotations__))
    everybody = people(member)
    rule = narrowing(wanted)
    needed = counts(everybody, rule)
    found = paged(request, everybody.filter(rule), count=needed[""])
    context = {
        "wanted": wanted,
        "sites": sites,
        "statuses": Participant.Status.choices,
        "needs": [(name, title, needed[name]) for name, title in NEEDS.items()],
        "rows": [(one, [(name, NEEDS[name]) for name in needs_of(one)]) for one in found["shown"]],
        **found,
    }
    return page(request, "staff/home.html", context)
