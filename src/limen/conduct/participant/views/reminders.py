"""Reminders by e-mail: only for who wants them, and only to an address that was confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core.messages import address, ask_confirmation, turn_off
from limen.conduct.core.messages.mailer import mail_leaves
from limen.conduct.participant import door
from limen.errors import ConductError, LockedError, ThrottledError


@require_http_methods(["GET", "HEAD", "POST"])
@door.for_participant
def reminders(request: HttpRequest) -> HttpResponse:
    """Show where they stand; ask for confirmation of an address; turn them off."""
    participant = door.inside(request)
    error = ""
    if request.method == "POST" and "off" in request.POST:
        turn_off(participant, by=door.actor(request))
        messages.success(request, _("Reminders are off, and your address is forgotten."))
        return redirect("participant:reminders")
    if request.method == "POST":
        error = _ask(request)
        if not error:
            return redirect("participant:reminders")
    context = {
        "address": address(participant),
        "error": error,
        "typed": request.POST.get("email", ""),
        "mail_leaves": mail_leaves(),
    }
    return render(request, "participant/reminders.html", context, status=400 if error else 200)


def _ask(request: HttpRequest) -> str:
    """Send the e-mail that asks to confirm; return what is wrong, or nothing."""
    try:
        ask_confirmation(
            door.inside(request), request.POST.get("email", "").strip(), by=door.actor(request)
        )
    except ThrottledError:
        return _("Several e-mails were asked for already. Please look for them, or wait an hour.")
    except LockedError as error:
        return error.message
    except ConductError:
        return _("This is no e-mail address we can write to. It looks like name@example.org.")
    return ""
