"""The one place that says whether what a form holds may change, and notes that it did.

Everything that writes answers asks here: `submit`, and the corrections. What participants answer
is no form's, and passes.
"""

from __future__ import annotations

from dataclasses import dataclass

from limen.conduct.core.forms.content import content_of
from limen.conduct.core.forms.definition import FormDefinition, form_of, forms_of
from limen.conduct.core.forms.states import DUE, after
from limen.conduct.core.models import (
    FormEvent,
    FreeText,
    Membership,
    Occasion,
    StaffMember,
    VisitForm,
)
from limen.conduct.core.refusing import refusal, refuse_who_does_not_write
from limen.conduct.core.trail import Record

_Kind = FormEvent.Kind
_OPEN = (DUE, VisitForm.State.IN_WORK, VisitForm.State.NOT_DONE)


@dataclass(frozen=True, kw_only=True)
class Filling:
    """Who fills a form in. `seen` is the content that their page showed; None: not compared."""

    of: str  # the form; of an occasion that is a form, the occasion's definition
    seen: str | None = None
    performed_by: StaffMember | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A form as it stands inside an event."""

    occasion: Occasion
    form: FormDefinition
    row: VisitForm | None

    @property
    def state(self) -> str:
        """Its state, or `due`."""
        return DUE if self.row is None else self.row.state


def standing_of(occasion: Occasion, form: FormDefinition) -> Standing:
    """Return a form as it stands; ask while nobody else can write."""
    row = VisitForm.objects.filter(occasion=occasion, form=form.id).first()
    return Standing(occasion=occasion, form=form, row=row)


def begin_filling(
    record: Record, occasion: Occasion, respondent: str, filling: Filling
) -> Standing | None:
    """Return the form that is filled in; None: it is a participant's own.

    `ConductError` if there is no such form, from a participant or somebody of staff who does not
    fill it in, if it is complete, or if somebody entered something since the page was made.
    """
    named = (filling.of, respondent)
    found = next((one for one in forms_of(occasion) if (one.id, one.respondent) == named), None)
    if found is None:
        if filling.of == occasion.definition:
            return None
        raise refusal(f"'{occasion.identifier}' has no form '{filling.of}' of '{respondent}'.")
    if record.by.kind == "participant":
        raise refusal("Forms are filled in by staff.")
    if occasion.state == Occasion.State.CANCELLED:
        raise refusal("This occasion was cancelled.")
    standing = standing_of(occasion, found)
    _refuse_who_does_not_fill_it_in(standing, member_of(record), filling.performed_by)
    if standing.state not in _OPEN:
        after(standing.state, _Kind.COMPLETED)  # which refuses, and says what to do instead
    if filling.seen is not None and filling.seen != content_of(occasion, found):
        raise refusal(
            "Somebody else has entered something in this form since you opened it.",
            "Look at what stands there now, and enter what is missing.",
        )
    return standing


def filled(record: Record, standing: Standing, filling: Filling, *, final: bool) -> VisitForm:
    """Note that a form was filled in, whole or in part, inside the event that stored it."""
    kind = _Kind.COMPLETED if final else _Kind.SAVED
    member = member_of(record)
    row = standing.row or VisitForm(
        participant=standing.occasion.participant,
        occasion=standing.occasion,
        form=standing.form.id,
        respondent=standing.form.respondent,
    )
    row.state = after(standing.state, kind)
    row.performed_by = filling.performed_by or member or row.performed_by
    row.reason = None
    if final:
        row.completed_at, row.completed_by = record.at, member
    return write_step(record, row, standing, kind, member=member)


def _refuse_who_does_not_fill_it_in(
    standing: Standing, member: StaffMember | None, performed_by: StaffMember | None
) -> None:
    """Refuse a rating from anybody but raters of the site, and raters for all else.

    `member` is who enters it, None for a command; `performed_by` who rated, if it is another.
    """
    person = standing.occasion.participant
    if not standing.form.is_rating:
        if member is not None:
            refuse_who_does_not_write(member, person)
        return
    for one in (member, performed_by):
        if one is not None and not one.has_role(person.site, Membership.Role.RATER):
            raise refusal(f"{one} is no blinded rater at {person.site}.", "Let a rater rate.")


def refuse_if_fixed(
    record: Record,
    occasion: Occasion,
    respondent: str,
    *,
    instrument: str = "",
    measurement: str = "",
) -> Standing | None:
    """Return the form that an answer belongs to, None if it is none's.

    `ConductError` if the form is frozen or locked: its answers cannot be corrected; and if somebody
    corrects a blinded rater's answers who may not.
    """
    found = form_of(occasion, respondent, instrument=instrument, measurement=measurement)
    if found is None:
        return None
    standing = standing_of(occasion, found)
    if standing.row is not None:
        after(standing.state, _Kind.CHANGED)
    _refuse_who_did_not_rate(record, standing)
    return standing


def _refuse_who_did_not_rate(record: Record, standing: Standing) -> None:
    """Refuse corrections of what a blinded rater rated: their own until it is signed, then none.

    After the signature an investigator corrects, who answers for it: everybody else on the team
    knows more than a rater may.
    """
    if not standing.form.is_rating or record.by.kind != "staff":
        return
    member, site = member_of(record), standing.occasion.participant.site
    if standing.state == VisitForm.State.SIGNED:
        if member is None or not member.has_role(site, Membership.Role.INVESTIGATOR):
            raise refusal("This rating is signed.", "Ask an investigator to have it corrected.")
    elif (
        member is None
        or standing.row is None
        or standing.row.performed_by_id != member.pk
        or not member.has_role(site, Membership.Role.RATER)
    ):
        raise refusal(
            "What a blinded rater rated is corrected by that rater until it is signed.",
            "Ask who rated; once it is signed, an investigator can correct it.",
        )


def changed(record: Record, standing: Standing | None) -> None:
    """Note that an answer of a form was corrected: who verified or signed it saw something else."""
    if standing is None or standing.row is None:
        return
    row = standing.row
    row.state = after(row.state, _Kind.CHANGED)
    row.verified_at = row.verified_by = row.signed_at = row.signed_by = None
    write_step(record, row, standing, _Kind.CHANGED, member=member_of(record))


def write_step(
    record: Record,
    row: VisitForm,
    standing: Standing,
    kind: FormEvent.Kind,
    *,
    member: StaffMember | None,
    meaning: str = "",
    words: FreeText | None = None,
) -> VisitForm:
    """Write a form's row and the step that led to it; return the row."""
    row.content = content_of(standing.occasion, standing.form)
    if row.pk is None:
        record.add(row)
    else:
        record.change(row, "state", "content", "performed_by", "completed_at", "completed_by",
                      "verified_at", "verified_by", "signed_at", "signed_by", "reason")  # fmt: skip
    record.note("form", f"{standing.occasion.identifier}:{standing.form.id}")
    record.add(
        FormEvent(
            form=row,
            kind=kind,
            state=row.state,
            at=record.at,
            member=member,
            content=row.content,
            meaning=meaning,
            words=words,
        )
    )
    return row


def member_of(record: Record) -> StaffMember | None:
    """Return the member of staff who acts; None: a command, or the worker."""
    if record.by.kind != "staff":
        return None
    return StaffMember.objects.filter(name=record.by.name).first()
