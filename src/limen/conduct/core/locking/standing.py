"""What stands in the way of a lock: asked person by person, told kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db.models import QuerySet

from limen.conduct.core.locking.casebook import signed_casebooks
from limen.conduct.core.locking.in_the_way import InTheWay
from limen.conduct.core.locking.kinds import KINDS
from limen.conduct.core.locking.of_data import unclosed_queries, unfinished_forms
from limen.conduct.core.locking.of_people import (
    on_the_way,
    unfinished_occasions,
    unsigned_consents,
    yet_to_consent,
)
from limen.conduct.core.locking.of_safety import (
    proposed_deviations,
    unclosed_alerts,
    unjudged_events,
)
from limen.conduct.core.locking.of_stock import kits_that_do_not_add_up, messages_on_their_way
from limen.conduct.core.models import Consent, Participant
from limen.errors import Problem

_NAMED = 3  # how many of a kind are named where only their number would fit


def standing_in_the_way_of_lock() -> list[Problem]:
    """Return what keeps the database from being locked: a problem per kind, with the first few."""
    return summed(in_the_way())


def in_the_way(people: QuerySet[Participant] | None = None) -> list[InTheWay]:
    """Return each thing that stands in the way, kind after kind; of some people, or of all.

    Of some people it is what concerns them; kits in stock and messages concern the whole study.
    """
    everybody = Participant.objects.all()
    them = everybody if people is None else people
    found = [*in_the_way_of_casebooks(them)]
    if people is None:
        found += [*kits_that_do_not_add_up(), *messages_on_their_way()]
    found += _unsigned_casebooks(them)
    order = list(KINDS)
    return sorted(found, key=lambda one: order.index(one.kind))


def in_the_way_of_casebooks(people: QuerySet[Participant]) -> Iterator[InTheWay]:
    """Yield what is still to be done about people before their casebooks can be signed."""
    yield from on_the_way(people)
    yield from yet_to_consent(people)
    yield from unsigned_consents(people)
    yield from unfinished_occasions(people)
    yield from unclosed_alerts(people)
    yield from unjudged_events(people)
    yield from proposed_deviations(people)
    yield from unclosed_queries(people)
    yield from unfinished_forms(people)


def summed(found: Iterable[InTheWay]) -> list[Problem]:
    """Return a problem per kind: how many there are, and the first few."""
    return [_problem(kind, list(some)) for kind, some in groupby(found, key=lambda one: one.kind)]


def _problem(kind: str, some: list[InTheWay]) -> Problem:
    named = "; ".join(one.about for one in some[:_NAMED])
    more = f" and {len(some) - _NAMED} more" if len(some) > _NAMED else ""
    told = KINDS[kind]
    message = f"{told.title}: {len(some)} ({named}{more})."
    return Problem(message=message, remedy=str(told.remedy), path=kind)


def with_casebook(people: QuerySet[Participant]) -> QuerySet[Participant]:
    """Return the people who have a casebook to be signed: who ever consented."""
    return people.filter(pk__in=Consent.objects.values("participant"))


def _unsigned_casebooks(people: QuerySet[Participant]) -> Iterator[InTheWay]:
    them = with_casebook(people)
    signed = signed_casebooks(them)
    for person in them.order_by("number"):
        if person.pk not in signed:
            yield InTheWay(kind="casebooks", about=person.number, code=person.code)
