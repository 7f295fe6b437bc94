"""The people of the sites that somebody may read, and what they need."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from limen.conduct.core import access
from limen.conduct.core.models import Participant
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.people import NEEDS, Wanted, counts, narrowing, needs_of, people

PER_PAGE = 50


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
    wanted = Wanted(**{name: request.GET.get(name, "").strip() for name in Wanted.__annotations__})
    everybody = people(member)
    rule = narrowing(wanted)
    needed = counts(everybody, rule)
    pages = Paginator(everybody.filter(rule), PER_PAGE)
    pages.count = needed[""]  # counted already
    shown = pages.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "wanted": wanted,
        "sites": sites,
        "statuses": Participant.Status.choices,
        "needs": [(name, title, needed[name]) for name, title in NEEDS.items()],
        "rows": [(one, [(name, NEEDS[name]) for name in needs_of(one)]) for one in shown],
        "shown": shown,
        "query": query.urlencode(),
    }
    return page(request, "staff/home.html", context)
