"""An investigator signs forms: one, or all complete ones of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from limen.conduct.core.actor import Actor
from limen.conduct.core.forms.services.kept import refuse_unseen, taken_up
from limen.conduct.core.forms.standing import write_step
from limen.conduct.core.forms.states import after
from limen.conduct.core.models import (
    FormEvent,
    Membership,
    Participant,
    StaffMember,
    VisitForm,
)
from limen.conduct.core.refusing import refusal
from limen.conduct.core.trail import recording


@dataclass(frozen=True)
class Seen:
    """A form, and the content of it that somebody looked at."""

    form: VisitForm
    content: str


def sign(
    participant: Participant, forms: Sequence[Seen], *, member: StaffMember, meaning: str = ""
) -> None:
    """Sign forms of one person, all or none, each exactly as it was seen.

    Confirm the password first (`limen.conduct.core.signing`). `meaning` is what signing means, as
    it was shown. `ConductError` for anybody but an investigator of the site, for a form that is not
    complete, and if anything in one of them has changed since.
    """
    if not forms:
        raise refusal("There is nothing to sign.")
    by, kind = Actor.staff(member), FormEvent.Kind.SIGNED
    meaning = meaning.strip() or meaning_of_signing()
    with recording("forms.signed", by=by, participant=participant) as record:
        for one in forms:
            standing, row = taken_up(record, one.form, member, Membership.Role.INVESTIGATOR)
            if row.participant_id != participant.pk:
                raise refusal("There is no such form.")
            row.state = after(row.state, kind)
            refuse_unseen(standing, one.content)
            row.signed_at, row.signed_by = record.at, member
            write_step(record, row, standing, kind, member=member, meaning=meaning)
        record.note("meaning", meaning)
        record.note("forms", [f"{one.form.occasion.identifier}:{one.form.form}" for one in forms])


def meaning_of_signing(*, unseen: bool = False) -> str:
    """Return what signing means: to be shown before it is done.

    `unseen`: the blind hides some of it from who signs. Nobody vouches for what they cannot read:
    of that they say that it is there, and who entered it answers for it.
    """
    words = _("I have looked at what stands here, and it is complete and right.")
    if not unseen:
        return words
    more = _(
        "What is hidden from me I have not seen: of it I say only that it was answered. Who "
        "entered it answers for what it says."
    )
    return f"{words} {more}"
