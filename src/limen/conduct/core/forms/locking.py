"""What forms have to say when the database is to be locked."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from limen.conduct.core.forms.due import FormDue, forms_due
from limen.conduct.core.forms.states import after
from limen.conduct.core.models import FormEvent, Participant, VisitForm
from limen.conduct.core.trail import Record

_State = VisitForm.State


def unsigned(
    participants: QuerySet[Participant] | Iterable[Participant] | None = None,
) -> list[FormDue]:
    """Return the forms that are due and neither signed nor said not to be done.

    A form that the protocol calls optional and nobody began keeps nobody from anything.
    """
    people = Participant.objects.all() if participants is None else participants
    return [one for one in forms_due(people) if one.lacks_signature]


def lock_forms(record: Record) -> int:
    """Lock every form that is signed or frozen, inside the event that locks the study."""
    rows = list(VisitForm.objects.filter(state__in=(_State.SIGNED, _State.FROZEN)))
    for row in rows:
        row.state = after(row.state, FormEvent.Kind.LOCKED)
    record.change_all(rows, "state")
    record.add_all(
        FormEvent(
            form=row,
            kind=FormEvent.Kind.LOCKED,
            state=row.state,
            at=record.at,
            content=row.content,
        )
        for row in rows
    )
    return len(rows)
