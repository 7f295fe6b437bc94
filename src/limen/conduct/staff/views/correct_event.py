"""An adverse event is judged or corrected: a new version, with the reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access
from limen.conduct.core.answering.services import correct_event as keep_version
from limen.conduct.core.models import AdverseEvent
from limen.conduct.core.services.terms import listed_terms, read_term
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.person.events import events_of
from limen.conduct.staff.safety.words import CRITERIA
from limen.conduct.staff.words import ACTIONS, EXPECTEDNESS, OUTCOMES, RELATEDNESS
from limen.errors import ConductError

TEMPLATE = "staff/correct_event.html"
_TEXTS = ("term", "coded_term", "seriousness_criterion", "relatedness", "expectedness", "action",
          "outcome")  # fmt: skip
_NUMBERS = ("onset_day", "end_day", "severity_grade")
_FARTHEST = 100_000  # days; no study is longer, and no column takes any number
_TRUTHS = {"": None, "yes": True, "no": False}


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*access.WRITERS)
def correct_event(request: HttpRequest, code: UUID, number: int) -> HttpResponse:
    """Show what counts now; take the judgements and why they change."""
    member = signed_in(request)
    person = access.participant_for_writing(member, code)
    found = next((one for one in events_of(person) if one.latest.number == number), None)
    if found is None or "adverse_events" in hidden_from(member, person):
        raise Http404
    context = {
        "person": person,
        "event": found,
        "form": request.POST if request.method == "POST" else _said(found.latest),
        "relatedness": RELATEDNESS,
        "expectedness": EXPECTEDNESS,
        "grades": "12345",
        "criteria": CRITERIA,
        "actions": ACTIONS,
        "outcomes": OUTCOMES,
        "terms": listed_terms(),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    latest = found.latest
    return act(
        request,
        lambda: keep_version(
            latest,
            changes=_changes(request, latest),
            reason=request.POST.get("reason", ""),
            by=actor(request),
        ),
        template=TEMPLATE,
        context=context,
        said=_("A new version of the event was kept."),
        to=person,
    )


def _said(latest: AdverseEvent) -> dict[str, str]:
    """Return the version that counts as the form says it."""
    said = {name: str(getattr(latest, name) or "") for name in _TEXTS}
    said["term"] = read_term(latest.participant, latest.term)
    numbers = ((name, getattr(latest, name)) for name in _NUMBERS)
    said |= {name: "" if value is None else str(value) for name, value in numbers}
    said["serious"] = {None: "", True: "yes", False: "no"}[latest.serious]
    return said | ({"voided": "on"} if latest.voided else {})


def _changes(request: HttpRequest, latest: AdverseEvent) -> dict[str, Any]:
    """Return the columns that the form says differently; one that it left out stays."""
    form = request.POST
    said: dict[str, Any] = {name: form[name].strip() for name in _TEXTS if name in form}
    said |= {name: _whole(form[name]) for name in _NUMBERS if name in form}
    if form.get("serious") in _TRUTHS:
        said["serious"] = _TRUTHS[form["serious"]]
    said["voided"] = "voided" in form
    _refuse_odd(said, latest)
    if said.get("term") == read_term(latest.participant, latest.term):
        del said["term"]
    return {name: value for name, value in said.items() if value != getattr(latest, name)}


def _refuse_odd(said: dict[str, Any], latest: AdverseEvent) -> None:
    grade = said.get("severity_grade")
    if grade is not None and not 1 <= grade <= 5:
        raise ConductError(_("A grade is a number from 1 to 5."))
    if said.get("relatedness", "") not in ("", *RELATEDNESS):
        raise ConductError(_("Choose how it is related."))
    if said.get("expectedness", "") not in ("", *EXPECTEDNESS):
        raise ConductError(_("Choose whether it was expected."))
    for name, words in (
        ("action", ACTIONS),
        ("outcome", OUTCOMES),
        ("seriousness_criterion", CRITERIA),
    ):
        if name in said and said[name] not in ("", *words, getattr(latest, name)):
            raise ConductError(_("Choose one of the answers."))
    if any(len(said.get(name, "")) > 80 for name in _TEXTS):
        raise ConductError(_("Write at most 80 letters in each field."))


def _whole(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        number = int(text)
    except ValueError:
        number = _FARTHEST + 1
    if abs(number) > _FARTHEST:
        raise ConductError(_("%(text)s is no whole number.") % {"text": repr(text[:20])})
    return number
