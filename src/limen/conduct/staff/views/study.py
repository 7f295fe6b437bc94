"""The study: its state, its versions, what stands in the way, how data leave the server."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from limen.conduct.core import clock
from limen.conduct.core.access import Role, is_only_rater
from limen.conduct.core.approvals import lapsing_soon, of_all_sites
from limen.conduct.core.models import ProtocolVersion, Site, Study
from limen.conduct.core.served import served
from limen.conduct.core.services.open_study import standing_in_the_way
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, roles_of, signed_in
from limen.conduct.staff.moments import zone_for
from limen.conduct.staff.pooled import FEWEST, pooled_guesses


@require_safe
@for_staff()
def study(request: HttpRequest) -> HttpResponse:
    """Show the study; nothing about any person, and guesses pooled to who may see them.

    Blinded raters are not told why the protocol was amended: it may have been for what happened.
    """
    found = Study.objects.select_related("version").get()
    blind = is_only_rater(signed_in(request))
    closed = found.opened_at is None or found.demonstration
    context = {
        "study": found,
        "zone": zone_for(signed_in(request)),
        "versions": ProtocolVersion.objects.order_by("-number"),
        "sites": Site.objects.all(),
        "lacking": [problem for one in of_all_sites().values() for problem in one],
        "soon": lapsing_soon(Site.objects.all(), clock.now(), protocol=found.version.protocol),
        "pooled": pooled_guesses(signed_in(request), found.version.protocol),
        "fewest": FEWEST,
        "locks": bool(roles_of(request) & {Role.INVESTIGATOR, Role.ADMINISTRATOR}),
        "blind": blind,
        "problems": standing_in_the_way(found, served()) if closed and not blind else (),
    }
    return page(request, "staff/study.html", context)
