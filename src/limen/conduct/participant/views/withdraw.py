"""Withdrawal: no reason is asked for, nothing stands in the way, and what follows is said first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core.models import Participant, ParticipationEvent
from limen.conduct.core.occasions import services
from limen.conduct.core.services.erase import erase
from limen.conduct.participant import door
from limen.protocol import listed
from limen.protocol.document.people import Consent

DataUse = ParticipationEvent.DataUse


@require_http_methods(["GET", "HEAD", "POST"])
@door.for_participant(before_consent=True)
def withdraw(request: HttpRequest) -> HttpResponse:
    """Say what follows, or end it."""
    participant = door.inside(request)
    errors = _missing(request) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        data_use = request.POST["data_use"]
        services.withdraw(participant, by=door.actor(request), data_use=data_use)
        if data_use == DataUse.ERASE:
            erase(participant, by=door.actor(request))
        return redirect("participant:withdrawn")
    context = {
        "errors": errors,
        "said_of_data": said_of_data(participant),
        "said_in": listed(participant.version.protocol.languages)[0],
        "data_use": request.POST.get("data_use", ""),
    }
    return render(request, "participant/withdraw.html", context, status=400 if errors else 200)


def said_of_data(participant: Participant) -> str:
    """Return the protocol's words on data after withdrawal; empty if it has none."""
    consent = participant.version.protocol.consent
    words = consent.withdrawal if isinstance(consent, Consent) else None
    return words if isinstance(words, str) else ""


def _missing(request: HttpRequest) -> dict[str, str]:
    found = {}
    if request.POST.get("data_use") not in DataUse.values:
        found["data_use"] = _("Please choose what is to become of your contact data and texts.")
    if "sure" not in request.POST:
        found["sure"] = _("Please tick that you want to leave the study.")
    return found
