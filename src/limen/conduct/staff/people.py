"""The list of people: who needs what, in a handful of queries however many there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from limen.conduct.core import access, clock
from limen.conduct.core.consenting import needing_a_talk, required_signatures
from limen.conduct.core.models import (
    Alert,
    ComprehensionAnswer,
    Consent,
    CounterSignature,
    DosingHold,
    Occasion,
    OutboxMessage,
    Participant,
    ProtocolVersion,
    StaffMember,
    Submission,
)
from limen.conduct.staff.hidden import unseen_people

SILENT_AFTER = timedelta(days=3)
_Status = Participant.Status
_TAKING_PART = (_Status.ELIGIBLE, _Status.ENROLLED, _Status.DISCONTINUED)

#: What somebody may need of staff: the word in the address, what is read, how the list knows.
NEEDS: Mapping[str, Any] = {
    "alert": _("alert"),
    "hold": _("doses on hold"),
    "talk": _("needs a talk"),
    "counter_signature": _("waits for counter-signature"),
    "decision": _("waits for decision"),
    "start": _("waits for study day 1"),
    "silent": _("silent"),
    "uncertain": _("uncertain message"),
    "consent_again": _("consents again"),
    "paused": _("paused"),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list is narrowed to."""

    need: str = ""
    status: str = ""
    site: str = ""
    number: str = ""


def people(member: StaffMember) -> QuerySet[Participant]:
    """Return whom somebody may read, each with what is due and what they need."""
    now, versions = clock.now(), list(ProtocolVersion.objects.all())
    found = access.participants_for_reading(member).select_related("site")
    found = found.annotate(
        due_now=Coalesce(Subquery(_due(now)), Value(0)),
        last_sent=Subquery(_latest_submission()),
        needs_talk=_among(_to_talk_with(found)),
        needs_counter_signature=_among(_waiting_for_signatures(versions)),
        has_uncertain=_among(_uncertain()),
        **_of_safety(member, versions),
    )
    found = found.annotate(heard_at=Coalesce("last_sent", "invited_at"))
    return found.annotate(is_silent=_silent(now))


def narrowing(wanted: Wanted) -> Q:
    """Return whom of `people` a filter leaves; what makes no sense leaves everybody."""
    rule = Q()
    if wanted.need in NEEDS:
        rule &= _needs()[wanted.need]
    if wanted.status in _Status.values:
        rule &= Q(status=wanted.status)
    if wanted.site:
        rule &= Q(site__identifier=wanted.site)
    if wanted.number:
        rule &= Q(number__icontains=wanted.number)
    return rule


def counts(found: QuerySet[Participant], shown: Q) -> dict[str, int]:
    """Return in one query how many people need what, and how many are shown (under blank)."""
    needed = {name: Count("pk", filter=rule) for name, rule in _needs().items()}
    together = found.aggregate(shown=Count("pk", filter=shown) if shown else Count("pk"), **needed)
    return {"": together.pop("shown")} | together


def needs_of(person: Participant) -> list[str]:
    """Return the needs of a person from `people`, as keys of `NEEDS`."""
    row: Any = person
    waits = person.status == _Status.CONSENTED and not person.consent_due
    held = {
        "alert": row.has_alert,
        "hold": row.has_hold,
        "talk": row.needs_talk,
        "counter_signature": row.needs_counter_signature,
        "decision": waits,
        "start": person.status in _TAKING_PART and person.started_on is None,
        "silent": row.is_silent,
        "uncertain": row.has_uncertain,
        "consent_again": person.consent_due and person.status in (_Status.CONSENTED, *_TAKING_PART),
        "paused": person.paused_since is not None,
    }
    return [name for name, needed in held.items() if needed]


def _needs() -> dict[str, Q]:
    there = Q(status__in=_TAKING_PART)
    return {
        "alert": Q(has_alert=True),
        "hold": Q(has_hold=True),
        "talk": Q(needs_talk=True),
        "counter_signature": Q(needs_counter_signature=True),
        "decision": Q(status=_Status.CONSENTED, consent_due=False),
        "start": there & Q(started_on=None),
        "silent": Q(is_silent=True),
        "uncertain": Q(has_uncertain=True),
        "consent_again": Q(consent_due=True) & (there | Q(status=_Status.CONSENTED)),
        "paused": ~Q(paused_since=None),
    }


def _among(keys: list[int] | QuerySet[Any, Any]) -> Case:
    return Case(When(pk__in=keys, then=Value(True)), default=Value(False))


def _due(now: datetime) -> QuerySet[Any, Any]:
    """Count what could be answered at this moment, whether or not the worker has come by."""
    states = (Occasion.State.PLANNED, Occasion.State.OPEN, Occasion.State.STARTED)
    mine = Occasion.objects.filter(participant=OuterRef("pk"), state__in=states)
    mine = mine.filter(opens_at__lte=now, closes_at__gte=now).order_by()
    return mine.values("participant").annotate(count=Count("pk")).values("count")


def _latest_submission() -> QuerySet[Any, Any]:
    mine = Submission.objects.filter(participant=OuterRef("pk")).order_by("-received_at")
    return mine.values("received_at")[:1]


def _silent(now: datetime) -> Any:
    """Whether something was asked of them, and for days nothing came."""
    unanswered = Occasion.objects.filter(
        participant=OuterRef("pk"),
        state__in=(Occasion.State.MISSED, Occasion.State.EXPIRED),
        closes_at__gt=OuterRef("heard_at"),
    )
    there = Q(status__in=_TAKING_PART, paused_since=None, heard_at__lt=now - SILENT_AFTER)
    return ExpressionWrapper(there & Q(Exists(unanswered)), output_field=BooleanField())


def _to_talk_with(found: QuerySet[Participant]) -> list[int]:
    """Return who failed the last attempt at the comprehension check: few, so they are looked at."""
    wrong = ComprehensionAnswer.objects.filter(participant=OuterRef("pk"), correct=False)
    tried = list(found.filter(Exists(wrong), consent_due=True).exclude(status__in=Participant.LEFT))
    return [person.pk for person in needing_a_talk(tried)] if tried else []


def _waiting_for_signatures(versions: list[ProtocolVersion]) -> QuerySet[Any, Any]:
    """Return whose latest consent somebody has not signed whom its protocol names.

    Asked once for all: for each person apart, SQLite would go through all consents of a version.
    """
    newer = Consent.objects.filter(participant=OuterRef("participant"), pk__gt=OuterRef("pk"))
    missing = Q(pk__in=[])
    for version in versions:
        for respondent in required_signatures(Consent(version=version)):
            signed = CounterSignature.objects.filter(consent=OuterRef("pk"), respondent=respondent)
            missing |= Q(version=version) & ~Q(Exists(signed))
    return Consent.objects.filter(~Exists(newer), missing).order_by().values("participant")


def _of_safety(member: StaffMember, versions: list[ProtocolVersion]) -> dict[str, Case]:
    """Return whose alerts are not closed, and whose doses wait: of nobody whose events are hidden.

    A hold is told with the alerts, because most follow from an event.
    """
    hidden = Participant.objects.filter(unseen_people(member, "adverse_events", versions))
    alerts = Alert.objects.exclude(state=Alert.State.CLOSED).exclude(participant__in=hidden)
    holds = DosingHold.objects.filter(resumed_at=None).exclude(participant__in=hidden)
    return {
        "has_alert": _among(alerts.order_by().values("participant")),
        "has_hold": _among(holds.order_by().values("participant")),
    }


def _uncertain() -> QuerySet[Any, Any]:
    found = OutboxMessage.objects.filter(state=OutboxMessage.State.UNCERTAIN)
    return found.order_by().values("participant")
