"""Whose record is looked at: some sites, or the whole study, as it is at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from limen.conduct.core import clock
from limen.conduct.core.models import Occasion, Participant, Site, Study
from limen.protocol import Protocol, known
from limen.protocol.document.people import Population

Row = TypeVar("Row", bound=models.Model)
_State = Occasion.State


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Sites, read through a database alias, as of a moment; `whole` if they are all there are."""

    study: Study
    sites: tuple[Site, ...]
    whole: bool
    now: datetime
    using: str = "default"
    protocol: Protocol = field(repr=False)

    @property
    def planned(self) -> int | None:
        """How many people the protocol plans for; None for a part of the study, or if unknown."""
        population = self.protocol.population
        if not self.whole or not isinstance(population, Population):
            return None
        return int(population.planned) if known(population.planned) else None

    def people(self) -> QuerySet[Participant]:
        """Return the participants of these sites."""
        return self.rows(Participant, "site")

    def rows(self, model: type[Row], site: str = "participant__site") -> QuerySet[Row]:
        """Return the rows of a model that belong to these sites; `site` is the way to the site."""
        found: QuerySet[Row] = model._default_manager.using(self.using)
        if self.whole:
            return found.order_by()
        return found.filter(**{f"{site}__in": [one.pk for one in self.sites]}).order_by()

    def ended(self) -> Q:
        """Return which occasions the clock has ended, whether or not the worker has come by."""
        return Q(late_rule="refuse", closes_at__lt=self.now) | Q(grace_ends_at__lt=self.now)


def scope_of(
    sites: Iterable[Site], *, using: str = "default", now: datetime | None = None
) -> Scope:
    """Return the scope of some sites at a moment; after the lock, time stands still at the lock."""
    study = Study.objects.using(using).select_related("version").get()
    mine = tuple(sorted(sites, key=lambda one: one.identifier))
    moment = now or clock.now()
    every = set(Site.objects.using(using).values_list("pk", flat=True))
    return Scope(
        study=study,
        sites=mine,
        whole={one.pk for one in mine} == every,
        now=min(moment, study.locked_at) if study.locked_at else moment,
        using=using,
        protocol=study.protocol,
    )


def states(scope: Scope) -> dict[str, Q]:
    """Return what an occasion that is due can be, as conditions that exclude each other.

    `due` holds all of them: its window has opened, and it was not cancelled.
    """
    ended = scope.ended()
    unbegun, begun = Q(state__in=(_State.PLANNED, _State.OPEN)), Q(state=_State.STARTED)
    sent = Q(state=_State.SUBMITTED)
    opened = Q(opens_at__lte=scope.now) & ~Q(state=_State.CANCELLED)
    return {
        "due": opened | sent,
        "submitted": sent,
        "late": sent & Q(late=True),
        "missed": Q(state=_State.MISSED) | (unbegun & ended),
        "expired": Q(state=_State.EXPIRED) | (begun & ended),
    }


def share(part: int, whole: int) -> float | None:
    """Return a share; None of nothing."""
    return part / whole if whole else None


def dates(values: Iterable[Any]) -> list[Any]:
    """Return what is not None, in order."""
    return sorted(one for one in values if one is not None)
