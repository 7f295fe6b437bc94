"""A participant is invited: a pseudonym, a key of their own, a code to come in with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from limen.calendar.wall_time import zone_named
from limen.conduct.core.actor import Actor
from limen.conduct.core.approvals import lacking_approvals
from limen.conduct.core.codes import code_hash, new_code
from limen.conduct.core.encryption import wrapped_key
from limen.conduct.core.models import Invitation, Participant, ParticipantKey, Site, Study
from limen.conduct.core.trail import Record, recording
from limen.errors import ConductError

VALID_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Invited:
    """Somebody new, and the code that they come in with: it is shown once and stored nowhere."""

    participant: Participant
    code: str


def invite(
    site: Site, *, by: Actor, zone: str = "", language: str = "", staff_enters: bool = False
) -> Invited:
    """Invite somebody at a site; `zone` and `language` are the site's and the first if left out.

    `ConductError` if the study is not open, or was locked, or the site lacks an approval.
    """
    with recording("participant.invited", by=by) as record:
        study = Study.objects.select_related("version").get()
        if study.opened_at is None or study.locked_at is not None:
            state = "is locked" if study.locked_at else "is not open yet"
            raise ConductError(f"The study {state}; nobody can be invited.")
        place = record.fresh(site)
        _refuse_without_approvals(record, place, study)
        place.last_number += 1
        record.change(place, "last_number")
        participant = record.add(
            Participant(
                number=f"{place.identifier}-{place.last_number:03d}",
                site=place,
                zone=str(zone_named(zone or place.staff_zone)),
                language=language or study.protocol.languages[0],
                invited_at=record.at,
                staff_enters=staff_enters,
                version=study.version,
            )
        )
        record.about(participant)
        record.add(
            ParticipantKey(
                participant=participant, wrapped=wrapped_key(participant), made_at=record.at
            )
        )
        return Invited(participant, _code_for(record, participant))


def invite_again(participant: Participant, *, by: Actor) -> str:
    """Return a new code for somebody who lost theirs; earlier ones that are unused end.

    `ConductError` if they have not consented yet and the site lacks an approval: they are newcomers
    still. Who has consented comes back to their own data whatever lapsed.
    """
    with recording("participant.invited_again", by=by, participant=participant) as record:
        stored = record.fresh(participant)
        if stored.status == Participant.Status.INVITED:
            study = Study.objects.select_related("version").get()
            _refuse_without_approvals(record, stored.site, study)
        unused = list(Invitation.objects.filter(participant=participant, used_at=None))
        for invitation in unused:
            invitation.revoked_at = invitation.revoked_at or record.at
        record.change_all(unused, "revoked_at")
        return _code_for(record, participant)


def _refuse_without_approvals(record: Record, site: Site, study: Study) -> None:
    lacking = lacking_approvals(site, record.at, protocol=study.protocol)
    if lacking:
        raise ConductError(f"{site} lacks an approval, so nobody was invited.", lacking)


def _code_for(record: Record, participant: Participant) -> str:
    code = new_code()
    record.add(
        Invitation(
            participant=participant,
            code_hash=code_hash(code),
            made_at=record.at,
            expires_at=record.at + VALID_FOR,
        )
    )
    return code
