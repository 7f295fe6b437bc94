"""Today: what is due now and until when, what is done, what comes next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from limen.conduct.core import clock
from limen.conduct.core.models import Submission
from limen.conduct.core.occasions import State
from limen.conduct.participant.agenda import Agenda, Entry, agenda
from limen.conduct.participant.door import for_participant, inside
from limen.conduct.participant.hold import hold_of
from limen.conduct.participant.times import at, clock_time, local, spell, until


@require_safe
@for_participant
def today(request: HttpRequest) -> HttpResponse:
    """Show the day."""
    found = agenda(inside(request), clock.now())
    context = {
        "agenda": found,
        "hold": hold_of(inside(request)),
        "due": [_due(one, found) for one in found.due],
        "done": [_done(one, found) for one in found.done],
        "closed": [_closed(one, found) for one in found.closed],
        "coming": [_coming(one, found) for one in found.coming],
        "sent": [_sent(one, found) for one in found.sent],
        "pause_ends": found.pause_ends and at(found.pause_ends, found.zone, found.today),
    }
    return render(request, "participant/today.html", context)


def _due(one: Entry, of: Agenda) -> dict[str, object]:
    window = one.occasion.window
    is_late = of.now > window.closes
    end = window.ends if is_late else window.closes
    return {
        "entry": one,
        "until": until(end, of.zone, of.today),
        "left": spell(end, of.now),
        "is_late": is_late,
        "is_overdue": one.is_overdue,
        "is_started": one.occasion.state == State.STARTED,
        "closed": at(window.ends, of.zone, of.today),
        "due_by": at(window.closes, of.zone, of.today),
    }


def _done(one: Entry, of: Agenda) -> dict[str, object]:
    received = one.received_at
    return {
        "entry": one,
        "received": clock_time(received, of.zone) if received else "",
        "is_late": bool(one.occasion.late),
    }


def _closed(one: Entry, of: Agenda) -> dict[str, object]:
    return {"entry": one, "closed": at(one.occasion.window.ends, of.zone, of.today)}


def _coming(one: Entry, of: Agenda) -> dict[str, object]:
    opens = one.occasion.window.opens
    there = local(opens, of.zone)
    is_whole_day = there.hour == there.minute == 0
    when = at(opens, of.zone, of.today)
    return {"entry": one, "when": when.rpartition(", ")[0] if is_whole_day else when}


def _sent(one: Submission, of: Agenda) -> dict[str, object]:
    titles = {"event": _("Your report"), "intake": _("Today's dose")}
    title = next((words for page, words in titles.items() if one.page.startswith(page)), "")
    return {"title": title or _("Sent"), "received": clock_time(one.received_at, of.zone)}
