"""What stands in the way of the database lock, with the ways to where each thing is done."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from limen.conduct.core import access
from limen.conduct.core.locking import KINDS, in_the_way
from limen.conduct.core.models import Study
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, roles_of, signed_in
from limen.conduct.staff.locking.lists import groups_for, line
from limen.conduct.staff.moments import zone_for

PER_PAGE = 50


@require_safe
@for_staff(access.Role.INVESTIGATOR, access.Role.ADMINISTRATOR)
def lock(request: HttpRequest) -> HttpResponse:
    """List it kind by kind; locking itself is done at the server."""
    study = Study.objects.get()
    groups = groups_for(signed_in(request), in_the_way() if study.locked_at is None else [])
    kind = request.GET.get("kind", "")
    chosen = next((one for one in groups if one.kind == kind), None) if kind in KINDS else None
    shown = Paginator(chosen.mine if chosen else [], PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "study": study,
        "zone": zone_for(signed_in(request)),
        "groups": groups,
        "chosen": chosen,
        "shown": shown,
        "lines": [line(one) for one in shown],
        "query": f"kind={kind}" if chosen else "",
        "signs": access.Role.INVESTIGATOR in roles_of(request),
    }
    return page(request, "staff/locking/lock.html", context)
