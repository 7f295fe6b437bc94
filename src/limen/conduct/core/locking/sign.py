"""An investigator signs below all that was recorded of one participant."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.locking.casebook import casebook_states
from limen.conduct.core.locking.standing import in_the_way_of_casebooks, summed
from limen.conduct.core.models import (
    AuditEntry,
    CasebookSignature,
    Membership,
    Participant,
    StaffMember,
)
from limen.conduct.core.trail import recording
from limen.errors import ConductError, Problem


def meaning_of_casebook() -> str:
    """Return what signing means: to be shown before it is done, and passed on as `meaning`."""
    return _(
        "I have reviewed all that was recorded of this participant and that the blind does not "
        "hide from me. As far as I know it is complete and right."
    )


def sign_casebook(
    participant: Participant, *, member: StaffMember, seen: int, meaning: str
) -> CasebookSignature | None:
    """Store an investigator's signature below a casebook in the state that was shown.

    `seen` is that state, out of `casebook_states`; None if it is signed already. `ConductError` if
    it changed since, if something about this person is still to be done, or for anybody who is no
    investigator at the site. Whatever is written in the casebook later undoes the signature.
    """
    event, by = "casebook.signed", Actor.staff(member)
    with recording(event, by=by, participant=participant) as record:
        stored = record.fresh(participant)
        _refuse(list(_problems(stored, member, seen)), stored)
        if CasebookSignature.objects.filter(participant=stored, seen_number=seen).exists():
            record.nothing_happened()
        entry = AuditEntry.objects.get(number=seen)
        record.note("seen", f"{entry.number}:{entry.hash}")
        return record.add(
            CasebookSignature(
                participant=stored,
                member=member,
                seen_number=entry.number,
                seen_hash=entry.hash,
                meaning=meaning.strip() or meaning_of_casebook(),
                signed_at=record.at,
            )
        )
    return None


def _problems(participant: Participant, member: StaffMember, seen: int) -> Iterator[Problem]:
    if not member.has_role(participant.site, Membership.Role.INVESTIGATOR):
        message = f"{member} is no investigator at {participant.site}."
        yield Problem(message=message, remedy="Ask an investigator.", path="member")
    alone = Participant.objects.filter(pk=participant.pk)
    if casebook_states(alone).get(participant.pk) != seen:
        message = _("Something was written in it since it was shown.")
        yield Problem(message=message, remedy=_("Look at it again."), path="casebook")
    yield from summed(in_the_way_of_casebooks(alone))


def _refuse(problems: list[Problem], participant: Participant) -> None:
    if problems:
        raise ConductError(f"The casebook of {participant} was not signed.", problems)
