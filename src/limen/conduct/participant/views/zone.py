"""The time zone: the telephone proposes, the person decides, and sees first what it changes."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core.occasions.services import change_zone
from limen.conduct.core.occasions.to_come import Moved, moved_to, still_open
from limen.conduct.participant import door


@require_http_methods(["GET", "HEAD", "POST"])
@door.for_participant
def zone(request: HttpRequest) -> HttpResponse:
    """Show zones; with `?zone=`, show what a change would do; on POST, change."""
    participant = door.inside(request)
    wanted = request.POST.get("zone") or request.GET.get("zone", "")
    known = wanted in zones()
    if request.method == "POST" and known:
        change_zone(participant, zone=wanted, by=door.actor(request))
        messages.success(request, _("Your time zone is now %(zone)s.") % {"zone": said(wanted)})
        return redirect("participant:me")
    asks = known and wanted != participant.zone
    moved: list[Moved] = moved_to(participant, wanted)[:3] if asks else []
    context = {
        "now": said(participant.zone),
        "wanted": wanted if asks else "",
        "wanted_said": said(wanted),
        "unknown": bool(wanted) and not known,
        "moved": moved,
        "open": still_open(participant) if asks else [],
        "regions": regions(),
        "zone": participant.zone,
    }
    template = "participant/zone_confirm.html" if asks else "participant/zone.html"
    return render(request, template, context, status=400 if context["unknown"] else 200)


@cache
def zones() -> frozenset[str]:
    """Return the IANA zones of places, and UTC."""
    return frozenset({name for name in available_timezones() if _is_a_place(name)} | {"UTC"})


@cache
def regions() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return zones by region, for a list: region, then name and words of each."""
    places = sorted(name for name in zones() if "/" in name)
    found = [
        (region.replace("_", " "), [(name, said(name)) for name in names])
        for region, names in groupby(places, key=lambda name: name.partition("/")[0])
    ]
    return [*found, ("UTC", [("UTC", "UTC")])]


def said(name: str) -> str:
    """Return a zone as people read it: `Buenos Aires (America/Argentina)`."""
    region, _slash, place = name.replace("_", " ").rpartition("/")
    return f"{place} ({region})" if region else place


def _is_a_place(name: str) -> bool:
    region = name.partition("/")[0]
    return "/" in name and region not in ("Etc", "SystemV", "US", "Brazil", "Canada", "Chile",
                                          "Mexico", "posix", "right")  # fmt: skip
