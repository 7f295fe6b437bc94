"""What somebody's baseline says of a stratification factor: a measurement, or a score."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from limen.conduct.core.models import Measurement, Participant, Score
from limen.conduct.core.occasions import Verdict
from limen.protocol import Protocol, listed

_BEFORE = ("screening", "run_in")  # kinds of phases that come before the first dose


def baseline_value(participant: Participant, name: str) -> str:
    """Return the latest value before treatment of what the protocol calls `name`; blank: none yet.

    `name` is the id of a measurement (of one with options, the option that was found is returned),
    or of an outcome, whose score it is. What came too late to count does not count here either.
    """
    protocol = participant.version.protocol
    measured = {str(one.id): one for one in listed(protocol.measurements)}
    if name in measured:
        value = _latest(Measurement.objects.filter(name=name), participant, protocol)
        return "" if value is None else _said(value, measured[name])
    outcome = {str(one.id): one for one in listed(protocol.outcomes)}.get(name)
    if outcome is None:
        return ""
    rows = Score.objects.filter(instrument=outcome.instrument, subscale=outcome.subscale)
    value = _latest(rows, participant, protocol)
    return "" if value is None else f"{value:g}"


def is_measured(protocol: Protocol, name: str) -> bool:
    """Whether the protocol has a measurement or an outcome of this name."""
    measured = {str(one.id) for one in listed(protocol.measurements)}
    return name in measured | {str(one.id) for one in listed(protocol.outcomes)}


def _latest(rows: QuerySet[Any], participant: Participant, protocol: Protocol) -> float | None:
    before = [str(one.id) for one in listed(protocol.phases) if one.kind in _BEFORE]
    rows = rows.filter(participant=participant, occasion__phase__in=before)
    if rows.model is Measurement:
        rows = rows.filter(~Q(submission__verdict=Verdict.SET_ASIDE.value))
    found: float | None = (
        rows.order_by("-occasion__opens_at", "-version", "-pk")
        .values_list("value", flat=True)
        .first()
    )
    return found


def _said(value: float, measurement: Any) -> str:
    options = tuple(map(str, listed(getattr(measurement, "options", ()))))
    if options and 0 <= value < len(options):
        return options[int(value)]
    return f"{value:g}"
