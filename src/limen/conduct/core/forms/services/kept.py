"""Words of staff about a form, and who may act on one."""

from __future__ import annotations

from limen.conduct.core.access import WRITERS
from limen.conduct.core.forms.content import content_of
from limen.conduct.core.forms.definition import forms_at
from limen.conduct.core.forms.standing import Standing, standing_of
from limen.conduct.core.forms.states import refusal
from limen.conduct.core.models import FreeText, Participant, StaffMember, VisitForm
from limen.conduct.core.safety.services.kept import kept_words
from limen.conduct.core.trail import Record

LONGEST = 2000  # letters of a reason


def words_kept(record: Record, participant: Participant, words: str) -> FreeText | None:
    """Add the reason that somebody gave, encrypted; `ConductError` without one."""
    words = words.strip()
    if not words:
        raise refusal("Give the reason.")
    if len(words) > LONGEST:
        raise refusal(f"Write at most {LONGEST} letters.")
    return kept_words(record, participant, words, purpose="form")


def refuse_who_does_not_write(member: StaffMember, participant: Participant) -> None:
    """Refuse anybody but a coordinator or an investigator of the participant's site."""
    if not member.has_role(participant.site, *WRITERS):
        raise refusal(f"{member} may enter nothing at {participant.site}.")


def taken_up(record: Record, form: VisitForm, member: StaffMember, role: str) -> Standing:
    """Return a form as it stands now; `ConductError` if somebody does not hold the role there."""
    if not member.has_role(form.participant.site, role):
        raise refusal(f"{member} is no {role} at {form.participant.site}.")
    stored = record.fresh(form)
    occasion = stored.occasion
    known = forms_at(occasion.made_under.protocol, occasion.definition, occasion.identifier)
    found = next((one for one in known if one.id == stored.form), None)
    if found is None:
        raise refusal(f"The protocol has no form {stored.form!r} at this occasion any more.")
    return standing_of(occasion, found)


def refuse_unseen(standing: Standing, seen: str) -> None:
    """Refuse what is done to another content than somebody looked at."""
    if content_of(standing.occasion, standing.form) != seen:
        raise refusal(
            f"Something in {standing.form.title!r} has changed since you looked at it.",
            "Look at it again.",
        )
