"""The kits of one person: randomised, dispensed, handed over, brought back, replaced."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.actor import Actor
from limen.conduct.core.dispatch.kits import dose_level, give, take_back
from limen.conduct.core.dispatch.randomisation.assign import assign_set
from limen.conduct.core.models import Participant
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.dispatch.kits import kits_shown
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.errors import ConductError

TEMPLATE = "staff/kits.html"


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff()
def kits(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show somebody's set and kits; do one of the things that can be done with them."""
    member = signed_in(request)
    person = access.participant_for_reading(member, code)
    writes = member.has_role(person.site, *access.WRITERS)
    decides = member.has_role(person.site, access.Role.INVESTIGATOR)
    context = {"person": person, "writes": writes, "decides": decides, **kits_shown(person)}
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    if not writes:
        raise PermissionDenied
    return act(
        request,
        lambda: _do(request, person),
        template=TEMPLATE,
        context=context,
        said=_("It was written down."),
        to=request.path,
    )


def _do(request: HttpRequest, person: Participant) -> None:
    by, number = actor(request), request.POST.get("kit", "")
    doing = _DOINGS.get(request.POST.get("do", ""))
    if doing is None:
        raise ConductError(_("Choose what is to be done."))
    doing(request, person, number, by)


def _randomise(request: HttpRequest, person: Participant, _number: str, by: Actor) -> None:
    assign_set(person, by=by)


def _dispense(request: HttpRequest, person: Participant, _number: str, by: Actor) -> None:
    text = request.POST.get("period", "").strip()
    if text and not (text.isascii() and text.isdigit()):
        raise ConductError(_("Give the number of a period."))
    give.dispense(person, by=by, period=int(text) if text else None)


def _take_back(request: HttpRequest, person: Participant, number: str, by: Actor) -> None:
    take_back.take_back(person, number, units=units_of(request), by=by)


def _replace(request: HttpRequest, person: Participant, number: str, by: Actor) -> None:
    give.replace(person, number, reason=request.POST.get("reason", ""), by=by)


def _change_level(request: HttpRequest, person: Participant, _number: str, by: Actor) -> None:
    form = request.POST
    dose_level.change_level(
        person,
        to=form.get("level", ""),
        reason=form.get("reason", ""),
        member=signed_in(request),
    )


def units_of(request: HttpRequest) -> int | None:
    """Return how many doses were counted; None if nobody counted."""
    text = request.POST.get("units", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise ConductError(_("Give the number of doses that are left: a whole number from 0."))
    return int(text)


_DOINGS: dict[str, Callable[[HttpRequest, Participant, str, Actor], None]] = {
    "randomise": _randomise,
    "dispense": _dispense,
    "hand_over": lambda _request, person, number, by: _nothing(
        give.hand_over(person, number, by=by)
    ),
    "put_back": lambda _request, person, number, by: _nothing(give.put_back(person, number, by=by)),
    "take_back": _take_back,
    "replace": _replace,
    "level": _change_level,
}


def _nothing(_done: object) -> None:
    return
