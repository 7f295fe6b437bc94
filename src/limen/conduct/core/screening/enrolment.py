"""Enrolment: an investigator has said yes, study day 1 is set, and the site may enrol."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from limen.conduct.core.actor import WORKER
from limen.conduct.core.approvals import lacking_approvals
from limen.conduct.core.models import Participant, Site
from limen.conduct.core.trail import Record, recording


def open_to_decision(participant: Participant) -> bool:
    """Whether eligibility may still be decided on: until the first dose was written down."""
    if participant.status == Participant.Status.ENROLLED:
        return not participant.administrations.exists()
    return participant.status in (Participant.Status.CONSENTED, Participant.Status.ELIGIBLE)


def enrol_if_ready(record: Record, participant: Participant) -> bool:
    """Enrol somebody who is eligible and has a study day 1, inside the event that completed it.

    Either may come first: occasions of the screening can be made before the decision. A site that
    lacks an approval enrols nobody: then they wait (`enrol_who_waited`). `participant` must be
    fresh.
    """
    if participant.status != Participant.Status.ELIGIBLE or participant.started_on is None:
        return False
    lacking = lacking_approvals(participant.site, record.at)
    if lacking:
        record.note("waits_for_approvals", [one.path for one in lacking])
        return False
    participant.status = Participant.Status.ENROLLED
    participant.enrolled_on = record.at.astimezone(ZoneInfo(participant.zone)).date()
    record.change(participant, "status", "enrolled_on")
    record.note("enrolled", True)
    return True


def enrol_who_waited() -> int:
    """Enrol those who waited for their site's approvals, once it has them; return how many.

    What the worker calls. Each is an event of its own, which looks again when it alone may write.
    """
    ready = Participant.objects.filter(
        status=Participant.Status.ELIGIBLE, started_on__isnull=False
    ).select_related("site")
    lacking = {
        site.pk: lacking_approvals(site)
        for site in Site.objects.filter(pk__in=ready.values("site"))
    }
    return sum(_enrol(one) for one in ready if not lacking[one.site_id])


def _enrol(participant: Participant) -> bool:
    with recording("participant.enrolled", by=WORKER, participant=participant) as record:
        if not enrol_if_ready(record, record.fresh(participant)):
            record.nothing_happened()
        return True
    return False
