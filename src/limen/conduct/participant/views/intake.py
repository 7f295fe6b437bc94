"""Intake: what became of a dose that was planned. A record, never advice."""

from __future__ import annotations

import re
from datetime import datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.calendar.wall_time import utc_of, zone_named
from limen.conduct.core import clock
from limen.conduct.core.answering import FormError
from limen.conduct.core.answering.services.administrations import (
    Dose,
    doses,
    record_administration,
)
from limen.conduct.core.models import Participant
from limen.conduct.participant.door import actor, for_participant, inside
from limen.conduct.participant.envelope import envelope_code
from limen.conduct.participant.hold import hold_of
from limen.conduct.participant.posted import Posted, errors_of, received, refused, typed_again
from limen.conduct.participant.sheets import draft_name, sheet
from limen.conduct.participant.sheets.intake import TAKEN, intake_questions
from limen.conduct.participant.times import day_in_words, local
from limen.errors import ConductError

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(:\d\d)?", re.ASCII)
_DOSE = re.compile(r"\d{1,6}", re.ASCII)


@require_http_methods(["GET", "HEAD", "POST"])
@for_participant(keeps=True)
def intake(request: HttpRequest) -> HttpResponse:
    """Ask about today's dose, or an earlier one that nothing is known of, or record it."""
    participant = inside(request)
    open_doses = _open(participant)
    wanted = request.POST.get("dose") or request.GET.get("dose", "")
    dose = _chosen(participant, open_doses, wanted)
    if request.method == "POST":
        return _take(request, participant, dose, open_doses)
    return _page(request, dose, open_doses)


def _open(participant: Participant) -> list[Dose]:
    """Return the doses up to today that nothing is recorded of, the latest first."""
    today = local(clock.now(), participant.zone).date()
    past = [one for one in doses(participant) if one.due.date <= today and one.recorded is None]
    return past[::-1]


def _chosen(participant: Participant, open_doses: list[Dose], wanted: str) -> Dose | None:
    """Return the dose that a number names; without one, today's."""
    if wanted:
        return next((one for one in open_doses if str(one.due.number) == wanted), None)
    today = local(clock.now(), participant.zone).date()
    return next((one for one in open_doses if one.due.date == today), None)


def _take(
    request: HttpRequest, participant: Participant, dose: Dose | None, open_doses: list[Dose]
) -> HttpResponse:
    posted = Posted.of(request)
    try:
        status = request.POST.get("status", "")
        receipt = record_administration(
            participant,
            client_id=posted.client_id,
            status=status,
            number=_number(request.POST.get("dose", "")),
            envelope=envelope_code(_text(request, "envelope")),
            taken_at=_taken_at(participant, dose, request) if status in TAKEN else None,
            note=_text(request, "note"),
            client_at=posted.client_at,
            client_offset=posted.client_offset,
            by=actor(request),
        )
    except ConductError as error:
        return refused(posted, error) or _page(request, dose, open_doses, error)
    return received(posted, receipt)


def _number(text: str) -> int | None:
    """Return which dose is meant, None for today's; 0, which no dose has, for what is no number."""
    if not text:
        return None
    return int(text) if _DOSE.fullmatch(text) else 0


def _text(request: HttpRequest, name: str) -> str:
    """Return a field's text; blank if it was declined."""
    text = request.POST.get(name, "")
    is_declined = text == f"declined:{name}" or request.POST.get(f"declined:{name}", "").strip()
    return "" if is_declined else text


def _taken_at(participant: Participant, dose: Dose | None, request: HttpRequest) -> datetime | None:
    """Return the moment of a time of day on the dose's own date, in the participant's zone."""
    text = _text(request, "taken_at").strip()
    if not text:
        return None
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise FormError({"taken_at": _("Please write a time of day, such as 07:30.")})
    day = dose.due.date if dose else local(clock.now(), participant.zone).date()
    wall = datetime.combine(day, time(int(found[1]), int(found[2])))
    return utc_of(wall, zone_named(participant.zone))


def _page(
    request: HttpRequest,
    dose: Dose | None,
    open_doses: list[Dose],
    error: ConductError | None = None,
) -> HttpResponse:
    participant = inside(request)
    today = local(clock.now(), participant.zone).date()
    others = [one for one in open_doses if dose is None or one.due.number != dose.due.number]
    context = {
        "dose": dose,
        "hold": hold_of(participant),
        "day": day_in_words(dose.due.date, today) if dose else "",
        "others": [
            {"number": one.due.number, "day": day_in_words(one.due.date, today)} for one in others
        ],
        "error": errors_of(error).get("", "") if error else "",
        "sheet": dose
        and sheet(
            intake_questions(get_language() or participant.language),
            draft=draft_name(participant, f"intake.{dose.due.number}"),
            form=typed_again(request, error) if error else None,
            errors=errors_of(error) if error else None,
            more={"dose": str(dose.due.number)},
            must=("status", "taken_at"),
        ),
    }
    return render(request, "participant/intake.html", context, status=422 if error else 200)
