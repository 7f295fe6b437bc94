"""A pause: until a day, or until somebody comes back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from limen.calendar.wall_time import utc_of, zone_named
from limen.conduct.core import clock
from limen.conduct.core.messages import plan_reminders
from limen.conduct.core.models import Participant, ParticipationEvent
from limen.conduct.core.occasions import services
from limen.conduct.participant import door
from limen.errors import ConductError, LockedError

LONGEST = timedelta(days=366)


@require_http_methods(["GET", "HEAD", "POST"])
@door.for_participant
def pause(request: HttpRequest) -> HttpResponse:
    """Show what a pause does, or begin one."""
    participant = door.inside(request)
    error = ""
    if request.method == "POST":
        error = _begin(request, participant)
        if not error:
            messages.success(request, _("You are pausing now. Nothing will be asked of you."))
            return redirect("participant:me")
    context = {
        "participant": participant,
        "until": until(participant),
        "error": error,
        "tomorrow": _today(participant) + timedelta(days=1),
        "latest": _today(participant) + LONGEST,
        "how": request.POST.get("how", ""),
        "day": request.POST.get("day", ""),
    }
    return render(request, "participant/pause.html", context, status=400 if error else 200)


@require_POST
@door.for_participant
def resume(request: HttpRequest) -> HttpResponse:
    """End the pause."""
    services.resume(door.inside(request), by=door.actor(request), opened=plan_reminders)
    messages.success(request, _("Welcome back. What is due now is on this page."))
    return redirect("participant:today")


def until(participant: Participant) -> datetime | None:
    """Return when somebody's pause ends; None if it has no end, or there is none."""
    if participant.paused_since is None:
        return None
    latest = participant.participation_events.filter(kind=ParticipationEvent.Kind.PAUSED).last()
    return latest.until if latest is not None else None


def _begin(request: HttpRequest, participant: Participant) -> str:
    """Begin a pause as the form says; return what is wrong with it, or nothing."""
    how = request.POST.get("how", "")
    if how not in ("day", "open"):
        return _("Please choose how long.")
    end = None
    if how == "day":
        day = _day(request.POST.get("day", ""))
        if day is None or not _today(participant) < day <= _today(participant) + LONGEST:
            return _("Please give the day on which you come back: tomorrow or later.")
        end = utc_of(datetime.combine(day, time()), zone_named(participant.zone))
    try:
        services.pause(participant, by=door.actor(request), until=end)
    except LockedError as error:
        return error.message
    except ConductError:
        return _("This pause cannot begin. Please look at the day again.")
    return ""


def _today(participant: Participant) -> date:
    return clock.now().astimezone(zone_named(participant.zone)).date()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
