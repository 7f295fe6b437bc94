"""Staff sign below a participant's consent."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.models import Consent, CounterSignature, Membership, StaffMember
from limen.conduct.core.trail import recording
from limen.errors import ConductError, Problem
from limen.protocol import listed
from limen.protocol.document.people import Consent as Planned


def counter_sign(
    consent: Consent, *, member: StaffMember, meaning: str, respondent: str = ""
) -> CounterSignature:
    """Store somebody's signature below a consent; `meaning` is what signing means, as it was shown.

    `respondent` is the one of the protocol's `signed_by` whom they sign as; empty for a further
    witness. `ConductError` if they are no investigator at the site, have signed this consent
    already (nobody signs in two capacities), or somebody else has signed as this respondent.
    """
    participant = consent.participant
    actor = Actor.staff(member)
    with recording("consent.counter_signed", by=actor, participant=participant) as record:
        problems = list(_problems(consent, member, meaning, respondent))
        if problems:
            raise ConductError("The consent was not counter-signed.", problems)
        record.note("respondent", respondent)
        return record.add(
            CounterSignature(
                consent=consent,
                member=member,
                respondent=respondent,
                meaning=meaning.strip(),
                signed_at=record.at,
            )
        )


def required_signatures(consent: Consent) -> tuple[str, ...]:
    """Return the respondents who sign besides the participant, as the consent's version says."""
    protocol = consent.version.protocol
    planned = protocol.consent
    if not isinstance(planned, Planned):
        return ()
    own = {one.id for one in listed(protocol.respondents) if one.kind == "participant"}
    return tuple(str(id) for id in listed(planned.signed_by) if id not in own)


def missing_signatures(consent: Consent) -> tuple[str, ...]:
    """Return those of them who have not signed yet."""
    there = {one.respondent for one in consent.counter_signatures.all()}
    return tuple(one for one in required_signatures(consent) if one not in there)


def respondent_title(consent: Consent, respondent: str) -> str:
    """Return a respondent's name in words; its id if the protocol has none."""
    for one in listed(consent.version.protocol.respondents):
        if one.id == respondent and isinstance(one.title, str):
            return one.title
    return respondent


def meaning_for(consent: Consent, respondent: str = "") -> str:
    """Return what signing means: to be shown before it is done, and passed on as `meaning`."""
    if not respondent:
        return _("I was present when the participant agreed.")
    words = _("I have explained the study and answered all questions (%(title)s).")
    return words % {"title": respondent_title(consent, respondent)}


def _problems(
    consent: Consent, member: StaffMember, meaning: str, respondent: str
) -> Iterator[Problem]:
    if not member.has_role(consent.participant.site, Membership.Role.INVESTIGATOR):
        message = f"{member} is no investigator at {consent.participant.site}."
        yield Problem(message=message, remedy="Ask an investigator.", path="member")
    if not meaning.strip():
        yield Problem(message="A signature has a meaning, which is shown.", path="meaning")
    there = consent.counter_signatures
    if there.filter(member=member).exists():
        message = f"{member} has signed this consent already."
        yield Problem(message=message, remedy="Another person signs.", path="member")
    if not respondent:
        return
    if respondent not in required_signatures(consent):
        message = f"The protocol lets no {respondent!r} sign."
        yield Problem(message=message, path="respondent")
    elif there.filter(respondent=respondent).exists():
        message = f"Somebody has signed as {respondent!r} already."
        yield Problem(message=message, path="respondent")
