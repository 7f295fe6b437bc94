"""One blind is broken: asked for with a reason and the password, opened on the clinician's device.

What is shown here is a released share and sealed bytes. The content appears in the browser of who
holds the key, and is never sent back.
"""

from __future__ import annotations

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, clock, signing
from limen.conduct.core.content_policy import allow_webassembly
from limen.conduct.core.dispatch.opening.break_blind import break_blind
from limen.conduct.core.dispatch.opening.emergency import emergency_of
from limen.conduct.core.dispatch.opening.may_open import kits_to_open, standing_of
from limen.conduct.core.dispatch.opening.on_paper import record_opening
from limen.conduct.core.dispatch.opening.release import Released, release_share
from limen.conduct.core.models import Kit, Opening, Participant, StaffMember
from limen.conduct.staff.acting import BUSY, act, busy, lines, page
from limen.conduct.staff.dispatch.words import CATEGORIES, MEANS, OPENING, STATES
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.posted import moment
from limen.errors import ConductError, LimenError, ThrottledError
from limen.supply.sealed import spoken

TEMPLATE, OPENED, PAPER = "staff/opening.html", "staff/opened.html", "staff/opening_paper.html"


@sensitive_post_parameters("password", "words")
@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def opening(request: HttpRequest, code: UUID) -> HttpResponse:
    """Say who may open and what was opened; take the reason, commit it, release the share."""
    member = signed_in(request)
    person = access.participant_for_writing(member, code)
    context = _context(person, member)
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    try:
        signing.confirm(member, request.POST.get("password", ""))
        found = break_blind(
            person,
            _kit(request, person),
            member=member,
            category=request.POST.get("category", ""),
            words=request.POST.get("words", ""),
        )
    except ThrottledError as error:
        return page(request, TEMPLATE, context, errors=[busy(error)], status=BUSY)
    except LimenError as error:
        return page(request, TEMPLATE, context, errors=lines(error))
    return _release(request, person, found)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def opened(request: HttpRequest, code: UUID, number: int) -> HttpResponse:
    """Release the share of an opening again to whoever asked for it; all others learn nothing."""
    member = signed_in(request)
    person = access.participant_for_writing(member, code)
    found = Opening.objects.filter(
        pk=number, participant=person, member=member, means=Opening.Means.SERVER
    )
    mine = found.select_related("kit__kit_set__supply", "participant__site").first()
    if mine is None:
        raise Http404
    if request.method != "POST":
        return page(request, OPENED, {"person": person, "opening": mine, "kit": _named(mine.kit)})
    return _release(request, person, mine)


@sensitive_post_parameters("password", "words")
@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(access.Role.INVESTIGATOR)
def opening_paper(request: HttpRequest, code: UUID) -> HttpResponse:
    """Record afterwards that a blind was broken without this server."""
    member = signed_in(request)
    person = access.participant_for_deciding(member, code)
    means = {key: MEANS[key] for key in (Opening.Means.PAPER, Opening.Means.OTHERWISE)}
    context = _context(person, member) | {"means": means}
    if request.method != "POST":
        return page(request, PAPER, context)
    return act(
        request,
        lambda: _record(request, person, member),
        template=PAPER,
        context=context,
        said=_("It was recorded, and the team is told that it happened."),
        to=person,
    )


def _record(request: HttpRequest, person: Participant, member: StaffMember) -> None:
    form = request.POST
    opened_at = moment(form.get("opened_at", "").strip(), person.zone)
    signing.confirm(member, form.get("password", ""))
    record_opening(
        person,
        _kit(request, person),
        member=member,
        category=form.get("category", ""),
        words=form.get("words", ""),
        means=form.get("means", ""),
        opened_at=opened_at,
    )


def _release(request: HttpRequest, person: Participant, found: Opening) -> HttpResponse:
    """Show what was released, or hand it out as a file; what fails after the record says so."""
    context = {"person": person, "opening": found, "kit": _named(found.kit), "words": OPENING}
    try:
        released = release_share(found, member=signed_in(request))
    except LimenError as error:
        return page(request, OPENED, context, errors=lines(error))
    if request.POST.get("do") == "file":
        return _file(released)
    texts = {name: str(text) for name, text in OPENING.items()}
    context |= {"released": released.as_json(), "words": texts}
    return allow_webassembly(page(request, OPENED, context))


def _file(released: Released) -> HttpResponse:
    text = json.dumps(released.as_json(), indent=2) + "\n"
    response = HttpResponse(text, content_type="application/json")
    name = f"kit-{released.kit}.release.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _kit(request: HttpRequest, person: Participant) -> Kit:
    wanted = request.POST.get("kit", "")
    found = next((one for one in kits_to_open(person) if one.number == wanted), None)
    if found is None:
        raise ConductError(_("Choose one of the kits that they were given."))
    return found


def _named(kit: Kit) -> str:
    return spoken(kit.number)


def _context(person: Participant, member: StaffMember) -> dict[str, object]:
    rows = Opening.objects.filter(participant=person).select_related("member", "kit")
    emergency = emergency_of(person.version.protocol)
    return {
        "person": person,
        "standing": standing_of(member, person, clock.now()),
        "kits": [(kit, _named(kit), STATES[kit.state]) for kit in kits_to_open(person)],
        "categories": CATEGORIES,
        "decides": member.has_role(person.site, access.Role.INVESTIGATOR),
        "stops": emergency is not None and emergency.dosing_after == "stops",
        "openings": [
            (row, _named(row.kit), CATEGORIES[row.category], MEANS[row.means]) for row in rows
        ],
        "meaning": _("I break the blind of this kit, for the reason that I have given."),
    }
