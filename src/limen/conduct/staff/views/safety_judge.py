"""An investigator judges an adverse event, and signs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, signing
from limen.conduct.core.answering.services import correct_event
from limen.conduct.core.models import AdverseEvent, Participant, StaffMember
from limen.conduct.core.services.terms import listed_terms, read_term
from limen.conduct.staff.acting import act, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.person.events import events_of, words_of
from limen.conduct.staff.safety.events import report_by
from limen.conduct.staff.safety.words import CRITERIA, GRADES
from limen.conduct.staff.words import ACTIONS, EXPECTEDNESS, OUTCOMES, RELATEDNESS
from limen.errors import ConductError
from limen.protocol.document.oversight import Safety

TEMPLATE = "staff/safety/judge.html"
_TEXTS = ("term", "coded_term", "action", "outcome")
_DAYS = ("onset_day", "end_day")
LONGEST = 20_000  # letters of a narrative


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(access.Role.INVESTIGATOR)
def judge_event(request: HttpRequest, code: UUID, number: int) -> HttpResponse:
    """Show the event with every version; take the judgement, with the password entered again."""
    member = signed_in(request)
    person = access.participant_for_deciding(member, code)
    found = next((one for one in events_of(person) if one.latest.number == number), None)
    if found is None or "adverse_events" in hidden_from(member, person):
        raise Http404
    latest = found.latest
    first = found.earlier[0] if found.earlier else latest
    context = {
        "person": person,
        "event": found,
        "versions": [*found.earlier, latest],
        "form": request.POST if request.method == "POST" else _said(latest),
        "narrative": words_of(latest.narrative),
        "criteria": CRITERIA,
        "grades": _grades(person),
        "relatedness": RELATEDNESS,
        "expectedness": EXPECTEDNESS,
        "actions": ACTIONS,
        "outcomes": OUTCOMES,
        "terms": listed_terms(),
        "report_by": report_by(latest, first.entered_at),
        "meaning": _meaning(),
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    return act(
        request,
        lambda: _judge(request, latest, member),
        template=TEMPLATE,
        context=context,
        said=_("The judgement is signed and kept."),
        to=reverse("staff:judge_event", args=[person.code, number]),
    )


def _meaning() -> str:
    return _("I have looked at this event. What is chosen above is my judgement, without knowing "
             "what was given.")  # fmt: skip


def _grades(person: Participant) -> dict[int, Any]:
    """Return the grades that the protocol uses: five, or mild to severe."""
    safety = person.version.protocol.safety
    three = isinstance(safety, Safety) and safety.adverse_events.severity == "mild_moderate_severe"
    return {grade: title for grade, title in GRADES.items() if grade <= (3 if three else 5)}


def _said(latest: AdverseEvent) -> dict[str, str]:
    said = {name: getattr(latest, name) for name in _TEXTS}
    said["term"] = read_term(latest.participant, latest.term)
    said |= {name: getattr(latest, name) for name in (*_DAYS, "severity_grade")}
    said |= {name: getattr(latest, name)
             for name in ("seriousness_criterion", "relatedness", "expectedness")}  # fmt: skip
    said["serious"] = {None: "", True: "yes", False: "no"}[latest.serious]
    return {name: "" if value is None else str(value) for name, value in said.items()}


def _judge(request: HttpRequest, latest: AdverseEvent, member: StaffMember) -> None:
    form = {name: str(value).strip() for name, value in request.POST.items()}
    changes = _changes(form, latest.participant)
    for name, words in (("action", ACTIONS), ("outcome", OUTCOMES)):
        if changes[name] not in ("", *words, getattr(latest, name)):
            raise ConductError(_("Choose one of the answers."))
    if len(form.get("narrative", "")) > LONGEST:
        raise ConductError(_("Write at most %(n)d letters.") % {"n": LONGEST})
    if not form.get("reason"):
        raise ConductError(_("Say why there is a new version: first judgement, follow-up, …"))
    narrative = form.get("narrative", "").replace("\r\n", "\n")
    signing.confirm(member, request.POST.get("password", ""))
    correct_event(
        latest,
        changes=changes,
        reason=form["reason"],
        by=actor(request),
        narrative=narrative if narrative != words_of(latest.narrative) else "",
        meaning=_meaning(),
    )


def _changes(form: dict[str, str], person: Participant) -> dict[str, Any]:
    """Return the columns as judged: all of them, since who signs stands for all."""
    if form.get("serious") not in ("yes", "no"):
        raise ConductError(_("Judge whether it is serious."))
    serious, criterion = form["serious"] == "yes", form.get("seriousness_criterion", "")
    if serious and criterion not in CRITERIA:
        raise ConductError(_("Choose what makes it serious."))
    grade = form.get("severity_grade", "")
    if grade not in {str(one) for one in _grades(person)}:
        raise ConductError(_("Choose the grade."))
    if grade == "5" and criterion != "death":
        raise ConductError(_("Grade 5 is death, which is serious: choose that as the reason."))
    if form.get("relatedness") not in RELATEDNESS or form.get("expectedness") not in EXPECTEDNESS:
        raise ConductError(_("Judge relatedness and expectedness."))
    if not form.get("term") and not form.get("coded_term"):
        raise ConductError(_("Give the event a term."))
    if any(len(form.get(name, "")) > 80 for name in _TEXTS):
        raise ConductError(_("Write at most 80 letters in each field."))
    return {
        **{name: form.get(name, "") for name in _TEXTS},
        **{name: _whole(form.get(name, "")) for name in _DAYS},
        "dictionary": _dictionary(person) if form.get("coded_term") else "",
        "serious": serious,
        "seriousness_criterion": criterion if serious else "",
        "severity_grade": int(grade),
        "relatedness": form["relatedness"],
        "expectedness": form["expectedness"],
    }


def _dictionary(person: Participant) -> str:
    safety = person.version.protocol.safety
    return str(safety.adverse_events.dictionary) if isinstance(safety, Safety) else ""


def _whole(text: str) -> int | None:
    try:
        return int(text) if text else None
    except ValueError:
        raise ConductError(_("A study day is a whole number.")) from None
