"""An investigator freezes a form, so that nothing in it can be corrected, or unfreezes it."""

from __future__ import annotations

from limen.conduct.core.actor import Actor
from limen.conduct.core.forms.services.kept import kept_reason, taken_up
from limen.conduct.core.forms.standing import write_step
from limen.conduct.core.forms.states import after
from limen.conduct.core.models import FormEvent, Membership, StaffMember, VisitForm
from limen.conduct.core.trail import recording


def freeze(form: VisitForm, *, member: StaffMember) -> VisitForm:
    """Freeze a form that is signed: corrections are refused from now on.

    `ConductError` for anybody but an investigator of the site, and for a form that is not signed.
    """
    return _move(form, "form.frozen", FormEvent.Kind.FROZEN, member)


def unfreeze(form: VisitForm, *, member: StaffMember, reason: str) -> VisitForm:
    """Let a form be corrected again; the reason is encrypted.

    `ConductError` for anybody but an investigator of the site, for a form that is not frozen, and
    without a reason.
    """
    return _move(form, "form.unfrozen", FormEvent.Kind.UNFROZEN, member, reason)


def _move(
    form: VisitForm,
    event: str,
    kind: FormEvent.Kind,
    member: StaffMember,
    reason: str | None = None,
) -> VisitForm:
    with recording(event, by=Actor.staff(member), participant=form.participant) as record:
        standing, row = taken_up(record, form, member, Membership.Role.INVESTIGATOR)
        row.state = after(row.state, kind)
        words = None if reason is None else kept_reason(record, form.participant, reason)
        return write_step(record, row, standing, kind, member=member, words=words)
