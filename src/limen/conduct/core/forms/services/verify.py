"""A monitor compares a form with its source, and says that they agree."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.forms.services.kept import refuse_unseen, taken_up
from limen.conduct.core.forms.standing import write_step
from limen.conduct.core.forms.states import after
from limen.conduct.core.models import FormEvent, Membership, StaffMember, VisitForm
from limen.conduct.core.refusing import refusal
from limen.conduct.core.trail import recording


def verify(form: VisitForm, *, member: StaffMember, seen: str) -> VisitForm:
    """Say that a form agrees with its source, as it was `seen`; return it.

    Comparing with the source is monitoring (ICH E6(R3), 3.11.4), and whoever entered something
    does not verify it: monitors of the site do, and nobody else. It changes no data. `ConductError`
    for everybody else, for a form that is not complete or was verified, and if it changed since.
    """
    by, kind = Actor.staff(member), FormEvent.Kind.VERIFIED
    with recording("form.verified", by=by, participant=form.participant) as record:
        standing, row = taken_up(record, form, member, Membership.Role.MONITOR)
        row.state = after(row.state, kind)
        if row.verified_at is not None:
            raise refusal("It has been verified, and nothing in it has changed since.")
        refuse_unseen(standing, seen)
        row.verified_at, row.verified_by = record.at, member
        return write_step(record, row, standing, kind, member=member)
