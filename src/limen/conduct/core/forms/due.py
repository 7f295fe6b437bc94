"""Which forms there are for whom, and how far each has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from limen.conduct.core import clock
from limen.conduct.core.forms.definition import FormDefinition, form_named, forms_at, forms_of
from limen.conduct.core.forms.states import DUE
from limen.conduct.core.models import Occasion, Participant, ProtocolVersion, VisitForm

TO_COME = "to_come"
_State = VisitForm.State
_UNFINISHED = (DUE, _State.IN_WORK)


@dataclass(frozen=True, kw_only=True)
class FormDue:
    """A form at an occasion of somebody; `state` is its row's, or `due`, or `to_come`."""

    form: FormDefinition
    occasion: Occasion
    row: VisitForm | None
    now: datetime

    @property
    def state(self) -> str:
        """How far it has come."""
        if self.row is not None:
            return self.row.state
        return TO_COME if self.occasion.opens_at > self.now else DUE

    @property
    def is_waiting(self) -> bool:
        """Whether somebody of staff has yet to fill it in."""
        return self.state in _UNFINISHED and not (self.form.optional and self.row is None)

    @property
    def is_overdue(self) -> bool:
        """Whether it waits, and the occasion's window is over."""
        return self.is_waiting and max(self.occasion.closes_at, self.occasion.grace_ends_at) < (
            self.now
        )

    @property
    def lacks_signature(self) -> bool:
        """Whether it keeps the database from being locked."""
        if self.is_waiting:
            return True
        return self.state in (_State.COMPLETE, _State.VERIFIED)


def forms_due(
    participants: QuerySet[Participant] | Iterable[Participant], *, to_come: bool = False
) -> list[FormDue]:
    """Return the forms of some people by person and occasion; with `to_come`, also later ones.

    Of occasions that were cancelled only forms that somebody had begun.
    """
    now = clock.now()
    occasions = Occasion.objects.filter(participant__in=participants)
    occasions = occasions if to_come else occasions.filter(opens_at__lte=now)
    with_forms = occasions.filter(pk__in=_keys(occasions))
    with_forms = with_forms.select_related("participant__site").prefetch_related("made_under")
    with_forms = with_forms.order_by("participant__number", "opens_at", "pk")
    rows = VisitForm.objects.filter(occasion__in=with_forms.values("pk"))
    rows = rows.prefetch_related("completed_by", "verified_by", "signed_by", "performed_by")
    known = {(row.occasion_id, row.form): row for row in rows}
    return [
        FormDue(form=form, occasion=one, row=known.get((one.pk, form.id)), now=now)
        for one in with_forms
        for form in forms_of(one)
        if one.state != Occasion.State.CANCELLED or (one.pk, form.id) in known
    ]


def form_due(occasion: Occasion, id: str) -> FormDue | None:
    """Return one form of an occasion; None if it has none of this id, or was cancelled."""
    form = form_named(occasion, id)
    rows = VisitForm.objects.filter(occasion=occasion, form=id)
    row = rows.select_related("completed_by", "verified_by", "signed_by", "performed_by").first()
    if form is None or (row is None and occasion.state == Occasion.State.CANCELLED):
        return None
    return FormDue(form=form, occasion=occasion, row=row, now=clock.now())


def _keys(occasions: QuerySet[Occasion]) -> list[int]:
    """Return which of these have forms: each definition of each version is looked at once."""
    named = occasions.order_by().values_list("pk", "made_under", "definition", "identifier")
    rows = list(named)
    versions = ProtocolVersion.objects.in_bulk({row[1] for row in rows})
    has: dict[tuple[int, str, str], bool] = {}
    for _key, version, definition, identifier in rows:
        at = (version, definition, identifier)
        if at not in has:
            has[at] = bool(forms_at(versions[version].protocol, definition, identifier))
    return [row[0] for row in rows if has[row[1], row[2], row[3]]]
