"""Each person's way through the study, as moments: five queries, however many people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Min, QuerySet

from limen.conduct.core.models import Consent, EligibilityDecision, KitSet, ParticipationEvent
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.monitoring.scope import Scope
from limen.protocol.document.treatment import Kits

_Status, _Kind = Participant.Status, ParticipationEvent.Kind
_OUT = {_Kind.WITHDREW: "withdrawn", _Kind.LOST: "lost", _Kind.COMPLETED: "completed"}


@dataclass(frozen=True, kw_only=True)
class Course:
    """One person: when what happened first; None if it did not. `out` is when they left."""

    key: int
    site: int
    status: str
    zone: str
    version: int
    invited: datetime
    consented: datetime | None
    decided: datetime | None  # the decision that counts
    eligible: bool | None
    failed: str  # canonical JSON: criteria that were not met
    randomised: datetime | None  # without kits: enrolled, which is as much as is known here
    started_on: date | None
    stopped: datetime | None  # the intervention, or all
    out: datetime | None

    def today(self, now: datetime) -> date:
        """Return the date where the person lives."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def began(self, now: datetime) -> bool:
        """Whether their study day 1 has come, and they were not found ineligible."""
        if self.started_on is None or self.status == _Status.INELIGIBLE:
            return False
        return self.started_on <= self.today(now)

    def weeks(self, now: datetime) -> float:
        """Return for how many weeks they have been observed since study day 1."""
        if self.started_on is None or not self.began(now):
            return 0.0
        last = self.today(min(self.out, now) if self.out else now)
        return max(timedelta(0), last - self.started_on + timedelta(days=1)).days / 7


def courses(scope: Scope) -> list[Course]:
    """Return the course of everybody in scope."""
    consents = _first(scope.rows(Consent), "signed_at")
    sets = _first(scope.rows(KitSet).exclude(participant=None), "assigned_at")
    decisions = {
        key: (at, eligible, failed)
        for key, at, eligible, failed in scope.rows(EligibilityDecision)
        .order_by("pk")
        .values_list("participant_id", "decided_at", "eligible", "failed")
    }
    stopped: dict[int, datetime] = {}
    out: dict[int, datetime] = {}
    events = scope.rows(ParticipationEvent).filter(kind__in=(*_OUT, _Kind.DISCONTINUED))
    for key, kind, at in events.order_by("at", "pk").values_list("participant_id", "kind", "at"):
        if kind != _Kind.COMPLETED:
            stopped.setdefault(key, at)
        if kind in _OUT:
            out.setdefault(key, at)
    kits = isinstance(scope.protocol.kits, Kits)
    names = ("pk", "site_id", "status", "zone", "version_id", "invited_at", "started_on",
             "enrolled_on")  # fmt: skip
    return [
        Course(
            key=key,
            site=site,
            status=status,
            zone=zone,
            version=version,
            invited=invited,
            consented=consents.get(key),
            decided=decisions.get(key, (None, None, ""))[0],
            eligible=decisions.get(key, (None, None, ""))[1],
            failed=decisions.get(key, (None, None, ""))[2],
            randomised=sets.get(key) if kits else _start_of(enrolled, zone),
            started_on=started_on,
            stopped=stopped.get(key),
            out=out.get(key),
        )
        for key, site, status, zone, version, invited, started_on, enrolled in scope.people()
        .order_by("pk")
        .values_list(*names)
    ]


def _start_of(day: date | None, zone: str) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(zone)) if day else None


def _first(rows: QuerySet[Consent] | QuerySet[KitSet], moment: str) -> Mapping[int, datetime]:
    return dict(rows.values_list("participant_id").annotate(Min(moment)))
