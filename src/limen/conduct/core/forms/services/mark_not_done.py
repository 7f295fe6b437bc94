"""Somebody says that a form will not be filled in, and why."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.forms.definition import FormDefinition
from limen.conduct.core.forms.services.kept import kept_reason
from limen.conduct.core.forms.standing import standing_of, write_step
from limen.conduct.core.forms.states import after
from limen.conduct.core.models import FormEvent, Occasion, StaffMember, VisitForm
from limen.conduct.core.refusing import refusal, refuse_who_does_not_write
from limen.conduct.core.trail import recording


def mark_not_done(
    occasion: Occasion, form: FormDefinition, *, member: StaffMember, reason: str
) -> VisitForm:
    """Say that a form is not done; the reason is encrypted. What had been entered stays.

    `ConductError` for anybody but a coordinator or an investigator of the site, and before the
    occasion opens: until then nobody can know.
    """
    person, kind = occasion.participant, FormEvent.Kind.NOT_DONE
    with recording("form.not_done", by=Actor.staff(member), participant=person) as record:
        refuse_who_does_not_write(member, person)
        standing = standing_of(record.fresh(occasion), form)
        if standing.occasion.opens_at > record.at:
            raise refusal("This form is still to come, so it cannot be called not done.")
        row = standing.row or VisitForm(
            participant=person, occasion=occasion, form=form.id, respondent=form.respondent
        )
        row.state = after(standing.state, kind)
        row.reason = kept_reason(record, person, reason)
        return write_step(record, row, standing, kind, member=member, words=row.reason)
