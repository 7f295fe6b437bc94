"""Facts that safety rules may look at besides what was just told.

A rule is asked when something that it looks at is told. What else it looks at is then, in this
order: what the same occasion holds already; the study day, the number of doses taken, and answers
at screening; the latest score, answer or measurement of an earlier occasion that counts. Of adverse
events it sees the one that is told, and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from limen.calendar.wall_time import zone_named
from limen.conduct.core.answering.asked import screened
from limen.conduct.core.models import (
    Administration,
    Measurement,
    Participant,
    Response,
    Score,
)
from limen.conduct.core.occasions import Verdict


def more_facts(
    participant: Participant, now: datetime, *, asked: Collection[str] = ()
) -> Callable[[frozenset[str]], dict[str, Any]]:
    """Return what looks further facts up, only where a rule asks for them.

    `asked` are instruments and keys of the form at hand: what was declined there has no older
    answer in its place.
    """

    def look_up(names: frozenset[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if "study_day" in names and participant.started_on is not None:
            today = now.astimezone(zone_named(participant.zone)).date()
            found["study_day"] = (today - participant.started_on).days + 1
        if "administrations_taken" in names:
            found["administrations_taken"] = administrations_taken(participant)
        plain = {name for name in names if "." not in name} - found.keys()
        found |= screened(participant, plain) if plain else {}
        earlier = {name for name in names if not {name, name.partition(".")[0]} & set(asked)}
        return found | _stored(participant, earlier - found.keys())

    return look_up


def _stored(participant: Participant, names: Iterable[str]) -> dict[str, Any]:
    """Return the latest that is stored under names such as `phq9.total` or `measurement.pulse`."""
    found: dict[str, Any] = {}
    for name in names:
        subject, dot, part = name.partition(".")
        if dot and subject == "measurement":
            found[name] = _measured(participant, part)
        elif dot and subject != "adverse_event":
            found[name] = _scored(participant, subject, part)
    return found


def _measured(participant: Participant, name: str) -> Any:
    rows = Measurement.objects.filter(participant=participant, name=name)
    return rows.order_by("-occasion__opens_at", "-version").values_list("value", flat=True).first()


def _scored(participant: Participant, instrument: str, part: str) -> Any:
    """Return the latest score of this name, or else the latest answer that counts."""
    mine = {"participant": participant, "instrument": instrument}
    latest = ("-occasion__opens_at", "-version")
    scores = Score.objects.filter(**mine, subscale=part).order_by(*latest)
    found = list(scores.values_list("value", flat=True)[:1])
    if found:
        return found[0]
    kept = [verdict.value for verdict in Verdict if verdict.counts]
    answers = Response.objects.filter(**mine, item=part, state="answered", free_text=None)
    answers = answers.filter(Q(submission=None) | Q(submission__verdict__in=kept))
    text = answers.order_by(*latest).values_list("value", flat=True).first()
    return None if text is None else typed(text)


def typed(text: str) -> Any:
    """Return a stored answer as rules see it: a number where it is one."""
    try:
        return float(text)
    except ValueError:
        return text


def administrations_taken(participant: Participant) -> int:
    """Return how many doses somebody took, in full or in part."""
    rows = Administration.objects.filter(participant=participant).order_by("version")
    latest = {row.number: row.status for row in rows}
    taken = (Administration.Status.TAKEN, Administration.Status.PARTLY)
    return sum(status in taken for status in latest.values())
