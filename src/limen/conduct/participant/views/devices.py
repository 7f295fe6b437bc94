"""Devices that are known: which, since when, and how to end it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core.entering import device_of, devices_of, revoke_device, revoke_others
from limen.conduct.participant import door
from limen.conduct.participant.middleware import COOKIE
from limen.conduct.participant.views.coming_in import forget


@require_http_methods(["GET", "HEAD", "POST"])
@door.for_participant(before_consent=True, withdrawn=True)
def devices(request: HttpRequest) -> HttpResponse:
    """Show them, or forget one, or all others."""
    participant = door.inside(request)
    token = request.COOKIES.get(COOKIE, "")
    this, known = device_of(token), devices_of(participant)
    if request.method != "POST":
        context = {"devices": known, "this": this, "others": len(known) - 1}
        return render(request, "participant/devices.html", context)
    if "others" in request.POST:
        revoke_others(participant, token, by=door.actor(request))
        messages.success(request, _("All other devices are signed out."))
        return redirect("participant:devices")
    device = next((one for one in known if str(one.pk) == request.POST.get("device")), None)
    if device is None:
        raise Http404
    revoke_device(device, by=door.actor(request))
    if device == this:
        response = redirect("participant:enter")
        forget(response)
        messages.success(request, _("You are signed out on this device."))
        return response
    messages.success(request, _("That device is signed out."))
    return redirect("participant:devices")
