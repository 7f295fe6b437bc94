"""The interview at the end of anna's first week."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import servers
from django.urls import reverse

from limen.conduct.core import clock
from limen.conduct.core.models import Participant, StaffMember, VisitForm
from limen.conduct.core.ratings import rating_for
from limen.conduct.core.ratings.services import rate

GUESS = """
  - id: rater_guess
    title: Which arm do you think this person is in?
    respondent: rater
    occasions: [week]
    about: arm
    options: [PL, MD]
    dont_know: true
    confidence: true
"""


def changed(**after: str) -> str:
    """The demonstration's protocol with more in some of its parts."""
    text = servers.DEMONSTRATION
    for part, more in after.items():
        assert text.count(f"{part}:\n") == 1
        text = text.replace(f"{part}:\n", f"{part}:{more}")
    return text


#: Study day 7, at noon in Riga.
SUNDAY = datetime(2026, 3, 8, 10, tzinfo=UTC)
LIST = "/staff/ratings/"


def address(person: Participant, name: str = "rating", *more: str, visit: str = "week.1") -> str:
    """The address of a page of the rating."""
    return reverse(f"staff:{name}", args=[person.code, visit, "rating", *more])


def form(value: str = "3", **more: str) -> dict[str, str]:
    """What a rater sends."""
    said = {"client_id": str(uuid4()), "answered_at": "2026-03-08T11:30"}
    return said | {"measurement.distress_seen": value} | more


def rates(person: Participant, member: StaffMember, value: str = "3") -> None:
    """Let a rater have rated the first week."""
    with clock.as_of(SUNDAY):
        rate(
            rating_for(member, person.code, "week.1", "rating"),
            client_id=uuid4(),
            form={"measurement.distress_seen": value},
            answered_at=SUNDAY,
            member=member,
        )


def stored(person: Participant) -> VisitForm:
    """The rating's row."""
    return VisitForm.objects.get(participant=person, form="rating")
