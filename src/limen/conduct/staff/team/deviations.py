"""Deviations as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from limen.conduct.core.deviations import Noted, deviations_of
from limen.conduct.core.models import Deviation, Participant
from limen.conduct.staff.person.events import words_of
from limen.conduct.staff.team.words import CATEGORIES


@dataclass(frozen=True)
class Line:
    """A deviation with its words decrypted."""

    noted: Noted
    words: str | None  # None: erased

    @property
    def latest(self) -> Deviation:
        """The version that counts."""
        return self.noted.latest

    @property
    def category(self) -> Any:
        """What kind it is."""
        return CATEGORIES[self.latest.category]


def lines_of(people: QuerySet[Participant] | Iterable[Participant]) -> list[Line]:
    """Return the deviations of some people; what waits for a decision first, then the latest."""
    found = [Line(one, words_of(one.latest.words)) for one in deviations_of(people)]
    return sorted(found, key=lambda one: not one.latest.proposed)
