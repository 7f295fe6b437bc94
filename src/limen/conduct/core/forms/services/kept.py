"""Words of staff about a form, and who may act on one."""

from __future__ import annotations

from limen.conduct.core.forms.content import content_of
from limen.conduct.core.forms.definition import form_named
from limen.conduct.core.forms.standing import Standing
from limen.conduct.core.models import FreeText, Participant, StaffMember, VisitForm
from limen.conduct.core.refusing import refusal, refuse_words
from limen.conduct.core.safety.services.kept import kept_words
from limen.conduct.core.trail import Record

LONGEST = 2000  # letters of a reason


def kept_reason(record: Record, participant: Participant, words: str) -> FreeText | None:
    """Add the reason that somebody gave, encrypted; `ConductError` without one."""
    refuse_words(words, missing="Give the reason.", longest=LONGEST)
    return kept_words(record, participant, words.strip(), purpose="form")


def taken_up(
    record: Record, form: VisitForm, member: StaffMember, role: str
) -> tuple[Standing, VisitForm]:
    """Return a form as it stands now, and its row; `ConductError` for who lacks the role there."""
    if not member.has_role(form.participant.site, role):
        raise refusal(f"{member} is no {role} at {form.participant.site}.")
    stored = record.fresh(form)
    found = form_named(stored.occasion, stored.form)
    if found is None:
        raise refusal(f"The protocol has no form {stored.form!r} at this occasion any more.")
    return Standing(occasion=stored.occasion, form=found, row=stored), stored


def refuse_unseen(standing: Standing, seen: str) -> None:
    """Refuse what is done to another content than somebody looked at."""
    if content_of(standing.occasion, standing.form) != seen:
        raise refusal(
            f"Something in {standing.form.title!r} has changed since you looked at it.",
            "Look at it again.",
        )
