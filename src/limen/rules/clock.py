"""Time between two moments, subtracted in UTC: on the night of a clock change wall time lies."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from limen.rules.node import Node, Operator, Option, Scope
from limen.rules.value import MISSING, Absent, Value, refuse

_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_MOMENT = re.compile(
    r"(19|20|21)\d\d-\d\d-\d\d[T ]([01]\d|2[0-3]):\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?"
)


def _utc(text: str, zone: str | None, path: str) -> datetime:
    """Return a moment in UTC.

    A wall time that happens twice is the first of the two; one that the clocks jump over is read
    with the offset before the jump (PEP 495, fold 0).
    """
    match = _MOMENT.fullmatch(text)
    try:
        moment = datetime.fromisoformat(text) if match else None
    except ValueError:
        moment = None
    if moment is None:
        raise refuse(
            path, f"{text!r} is no moment.", "Write 2026-03-29T07:00, or with Z or +01:00."
        )
    if moment.tzinfo is None:
        if zone is None:
            raise refuse(path, f"{text!r} does not say in which zone.", "Give `zone`.")
        moment = moment.replace(tzinfo=_zone(zone, path))
    return moment.astimezone(UTC)


def _zone(name: str, path: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        remedy = "Use a name of the IANA time zones, such as Europe/Berlin."
        raise refuse(path, f"There is no time zone {name!r}.", remedy) from None


def _time_diff_utc(node: Node, scope: Scope) -> Value:
    zone = scope.one(node.options["zone"], "text") if "zone" in node.options else None
    start, end = (scope.one(argument, "text") for argument in node.arguments)
    if isinstance(zone, Absent) or isinstance(start, Absent) or isinstance(end, Absent):
        return MISSING
    name = None if zone is None else str(zone)
    moments = [_utc(str(text), name, node.path) for text in (start, end)]
    seconds = (moments[1] - moments[0]).total_seconds()
    return seconds / _SECONDS[node.options.get("unit", "minutes")]


def _say(node: Node, say: Callable[[Node], str]) -> str:
    start, end = map(say, node.arguments)
    return f"the {node.options.get('unit', 'minutes')} from {start} to {end}"


OPERATORS = (
    Operator(
        name="time_diff_utc",
        group="time",
        shape="two",
        gives="number",
        wants="text",
        meaning="The time from the first moment to the second, both turned into UTC first. A wall "
        "time that happens twice is the first of the two; one that the clocks jump over is read "
        "with the offset before the jump.",
        example={
            "time_diff_utc": [{"value": "asleep_at"}, {"value": "awake_at"}],
            "zone": {"value": "time_zone"},
            "unit": "minutes",
        },
        options={
            "zone": Option(
                holds="node", meaning="IANA time zone of moments without an offset", gives="text"
            ),
            "unit": Option(holds="unit", meaning="seconds, minutes (the default), hours or days"),
        },
        compute=_time_diff_utc,
        words=_say,
    ),
)
