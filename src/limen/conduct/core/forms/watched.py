"""Who waits for a release after a supervised dose, and what is known of its criteria."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from limen.conduct.core import clock
from limen.conduct.core.answering.services.more_facts import more_facts, typed
from limen.conduct.core.models import (
    Administration,
    Measurement,
    Participant,
    Release,
    Response,
    Score,
)
from limen.conduct.core.occasions import Verdict
from limen.errors import RuleError
from limen.protocol import Protocol, listed
from limen.protocol.document.part import Unknown
from limen.protocol.document.treatment import Administration as HowTaken
from limen.rules import parse_rule

_TAKEN = (Administration.Status.TAKEN, Administration.Status.PARTLY)


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A criterion of the protocol and what is known of it; with a rule it is `computed`.

    `state` is `met`, `not_met` or `unknown` by the rule; blank where staff say it.
    """

    id: str
    title: str
    computed: bool
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A supervised dose after which somebody has not been released yet."""

    administration: Administration
    taken_at: datetime
    until: datetime | None  # the end of the hours of observation
    criteria: tuple[Criterion, ...]
    now: datetime

    @property
    def is_early(self) -> bool:
        """Whether the hours of observation are not over."""
        return self.until is not None and self.now < self.until


def watched(participant: Participant) -> list[Watched]:
    """Return the supervised doses that wait for a release, by number.

    Where the protocol supervises the first, it is the first that was taken, whatever its number.
    """
    protocol, now = participant.version.protocol, clock.now()
    how = protocol.administration
    if not isinstance(how, HowTaken) or how.supervised not in ("first", "all"):
        return []
    rows = Administration.objects.filter(participant=participant).order_by("number", "version")
    latest = {row.number: row for row in rows}
    taken = [row for row in latest.values() if row.status in _TAKEN and row.taken_at is not None]
    taken = taken[:1] if how.supervised == "first" else taken
    released = set(Release.objects.filter(participant=participant).values_list("number", flat=True))
    return [_watched(participant, protocol, how, row, now)
            for row in taken if row.number not in released]  # fmt: skip


def _watched(
    participant: Participant,
    protocol: Protocol,
    how: HowTaken,
    row: Administration,
    now: datetime,
) -> Watched:
    taken = row.taken_at or row.entered_at
    hours = how.observation_hours
    return Watched(
        administration=row,
        taken_at=taken,
        until=taken + timedelta(hours=hours) if isinstance(hours, (int, float)) else None,
        criteria=tuple(
            Criterion(
                id=str(one.id),
                title=str(one.title),
                computed=one.rule is not None,
                state="" if one.rule is None else _evaluated(participant, one.rule, taken, now),
            )
            for one in listed(how.release)
        ),
        now=now,
    )


def _evaluated(participant: Participant, tree: Any, since: datetime, now: datetime) -> str:
    """Return what a rule says of what was recorded since the dose: `met`, `not_met`, `unknown`."""
    if isinstance(tree, Unknown):
        return "unknown"
    rule = parse_rule(tree)
    names = rule.names()
    facts = {name: _latest(participant, name, since) for name in names if "." in name}
    facts |= more_facts(participant, now)(frozenset(name for name in names if "." not in name))
    try:
        result = rule.evaluate({name: value for name, value in facts.items() if value is not None})
    except RuleError:  # such as a text where the rule wants a number
        return "unknown"
    return "met" if result is True else "not_met" if result is False else "unknown"


def _latest(participant: Participant, name: str, since: datetime) -> Any:
    """Return the latest of a name that was measured or answered since the dose."""
    subject, _dot, part = name.partition(".")
    if subject == "measurement":
        rows = Measurement.objects.filter(
            participant=participant, name=part, measured_at__gte=since
        )
        return rows.order_by("-measured_at", "-version").values_list("value", flat=True).first()
    mine = {"participant": participant, "instrument": subject}
    scores = Score.objects.filter(**mine, subscale=part, computed_at__gte=since)
    found = list(scores.order_by("-computed_at", "-version").values_list("value", flat=True)[:1])
    if found:
        return found[0]
    kept = [verdict.value for verdict in Verdict if verdict.counts]
    answers = Response.objects.filter(**mine, item=part, state="answered", entered_at__gte=since)
    answers = answers.filter(Q(submission=None) | Q(submission__verdict__in=kept), free_text=None)
    text = answers.order_by("-entered_at", "-version").values_list("value", flat=True).first()
    return None if text is None else typed(text)
