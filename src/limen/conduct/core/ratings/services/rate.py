"""A rater rates, and guesses."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from limen.conduct.core import access, messages
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.read import Form
from limen.conduct.core.answering.receipt import Receipt
from limen.conduct.core.answering.services import submit
from limen.conduct.core.forms import FormDue
from limen.conduct.core.forms.services import fill_form
from limen.conduct.core.forms.standing import Filling
from limen.conduct.core.models import StaffMember
from limen.conduct.core.ratings.reading import is_nobodys
from limen.errors import ConductError


def rate(
    rating: FormDue,
    *,
    client_id: UUID,
    form: Form,
    answered_at: datetime | None,
    member: StaffMember,
) -> Receipt:
    """Store a rating, once; `member` is who rated.

    `FormError` with the faults by question, `ConductError` for somebody who does not rate there,
    and where somebody else has rated meanwhile.
    """
    refuse_who_does_not_rate(rating, member)
    return fill_form(
        rating.occasion,
        rating.form,
        client_id=client_id,
        fields=form,
        member=member,
        performed_at=answered_at,
        opened=messages.plan_reminders,
    )


def guess(rating: FormDue, *, client_id: UUID, form: Form, member: StaffMember) -> Receipt:
    """Store what a rater thinks was given, after a rating that is a form of its occasion.

    `FormError` with the faults by question, `ConductError` for somebody who does not rate there.
    """
    refuse_who_does_not_rate(rating, member)
    by = Actor.staff(member)
    return submit(
        rating.occasion,
        client_id=client_id,
        form=form,
        by=by,
        respondent=rating.form.respondent,
        entered_by=str(by),
        language=get_language() or "",
        filling=Filling(of=rating.occasion.definition),
    )


def refuse_who_does_not_rate(rating: FormDue, member: StaffMember) -> None:
    """Raise `ConductError` for who is no rater there, and for what no rater fills in."""
    site = rating.occasion.participant.site
    if not rating.form.is_rating or not member.has_role(site, *access.RATERS):
        raise ConductError(f"{member} does not rate this at {site}.")
    row = rating.row
    if row is not None and not is_nobodys(rating) and row.performed_by_id != member.pk:
        raise ConductError("Somebody else has rated this.")
