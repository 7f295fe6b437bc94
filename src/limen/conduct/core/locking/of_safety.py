"""Alerts, adverse events and deviations on which somebody has still to say something."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet

from limen.conduct.core.deviations import undecided_deviations
from limen.conduct.core.locking.in_the_way import InTheWay
from limen.conduct.core.models import AdverseEvent, Alert, Participant
from limen.conduct.core.safety import title_of


def unclosed_alerts(people: QuerySet[Participant]) -> Iterator[InTheWay]:
    """Yield alerts that wait, or that somebody acts on."""
    rows = Alert.objects.filter(participant__in=people).exclude(state=Alert.State.CLOSED)
    for one in rows.select_related("participant", "version").order_by("participant__number", "pk"):
        person = one.participant
        about = f"{person.number} {title_of(one)}"
        yield InTheWay(kind="alerts", about=about, code=person.code, place=str(one.pk))


def unjudged_events(people: QuerySet[Participant]) -> Iterator[InTheWay]:
    """Yield events of which nobody knows whether they are serious, and serious ones not judged.

    A serious event is judged if it has a term, grade, relatedness and expectedness.
    """
    newer = AdverseEvent.objects.filter(
        participant=OuterRef("participant"),
        number=OuterRef("number"),
        version__gt=OuterRef("version"),
    )
    rows = AdverseEvent.objects.filter(~Exists(newer), participant__in=people, voided=False)
    rows = rows.exclude(serious=False).select_related("participant")
    for one in rows.order_by("participant__number", "number"):
        if not _judged(one):
            person = one.participant
            about = f"{person.number} event {one.number}"
            yield InTheWay(kind="events", about=about, code=person.code, place=str(one.number))


def _judged(event: AdverseEvent) -> bool:
    return event.serious is not None and all(
        (
            event.term or event.coded_term,
            event.severity_grade,
            event.relatedness,
            event.expectedness,
        )
    )


def proposed_deviations(people: QuerySet[Participant]) -> Iterator[InTheWay]:
    """Yield deviations that the server noticed, and on which nobody has said anything yet."""
    rows = undecided_deviations().filter(participant__in=people)
    for one in rows.order_by("participant__number", "number"):
        person = one.participant
        about = f"{person.number} deviation {one.number}"
        yield InTheWay(kind="deviations", about=about, code=person.code, place=str(one.number))
