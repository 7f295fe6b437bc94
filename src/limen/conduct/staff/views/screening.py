"""Screening answers: read, entered, corrected with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from limen.conduct.core import access, screening
from limen.conduct.core.models import EligibilityAnswer, Participant
from limen.conduct.staff.acting import act, fields, page
from limen.conduct.staff.door import actor, for_staff, signed_in
from limen.protocol.document.people import ScreeningQuestion

TEMPLATE = "staff/screening.html"


@dataclass(frozen=True)
class Asked:
    """A question, its answers (the latest first), and who answers it."""

    question: ScreeningQuestion
    versions: tuple[EligibilityAnswer, ...]
    by_participant: bool
    typed: str | None = None  # what was just sent, and refused

    @property
    def latest(self) -> EligibilityAnswer | None:
        """The answer that counts."""
        return self.versions[0] if self.versions else None

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The answers to choose from, with their words."""
        return screening.choices_of(self.question)

    @property
    def words(self) -> list[str]:
        """Every version as people read it, the latest first."""
        return [screening.in_words(self.question, one) for one in self.versions]

    @property
    def said(self) -> str:
        """The answer as the form says it."""
        if self.typed is not None:
            return self.typed
        if self.latest is None:
            return ""
        if self.latest.state != "answered":
            return screening.DECLINED
        words = {"true": "yes", "false": "no"} if self.question.kind == "yes_no" else {}
        return words.get(self.latest.value, self.latest.value)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff()
def screening_page(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show the answers to who may read; take them from who may enter."""
    member = signed_in(request)
    person = access.participant_for_reading(member, code)
    writes = member.has_role(person.site, *access.WRITERS)
    if request.method == "POST" and not writes:
        raise PermissionDenied
    context = {
        "person": person,
        "asked": _asked(person, fields(request, "q.")),
        "may_write": writes and screening.open_to_decision(person) and not person.consent_due,
        "declined": screening.DECLINED,
    }
    if request.method != "POST":
        return page(request, TEMPLATE, context)
    answers = fields(request, "q.")
    return act(
        request,
        lambda: screening.answer_screening(
            person, answers, by=actor(request), reason=request.POST.get("reason", "")
        ),
        template=TEMPLATE,
        context=context,
        said=_("The answers were kept."),
        to=request.path,
    )


def _asked(person: Participant, typed: Mapping[str, str]) -> list[Asked]:
    protocol = person.version.protocol
    versions: dict[str, list[EligibilityAnswer]] = {}
    rows = EligibilityAnswer.objects.filter(participant=person).order_by("-version")
    for row in rows.select_related("audit_entry"):
        versions.setdefault(row.question, []).append(row)
    return [
        Asked(
            one,
            tuple(versions.get(str(one.id), ())),
            screening.by_participant(protocol, one),
            typed.get(str(one.id)),
        )
        for one in screening.questions_of(protocol)
    ]
