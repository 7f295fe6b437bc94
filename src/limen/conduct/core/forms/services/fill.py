"""Staff fill in a form: it goes the way that all answers go."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from limen.conduct.core.actor import Actor
from limen.conduct.core.answering.read import Form
from limen.conduct.core.answering.receipt import Receipt
from limen.conduct.core.answering.services.submit import submit
from limen.conduct.core.forms.definition import FormDefinition
from limen.conduct.core.forms.standing import Filling
from limen.conduct.core.models import Occasion, StaffMember
from limen.conduct.core.occasions.services import Opened, no_reminders
from limen.conduct.core.refusing import refusal


def fill_form(
    occasion: Occasion,
    form: FormDefinition,
    *,
    client_id: UUID,
    fields: Form,
    member: StaffMember,
    performed_by: StaffMember | None = None,
    performed_at: datetime | None = None,
    seen: str | None = None,
    final: bool = True,
    opened: Opened = no_reminders,
) -> Receipt:
    """Store what staff found or rated, as answers of the form's respondent; return the receipt.

    Sent twice under one `client_id` it is stored once. `performed_by` is who examined or rated, if
    it is not who enters it, and `performed_at` when; `seen` is the content that the page showed.
    Only a blinded rater fills in what is a blinded rater's; the rest, who may write.
    `FormError` with the faults by question; `ConductError` if the form is complete already, if
    somebody entered something meanwhile, or if nothing can be kept. A part is not `final`.
    """
    by = Actor.staff(member)
    receipt = submit(
        occasion,
        client_id=client_id,
        form=fields,
        final=final,
        by=by,
        respondent=form.respondent,
        entered_by=str(by),
        answered_at=performed_at,
        language=get_language() or "",
        opened=opened,
        filling=Filling(of=form.id, seen=seen, performed_by=performed_by),
    )
    if not receipt.stored:
        raise refusal(receipt.words)
    return receipt
