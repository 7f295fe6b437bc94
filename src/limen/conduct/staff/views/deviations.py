"""Deviations: all of one's sites, one person's, and one that is corrected."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from limen.conduct.core import access
from limen.conduct.core.deviations import Said, add_deviation, correct_deviation, latest_of
from limen.conduct.core.models import Deviation, Occasion, Participant
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.listing import paged, wanted_of
from limen.conduct.staff.person.events import words_of
from limen.conduct.staff.posted import day, text_of, yes_or_no
from limen.conduct.staff.team.deviations import lines_of
from limen.conduct.staff.team.words import CATEGORIES
from limen.errors import ConductError

ONE, LIST, CORRECT = (f"staff/team/{name}.html" for name in (
    "person_deviations", "deviations", "correct_deviation"))  # fmt: skip


@require_safe
@for_staff(*access.READERS)
def deviations(request: HttpRequest) -> HttpResponse:
    """List the deviations of the sites that one may read."""
    member = signed_in(request)
    wanted = wanted_of(request, "site", "category", "which")
    people = access.participants_for_reading(member)
    if wanted["site"]:
        people = people.filter(site__identifier=wanted["site"])
    found = paged(request, [one for one in lines_of(people) if _wanted(one.latest, wanted)])
    context = {
        "wanted": wanted,
        "sites": list(access.sites_of(member, *access.READERS)),
        "categories": CATEGORIES,
        "lines": list(found["shown"]),
        **found,
    }
    return page(request, LIST, context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff()
def person_deviations(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show a person's deviations; enter one."""
    member = signed_in(request)
    person = access.participant_for_reading(member, code)
    may_write = member.has_role(person.site, *access.WRITERS)
    context = {"person": person, "lines": lines_of([person]), "may_write": may_write}
    context |= _choices(person)
    if request.method != "POST":
        return page(request, ONE, context)
    if not may_write:
        raise PermissionDenied
    return act(
        request,
        lambda: add_deviation(person, _said(request, person), member=member),
        template=ONE,
        context=context,
        said=_("The deviation was kept."),
        to=reverse("staff:person_deviations", args=[person.code]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def correct_deviation_page(request: HttpRequest, code: UUID, number: int) -> HttpResponse:
    """Take a deviation over, correct it, or say that it was none."""
    member = signed_in(request)
    person = access.participant_for_writing(member, code)
    found = latest_of(person, number)
    if found is None:
        raise Http404
    form = request.POST if request.method == "POST" else _form(found)
    context = {"person": person, "deviation": found, "form": form, **_choices(person)}
    if request.method != "POST":
        return page(request, CORRECT, context)
    return act(
        request,
        lambda: correct_deviation(
            found,
            _said(request, person),
            member=member,
            reason=text_of(request, "reason"),
            none="none" in request.POST,
        ),
        template=CORRECT,
        context=context,
        said=_("A new version of the deviation was kept."),
        to=reverse("staff:person_deviations", args=[person.code]),
    )


def _choices(person: Participant) -> dict[str, Any]:
    occasions = Occasion.objects.filter(participant=person).select_related("made_under")
    return {"categories": CATEGORIES, "occasions": list(occasions.order_by("opens_at", "pk"))}


def _form(found: Deviation) -> dict[str, str]:
    """Return the version that counts as the form says it."""
    return {
        "category": found.category,
        "important": {True: "yes", False: "no", None: ""}[found.important],
        "happened_on": found.happened_on.isoformat(),
        "occasion": found.occasion.identifier if found.occasion else "",
        "words": words_of(found.words) or "",
        "none": "on" if found.voided else "",
    }


def _said(request: HttpRequest, person: Participant) -> Said:
    name = text_of(request, "occasion")
    occasion = Occasion.objects.filter(participant=person, identifier=name).first()
    if name and occasion is None:
        raise ConductError(_("Choose one of the occasions."))
    return Said(
        category=text_of(request, "category"),
        important=yes_or_no(request, "important"),
        happened_on=day(text_of(request, "happened_on")),
        words=text_of(request, "words"),
        occasion=occasion,
    )


def _wanted(latest: Deviation, wanted: dict[str, str]) -> bool:
    which = wanted["which"]
    if wanted["category"] in CATEGORIES and latest.category != wanted["category"]:
        return False
    if which == "undecided":
        return latest.proposed
    if which == "important":
        return latest.important is True and not latest.voided
    return True
