"""What stands between a participant and randomisation, seen from this server."""

from __future__ import annotations

from collections.abc import Iterator

from limen.conduct.core.answering.baseline import baseline
from limen.conduct.core.approvals import lacking_approvals
from limen.conduct.core.consenting.counter_sign import missing_signatures
from limen.conduct.core.consenting.give_consent import latest_consent
from limen.conduct.core.models import EligibilityAnswer, Participant
from limen.conduct.core.screening.decide import latest_decision
from limen.errors import Problem
from limen.protocol.document.treatment import Kits

_ELIGIBLE = (Participant.Status.ELIGIBLE, Participant.Status.ENROLLED)


def may_be_randomised(participant: Participant) -> tuple[Problem, ...]:
    """Return what is missing before a kit may be assigned; empty if nothing is.

    A consent that is in force with every counter-signature, an investigator's decision after the
    last answer, a site with its approvals or an enrolment from when it had them, and a baseline
    that is locked. It looks at the record now: ask inside the
    transaction that assigns.
    """
    return (
        *_of_consent(participant),
        *_of_eligibility(participant),
        *_of_approvals(participant),
        *_of_baseline(participant),
    )


def _of_consent(participant: Participant) -> Iterator[Problem]:
    consent = latest_consent(participant)
    if participant.consent_due or consent is None:
        message = "No consent is in force."
        yield Problem(message=message, remedy="The participant signs first.", path="consent")
        return
    for respondent in missing_signatures(consent):
        message = f"The consent lacks the signature of {respondent!r}."
        yield Problem(message=message, remedy="Counter-sign it.", path="consent.signed_by")


def _of_eligibility(participant: Participant) -> Iterator[Problem]:
    decision = latest_decision(participant)
    if participant.status not in _ELIGIBLE or decision is None:
        message = f"The participant is not waiting for it: {participant.get_status_display()}."
        remedy = "An investigator decides on eligibility first."
        yield Problem(message=message, remedy=remedy, path="eligibility")
        return
    if not decision.eligible:
        yield Problem(message="The last decision was: not eligible.", path="eligibility")
    later = EligibilityAnswer.objects.filter(
        participant=participant, audit_entry_id__gt=decision.audit_entry_id
    )
    if later.exists():
        message = "Answers changed after the decision."
        yield Problem(message=message, remedy="Decide again.", path="eligibility")


def _of_approvals(participant: Participant) -> Iterator[Problem]:
    if participant.status != Participant.Status.ENROLLED:  # who is in goes on
        yield from lacking_approvals(participant.site)


def _of_baseline(participant: Participant) -> Iterator[Problem]:
    kits = participant.version.protocol.kits
    if not isinstance(kits, Kits) or kits.before_first is None:
        return  # the protocol wants nothing before the first kit
    state = baseline(participant)
    if not state.locked:
        missing = ", ".join(state.missing)
        remedy = f"Missing: {missing}." if missing else "Complete it once more under this version."
        yield Problem(message="The baseline is not locked.", remedy=remedy, path="baseline")
