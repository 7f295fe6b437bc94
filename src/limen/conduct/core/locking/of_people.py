"""People and occasions that are not over, and consents that are not complete."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from limen.conduct.core.consenting.counter_sign import missing_signatures
from limen.conduct.core.locking.in_the_way import InTheWay
from limen.conduct.core.models import (
    Consent,
    Occasion,
    Participant,
    ParticipationEvent,
    ProtocolVersion,
)
from limen.conduct.core.occasions.named import name_of

_Status = Participant.Status
_State = Occasion.State
_TO_THE_END = ParticipationEvent.objects.filter(
    participant=OuterRef("pk"), kind=ParticipationEvent.Kind.COMPLETED
)


def on_the_way(people: QuerySet[Participant]) -> Iterator[InTheWay]:
    """Yield who is still to complete, or whose taking part did not end otherwise.

    Who stopped the intervention stays in the study until they have completed it, withdrawn, or are
    lost. Who was invited and never consented is nobody yet, and keeps nothing from being locked.
    """
    for person in _going_on(people).order_by("number"):
        about = f"{person.number}, {person.status}"
        yield InTheWay(kind="on_the_way", about=about, code=person.code)


def yet_to_consent(people: QuerySet[Participant]) -> Iterator[InTheWay]:
    """Yield who is on the way and was asked to consent again."""
    for person in _going_on(people).filter(consent_due=True).order_by("number"):
        yield InTheWay(kind="consent_again", about=person.number, code=person.code)


def _going_on(people: QuerySet[Participant]) -> QuerySet[Participant]:
    over = Q(status__in=(_Status.INVITED, *Participant.LEFT))
    followed = Q(status=_Status.DISCONTINUED) & Q(Exists(_TO_THE_END))
    return people.exclude(over).exclude(followed)


def unsigned_consents(people: QuerySet[Participant]) -> Iterator[InTheWay]:
    """Yield whose latest consent lacks a signature that its version asks for."""
    newer = Consent.objects.filter(participant=OuterRef("participant"), pk__gt=OuterRef("pk"))
    rows = Consent.objects.filter(~Exists(newer), participant__in=people)
    rows = rows.select_related("participant").prefetch_related("version", "counter_signatures")
    for consent in rows.order_by("participant__number"):
        if missing_signatures(consent):
            person = consent.participant
            yield InTheWay(kind="counter_signatures", about=person.number, code=person.code)


def unfinished_occasions(people: QuerySet[Participant]) -> Iterator[InTheWay]:
    """Yield occasions that are planned, open or begun."""
    rows = Occasion.objects.filter(
        participant__in=people, state__in=(_State.PLANNED, _State.OPEN, _State.STARTED)
    )
    versions = ProtocolVersion.objects.in_bulk(set(rows.values_list("made_under", flat=True)))
    named = cache(lambda version, occasion: name_of(versions[version].protocol, occasion))
    names = ("participant__number", "identifier", "participant__code", "made_under")
    for number, identifier, code, version in rows.order_by(names[0], "pk").values_list(*names):
        about = f"{number} {named(version, identifier)}"
        yield InTheWay(kind="occasions", about=about, code=code, place=identifier)
