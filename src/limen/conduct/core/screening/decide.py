"""An investigator decides on eligibility, and signs."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.consenting.standing import refuse_if_gone
from limen.conduct.core.models import (
    EligibilityDecision,
    Membership,
    Participant,
    StaffMember,
)
from limen.conduct.core.occasions.services import cancel_unfinished
from limen.conduct.core.screening.enrolment import enrol_if_ready, open_to_decision
from limen.conduct.core.screening.judge import Judged, judged
from limen.conduct.core.services.free_text import write_text
from limen.conduct.core.trail import recording
from limen.conduct.core.trail.canonical import encode
from limen.errors import ConductError, Problem


def decide(
    participant: Participant,
    *,
    eligible: bool,
    member: StaffMember,
    reason: str = "",
    meaning: str = "",
) -> EligibilityDecision:
    """Store an investigator's decision, with the criteria that speak against it; the status moves.

    `meaning` is what signing means, as it was shown; `meaning_of_decision` if left out. `reason` is
    encrypted, and needed where the decision is not what the rules say. Whoever is not eligible is
    a screen failure for good: what is unfinished is cancelled. Who is eligible may be decided on
    again until the first dose. `ConductError` for anybody but an investigator, before consent, or
    after that dose.
    """
    actor = Actor.staff(member)
    with recording("eligibility.decided", by=actor, participant=participant) as record:
        stored = record.fresh(participant)
        refuse_if_gone(stored)
        found = judged(stored)
        problems = list(_problems(stored, member, eligible, found, reason))
        if problems:
            raise ConductError("Eligibility was not decided.", problems)
        record.note("meaning", meaning.strip() or meaning_of_decision(eligible=eligible))
        record.note("against_the_rules", found.eligible is not eligible)
        words = reason.strip()
        decision = record.add(
            EligibilityDecision(
                participant=stored,
                protocol_version=stored.version,
                eligible=eligible,
                failed=encode(list(found.failed)),
                undecided=encode(list(found.undecided)),
                member=member,
                reason=write_text(record, stored, words, purpose="eligibility") if words else None,
                decided_at=record.at,
            )
        )
        if not (eligible and stored.status == Participant.Status.ENROLLED):
            states = Participant.Status
            stored.status = states.ELIGIBLE if eligible else states.INELIGIBLE
            record.change(stored, "status")
        if not eligible:
            cancel_unfinished(record, stored)
        enrol_if_ready(record, stored)
        return decision


def meaning_of_decision(*, eligible: bool) -> str:
    """Return what signing means: to be shown before it is done, and passed on as `meaning`."""
    if eligible:
        return _("I have looked at the answers and decide: this person may take part.")
    return _("I have looked at the answers and decide: this person may not take part.")


def latest_decision(participant: Participant) -> EligibilityDecision | None:
    """Return the decision that counts, or None."""
    return EligibilityDecision.objects.filter(participant=participant).order_by("-pk").first()


def _problems(
    participant: Participant, member: StaffMember, eligible: bool, found: Judged, reason: str
) -> Iterator[Problem]:
    if not member.has_role(participant.site, Membership.Role.INVESTIGATOR):
        message = f"{member} is no investigator at {participant.site}."
        yield Problem(message=message, remedy="Ask an investigator.", path="member")
    if participant.consent_due or participant.status == Participant.Status.INVITED:
        message = "The participant has not consented, or must consent again."
        yield Problem(message=message, remedy="Consent comes first.", path="consent")
    elif not open_to_decision(participant):
        message = f"It is too late: {participant.get_status_display()}."
        yield Problem(message=message, path="status")
    if found.eligible is not eligible and not reason.strip():
        said = {True: "may take part", False: "may not take part", None: "cannot be judged yet"}
        message = f"By the protocol's rules this person {said[found.eligible]}."
        yield Problem(message=message, remedy="Say why you decide otherwise.", path="reason")
