"""A person's story: pauses and ends, and every attempt to reach them, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from limen.conduct.core.contacts import contact_log
from limen.conduct.core.models import ContactAttempt, Participant, ParticipationEvent
from limen.conduct.staff.person.events import words_of
from limen.conduct.staff.team.words import WAYS


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """A line of the story: an event of taking part, or a line of the contact log."""

    at: datetime
    event: ParticipationEvent | None = None
    contact: ContactAttempt | None = None
    words: str | None = ""  # None: erased

    @property
    def way(self) -> str:
        """By what means somebody was tried."""
        return str(WAYS[self.contact.way]) if self.contact is not None else ""


def story_of(person: Participant) -> list[Chapter]:
    """Return the story; what was taken back of the log is left out."""
    events = ParticipationEvent.objects.filter(participant=person)
    found = [Chapter(at=one.at, event=one) for one in events]
    found += [
        Chapter(at=one.at, contact=one, words=words_of(one.words))
        for one in contact_log(person).filter(taken_back_by=None)
    ]
    return sorted(found, key=lambda one: one.at)
