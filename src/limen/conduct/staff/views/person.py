"""One person on one page: what was agreed, asked, answered, sent and done."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from limen.conduct.core import access
from limen.conduct.core.approvals import lacking_approvals
from limen.conduct.core.forms import forms_due
from limen.conduct.core.forms.watched import watched
from limen.conduct.core.models import (
    Administration,
    ContactDetail,
    DeviceToken,
    EligibilityDecision,
    Opening,
    Participant,
    TreatmentGuess,
)
from limen.conduct.core.payments.due import pays
from limen.conduct.core.safety import is_held
from limen.conduct.staff.acting import page
from limen.conduct.staff.door import for_staff, signed_in
from limen.conduct.staff.forms.lines import counted
from limen.conduct.staff.hidden import hidden_from
from limen.conduct.staff.moments import zone_of
from limen.conduct.staff.people import NEEDS, needs_of, people
from limen.conduct.staff.person.agreement import attempts_of, consents_of
from limen.conduct.staff.person.days import days_of
from limen.conduct.staff.person.events import events_of, words_of
from limen.conduct.staff.person.posted import messages_of
from limen.conduct.staff.person.story import story_of
from limen.conduct.staff.person.team import team_counts
from limen.conduct.staff.trail import entries_about, told
from limen.errors import Problem

ENTRIES = 8


@require_safe
@for_staff()
def person(request: HttpRequest, code: UUID) -> HttpResponse:
    """Show a person; what the protocol blinds the reader to is left out."""
    member = signed_in(request)
    found = access.participant_for_reading(member, code)
    hidden = hidden_from(member, found)
    listed = people(member).get(pk=found.pk)
    entries = entries_about(found)
    days = days_of(found)
    context = {
        "person": found,
        "may_write": member.has_role(found.site, *access.WRITERS),
        "may_decide": member.has_role(found.site, access.Role.INVESTIGATOR),
        "needs": [(name, NEEDS[name]) for name in needs_of(listed) if name != "hold"],
        "last_sent": listed.last_sent,  # type: ignore[attr-defined]
        "consents": consents_of(found),
        "attempts": attempts_of(found),
        "decisions": _decisions(found),
        "days": days,
        "to_come": sum(day.is_to_come for day in days),
        "guesses": TreatmentGuess.objects.filter(participant=found).count(),
        "events": [] if "adverse_events" in hidden else events_of(found),
        "events_hidden": "adverse_events" in hidden,
        "doses": _doses(found),
        "forms": counted(forms_due(Participant.objects.filter(pk=found.pk), to_come=True)),
        "watched": watched(found),
        "opened": Opening.objects.filter(participant=found).order_by("-opened_at"),
        "messages_sent": messages_of(found),
        "held": is_held(found),
        "pays": pays(found.version.protocol),
        "lacking": _waits_for(found),
        "story": story_of(found),
        "team": team_counts(member, found),
        "may_ask": member.has_role(found.site, *access.ASKERS),
        "devices": DeviceToken.objects.filter(participant=found, revoked_at=None).count(),
        "contact_kinds": _kinds(found),
        "entries": told(member, entries[:ENTRIES]),
        "zone": zone_of(found.site),
        "entry_count": entries.count(),
    }
    return page(request, "staff/person.html", context)


def _decisions(found: Participant) -> list[tuple[EligibilityDecision, str | None]]:
    rows = EligibilityDecision.objects.filter(participant=found).order_by("-pk")
    rows = rows.select_related("member", "reason__participant")
    return [(row, words_of(row.reason)) for row in rows]


def _waits_for(found: Participant) -> tuple[Problem, ...]:
    """Return the approvals of the site that keep somebody who is not enrolled from being so."""
    waits = (Participant.Status.INVITED, Participant.Status.CONSENTED, Participant.Status.ELIGIBLE)
    return lacking_approvals(found.site) if found.status in waits else ()


def _doses(found: Participant) -> list[Administration]:
    """Return the version of each dose's record that counts."""
    rows = Administration.objects.filter(participant=found).order_by("number", "version")
    return list({row.number: row for row in rows}.values())


def _kinds(found: Participant) -> list[str]:
    """Return which contact details there are; what they say takes a click that is recorded."""
    rows = ContactDetail.objects.filter(participant=found)
    return [row.get_kind_display() for row in rows if row.ciphertext]
