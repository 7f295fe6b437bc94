"""My data: to see, to take along, and what of it can be erased."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from limen.conduct.core.entering import devices_of
from limen.conduct.core.models import ContactDetail, Participant, ParticipationEvent
from limen.conduct.core.services.erase import erase as erase_texts
from limen.conduct.core.services.keep_contact import read_contact
from limen.conduct.participant import door
from limen.conduct.participant.views.withdraw import said_of_data


@require_safe
@door.for_participant(before_consent=True, withdrawn=True)
def my_data(request: HttpRequest) -> HttpResponse:
    """Say what is stored, under which name, and who can read it."""
    participant = door.inside(request)
    erased = erased_at(participant)
    context = {
        "participant": participant,
        "erased": erased,
        "contacts": [] if erased else _contacts(participant),
        "answers": participant.responses.count(),
        "texts": participant.texts.count(),
        "devices": len(devices_of(participant)),
        "said_of_data": said_of_data(participant),
    }
    return render(request, "participant/my_data.html", context)


@require_GET  # and not HEAD: a download is written down
@door.for_participant(before_consent=True, withdrawn=True)
def download(request: HttpRequest) -> HttpResponseBase:
    """Give everything that is stored about this person, as one file."""
    from limen.conduct.core.export import my_data as packed

    content = packed(door.inside(request))
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@door.for_participant(before_consent=True, withdrawn=True)
def erase(request: HttpRequest) -> HttpResponse:
    """Say what erasing does; do it."""
    participant = door.inside(request)
    if erased_at(participant):
        return redirect("participant:data")
    error = ""
    if request.method == "POST" and "sure" in request.POST:
        erase_texts(participant, by=door.actor(request))
        messages.success(request, _("Your contact data and your own words are erased."))
        return redirect("participant:data")
    if request.method == "POST":
        error = _("Please tick that you are sure. It cannot be taken back.")
    context = {"error": error}
    return render(request, "participant/erase.html", context, status=400 if error else 200)


def erased_at(participant: Participant) -> object:
    """Return when contact data and texts were erased, or None."""
    event = participant.participation_events.filter(kind=ParticipationEvent.Kind.ERASED).first()
    return event.at if event is not None else None


def _contacts(participant: Participant) -> list[tuple[str, str]]:
    """Return what is kept to reach somebody: what it is, in words, and what it says."""
    words = {
        ContactDetail.Kind.NAME: _("Name"),
        ContactDetail.Kind.EMAIL: _("E-mail address"),
        ContactDetail.Kind.TELEPHONE: _("Telephone number"),
        ContactDetail.Kind.ADDRESS: _("Postal address"),
    }
    found = [(word, read_contact(participant, kind)) for kind, word in words.items()]
    return [(word, text) for word, text in found if text]
