"""A person's adverse events, each with its versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from limen.conduct.core.models import AdverseEvent, FreeText, Participant
from limen.conduct.core.services.free_text import read_text
from limen.conduct.core.services.terms import read_term
from limen.conduct.staff.safety.words import CRITERIA
from limen.conduct.staff.words import ACTIONS, EXPECTEDNESS, OUTCOMES, RELATEDNESS
from limen.errors import ErasedError


@dataclass(frozen=True)
class Event:
    """An adverse event: the version that counts, its words, and the versions before it."""

    latest: AdverseEvent
    words: str | None  # None: erased
    earlier: tuple[AdverseEvent, ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return title_of(self.latest)

    @property
    def judged(self) -> list[Any]:
        """What is known and judged of it, in words."""
        latest = self.latest
        codes = (
            (CRITERIA, latest.seriousness_criterion),
            (RELATEDNESS, latest.relatedness),
            (EXPECTEDNESS, latest.expectedness),
            (ACTIONS, latest.action),
            (OUTCOMES, latest.outcome),
        )
        return [words.get(code, code) for words, code in codes if code]


def events_of(person: Participant) -> list[Event]:
    """Return a person's adverse events in order."""
    rows = AdverseEvent.objects.filter(participant=person)
    rows = rows.select_related("participant", "description__participant").order_by(
        "number", "version"
    )
    return [_event(list(some)) for _number, some in groupby(rows, key=lambda row: row.number)]


def title_of(event: AdverseEvent) -> str:
    """Return what an event is called: its coded term, else its term, else just so."""
    return event.coded_term or read_term(event.participant, event.term) or _("Event")


def words_of(text: FreeText | None) -> str | None:
    """Return somebody's own words; blank if there are none, None if they were erased."""
    if text is None:
        return ""
    try:
        return read_text(text)
    except ErasedError:
        return None


def _event(versions: Iterable[AdverseEvent]) -> Event:
    *earlier, latest = versions
    return Event(latest, words_of(latest.description), tuple(earlier))
