"""Casebooks on pages: what is in one, who signed it, and which may be signed now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from limen.conduct.core.locking import (
    casebook_states,
    in_the_way_of_casebooks,
    signed_casebooks,
    with_casebook,
)
from limen.conduct.core.models import (
    Administration,
    AdverseEvent,
    Alert,
    CasebookSignature,
    Consent,
    Deviation,
    DosingHold,
    Measurement,
    Medication,
    Occasion,
    Opening,
    Participant,
    Response,
)


@dataclass(frozen=True, kw_only=True)
class Book:
    """One person's casebook: its state, the signature below it, what is still to be done."""

    person: Participant
    seen: int
    signature: CasebookSignature | None
    undone: int

    @property
    def ready(self) -> bool:
        """Whether it may be signed now."""
        return self.signature is None and not self.undone

    @property
    def mark(self) -> str:
        """What a form sends: whose casebook, in which state."""
        return f"{self.person.code}:{self.seen}"


def books_of(people: QuerySet[Participant]) -> list[Book]:
    """Return the casebooks of everybody among `people` who ever consented, by number."""
    them = with_casebook(people)
    states, signed = casebook_states(them), signed_casebooks(them)
    undone: dict[Any, int] = {}
    for one in in_the_way_of_casebooks(them):
        undone[one.code] = undone.get(one.code, 0) + 1
    return [
        Book(
            person=person,
            seen=states.get(person.pk, 0),
            signature=signed.get(person.pk),
            undone=undone.get(person.code, 0),
        )
        for person in them.select_related("site").order_by("number")
    ]


_COUNTED: tuple[tuple[Any, type[Any]], ...] = (
    (_("Consents"), Consent),
    (_("Occasions"), Occasion),
    (_("Answers, all versions"), Response),
    (_("Measurements, all versions"), Measurement),
    (_("Doses, all versions"), Administration),
    (_("Adverse events, all versions"), AdverseEvent),
    (_("Medication, all versions"), Medication),
    (_("Deviations, all versions"), Deviation),
    (_("Alerts"), Alert),
    (_("Holds of doses"), DosingHold),
    (_("Broken blinds"), Opening),
)


def contents_of(person: Participant, *, but: type[Any] | None = None) -> list[tuple[Any, int]]:
    """Return how many rows of each kind a casebook holds; `but` is hidden from the reader."""
    return [
        (title, model._default_manager.filter(participant=person).count())
        for title, model in _COUNTED
        if model is not but
    ]
