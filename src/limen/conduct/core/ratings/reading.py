"""What a rater may see: forms of raters at their sites, and of what was rated their own only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.http import Http404

from limen.conduct.core import access
from limen.conduct.core.forms import FormDue, form_due, forms_due, forms_of
from limen.conduct.core.models import Occasion, StaffMember, VisitForm

_State = VisitForm.State
#: A signed rating is corrected with the investigator, who signs what then stands there.
_CORRECTED: Final = (_State.COMPLETE, _State.VERIFIED)
Rating = FormDue


def ratings_for(member: StaffMember) -> list[Rating]:
    """Return what somebody has to rate now or later, and what they have rated.

    What they have rated as one of two raters, they do not rate as the other.
    """
    people = access.participants_for_rating(member)
    found = [one for one in forms_due(people, to_come=True) if _is_theirs(member, one)]
    again = _second_opinions(member, found)
    found = [one for one in found if (one.occasion.pk, one.form.id) not in again]
    return sorted(found, key=lambda one: (one.occasion.opens_at, one.occasion.pk, one.form.id))


def rating_for(member: StaffMember, code: UUID, identifier: str, form: str) -> Rating:
    """Return one of these; 404 for everything else, as if it were not there."""
    person = access.participant_for_rating(member, code)
    rows = Occasion.objects.select_related(
        "participant__site", "participant__version", "made_under"
    )
    occasion = rows.filter(participant=person, identifier=identifier).first()
    found = form_due(occasion, form) if occasion is not None else None
    if found is None or not _is_theirs(member, found) or _second_opinions(member, [found]):
        raise Http404
    return found


def is_stored(rating: Rating) -> bool:
    """Whether it was rated, whole."""
    return rating.row is not None and rating.row.completed_at is not None


def may_be_corrected(rating: Rating) -> bool:
    """Whether its rater may still correct it."""
    return rating.row is not None and rating.row.state in _CORRECTED


def is_nobodys(one: Rating) -> bool:
    """Whether nobody has rated it; somebody may have said that nobody will."""
    return one.row is None or (one.row.state == _State.NOT_DONE and one.row.performed_by_id is None)


def _is_theirs(member: StaffMember, one: FormDue) -> bool:
    """Whether it is a rating that nobody else has begun; what was called not done can be."""
    if not one.form.is_rating:
        return False
    return is_nobodys(one) or (one.row is not None and one.row.performed_by_id == member.pk)


def _second_opinions(member: StaffMember, found: Iterable[Rating]) -> set[tuple[int, str]]:
    """Return which of these would rate a second time what somebody has rated as another rater."""
    rows = VisitForm.objects.filter(performed_by=member, occasion__in=[o.occasion for o in found])
    mine: dict[int, set[tuple[str, str]]] = {}
    for row in rows:
        mine.setdefault(row.occasion_id, set()).add((row.form, row.respondent))
    again = set()
    for one in found:
        if is_nobodys(one) and one.occasion.pk in mine:
            asked = {*one.form.measures, *one.form.measurements}
            for other in forms_of(one.occasion):
                done = (other.id, other.respondent) in mine[one.occasion.pk]
                shared = asked & {*other.measures, *other.measurements}
                if done and shared and other.respondent != one.form.respondent:
                    again.add((one.occasion.pk, one.form.id))
    return again
