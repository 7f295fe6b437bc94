"""Somebody's taking part changes for good: stops the intervention, completes, is lost, withdraws.

Four pages of one shape: what it means, a reason where one may be given, a button.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, participation
from limen.conduct.core.actor import Actor
from limen.conduct.core.contacts import tried
from limen.conduct.core.models import Participant, ParticipationEvent
from limen.conduct.core.occasions import services
from limen.conduct.core.reasons import TAKING_PART
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.views.pause import reason_of

TEMPLATE = "staff/ending.html"


@dataclass(frozen=True, kw_only=True)
class Ending:
    """One of the four; `heading` follows the number; `meaning` says what it does."""

    heading: Any
    meaning: tuple[Any, ...]
    button: Any
    said: Any
    asks_reason: bool = True
    danger: bool = False


DISCONTINUE = Ending(
    heading=_("stops the intervention"),
    meaning=(
        _("No dose follows. The person stays in the study: diary, visits and reminders go on."),
        _("It cannot be taken back on this page."),
    ),
    button=_("Note that no dose follows"),
    said=_("It was noted that the intervention has stopped."),
)
COMPLETE = Ending(
    heading=_("completed the study"),
    meaning=(_("The person has come to the end. Nothing may be left to come."),),
    button=_("Note that the study was completed"),
    said=_("It was noted that the study was completed."),
    asks_reason=False,
)
LOSE = Ending(
    heading=_("is lost to follow-up"),
    meaning=(
        _("For somebody who cannot be reached any more, as the protocol says."),
        _("Everything still to come is cancelled, reminders too. It cannot be taken back."),
    ),
    button=_("Note the loss, and cancel the rest"),
    said=_("It was noted that the person is lost to follow-up."),
    danger=True,
)
WITHDRAW = Ending(
    heading=_("withdraws from the study"),
    meaning=(
        _("Nothing further is collected, and nobody is reminded. It cannot be taken back."),
        _("No reason is needed. Do not ask for one; keep it if it was given."),
    ),
    button=_("Note the withdrawal"),
    said=_("The withdrawal was noted."),
    danger=True,
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def discontinue(request: HttpRequest, code: UUID) -> HttpResponse:
    """Note that no dose follows."""
    return _ending(
        request,
        code,
        DISCONTINUE,
        lambda person, by: participation.discontinue(person, by=by, reason=reason_of(request)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def complete(request: HttpRequest, code: UUID) -> HttpResponse:
    """Note that somebody has come to the end."""
    return _ending(
        request, code, COMPLETE, lambda person, by: participation.complete(person, by=by)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def lose(request: HttpRequest, code: UUID) -> HttpResponse:
    """Note that somebody cannot be reached."""
    return _ending(
        request,
        code,
        LOSE,
        lambda person, by: participation.lose(person, by=by, reason=reason_of(request)),
        shown=lambda person: {"tried": tried(person)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def withdraw(request: HttpRequest, code: UUID) -> HttpResponse:
    """Note that somebody withdraws, and what they want done with their data."""
    wish = request.POST.get("data_use", "")
    data_use = wish if wish in ParticipationEvent.DataUse.values else "keep"
    return _ending(
        request,
        code,
        WITHDRAW,
        lambda person, by: services.withdraw(
            person, by=by, data_use=data_use, reason=reason_of(request)
        ),
        data_uses=ParticipationEvent.DataUse.choices,
    )


def _ending(
    request: HttpRequest,
    code: UUID,
    ending: Ending,
    service: Callable[[Participant, Actor], object],
    *,
    data_uses: Any = (),
    shown: Callable[[Participant], dict[str, Any]] = lambda person: {},
) -> HttpResponse:
    person = access.participant_for_writing(signed_in(request), code)
    context = {"person": person, "ending": ending, "reasons": TAKING_PART, "data_uses": data_uses}
    context |= shown(person)
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: service(person, actor(request)),
        template=TEMPLATE,
        context=context,
        said=str(ending.said),
        to=person,
    )
