"""Alerts, holds and duties beside the dataset: by role, never by the name of staff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from limen import calendar
from limen.conduct.core.export.cells import SERVER, clean, ends
from limen.conduct.core.export.course import first_stop
from limen.conduct.core.export.evidence import Sheet
from limen.conduct.core.export.setting import CHUNK, SNAPSHOT, Person, Setting
from limen.conduct.core.models import (
    Administration,
    Alert,
    AlertEvent,
    DosingHold,
    Duty,
    Participant,
)
from limen.dataset.tables.spec import ColumnSpec, participant

Record = dict[str, Any]
BY_INVESTIGATOR = "investigator"
_TAKEN = ("taken", "partly_taken")

ALERTS = Sheet(
    name="alerts",
    title="Alerts",
    row="one alert: a safety rule that fired about one participant",
    own=(
        participant(),
        ColumnSpec("alert", "Number of the alert; the first is 1", "integer", required=True),
        ColumnSpec("source", "`safety`, `hold`, `stop`, `medicine`", required=True),
        ColumnSpec("rule", "Id of the rule in the protocol", required=True),
        ColumnSpec("responsible", "Role that had to act; blank: the site's investigators"),
        ColumnSpec("fired_at", "When the rule fired", "instant", required=True),
        ColumnSpec("deadline", "By when somebody had to acknowledge", "instant"),
        ColumnSpec("steps", "How often nobody had in time", "integer", required=True),
        ColumnSpec("acknowledged_at", "When somebody did", "instant"),
        ColumnSpec("closed_at", "When it was closed", "instant"),
        ColumnSpec("outcome", "How it ended, as one of a list"),
    ),
    key=("alert",),
)
STEPS = Sheet(
    name="alert_steps",
    title="Steps of alerts",
    row="one step in the life of one alert",
    own=(
        ColumnSpec("alert", "Number of the alert", "integer", required=True),
        ColumnSpec("kind", "`fired`, `called`, `nobody`, `escalated`, …", required=True),
        ColumnSpec("at", "When", "instant", required=True),
        ColumnSpec("step", "How often nobody had acknowledged by then", "integer"),
        ColumnSpec("role", "Role that was called"),
        ColumnSpec("outcome", "How it ended, or what became of a call"),
    ),
    key=("alert", "kind", "at", "role"),
)
HOLDS = Sheet(
    name="holds",
    title="Holds of doses",
    row="one hold of one participant's doses",
    own=(
        participant(),
        ColumnSpec("since", "From when on", "instant", required=True),
        ColumnSpec("held_by", "Id of the rule, or `investigator`", required=True),
        ColumnSpec("alert", "Number of the alert that holds them", "integer"),
        ColumnSpec("for_good", "Whether the protocol says stop", "choice", choices=("yes", "no")),
        ColumnSpec("read_at", "When the participant said to have read it", "instant"),
        ColumnSpec("resumed_at", "Until when; blank: they wait still", "instant"),
        ColumnSpec(
            "doses", "Planned doses that it kept from being taken", "integer", required=True
        ),
    ),
    key=("participant", "since", "held_by"),
)
DUTIES = Sheet(
    name="duties",
    title="Duties on call",
    row="one time during which somebody was on call",
    own=(
        ColumnSpec("site", "Where", required=True),
        ColumnSpec("role", "For which role", required=True),
        ColumnSpec("starts_at", "From when on", "instant", required=True),
        ColumnSpec("ends_at", "Until when, as planned", "instant", required=True),
        ColumnSpec("ended_at", "When it was ended early", "instant"),
    ),
    key=("site", "role", "starts_at", "ends_at"),
)


def alerts(setting: Setting) -> Iterator[Record]:
    """Each alert about somebody in the study, in the order in which they fired."""
    names = ("participant_id", "pk", "source", "rule", "responsible", "fired_at", "deadline",
             "step", "acknowledged_at", "closed_at", "outcome")  # fmt: skip
    numbers = _numbers(setting)
    rows = Alert.objects.using(SNAPSHOT).order_by("pk").values_list(*names)
    for whose, key, *told in rows.iterator(chunk_size=CHUNK):
        if key in numbers:
            number = setting.people[whose].number
            yield {
                "participant": number,
                "alert": numbers[key],
                **dict(zip(ALERTS.names[2:], told, strict=True)),
            }


def steps(setting: Setting) -> Iterator[Record]:
    """Each step of each of these alerts; words and names stay where they are."""
    numbers = _numbers(setting)
    rows = AlertEvent.objects.using(SNAPSHOT).order_by("alert_id", "pk")
    names = ("alert_id", "kind", "at", "step", "role", "outcome")
    for key, *told in rows.values_list(*names).iterator(chunk_size=CHUNK):
        if key in numbers:
            yield {"alert": numbers[key], **dict(zip(STEPS.names[1:], told, strict=True))}


def _numbers(setting: Setting) -> Mapping[int, int]:
    """Return the number of each alert about somebody in the study, by its key."""
    rows = Alert.objects.using(SNAPSHOT).order_by("pk").values_list("pk", "participant_id")
    ours = (key for key, whose in rows.iterator(chunk_size=CHUNK) if whose in setting.people)
    return {key: number for number, key in enumerate(ours, start=1)}


def holds(setting: Setting) -> Iterator[Record]:
    """Each hold of somebody in the study, with the planned doses that fell into it."""
    numbers = _numbers(setting)
    for hold, person, doses in _held(setting):
        yield {
            "participant": person.number,
            "since": hold.since,
            "held_by": hold.alert.rule if hold.alert else BY_INVESTIGATOR,
            "alert": numbers.get(hold.alert_id) if hold.alert_id else None,
            "for_good": hold.for_good,
            "read_at": hold.read_at,
            "resumed_at": hold.resumed_at,
            "doses": len(doses),
        }


def duties(setting: Setting) -> Iterator[Record]:
    """Each duty: when somebody was on call, not who."""
    rows = Duty.objects.using(SNAPSHOT).order_by("pk")
    names = ("site__identifier", "role", "starts_at", "ends_at", "ended_at")
    for row in rows.values_list(*names).iterator(chunk_size=CHUNK):
        yield dict(zip(DUTIES.names, row, strict=True))


def held_doses(setting: Setting) -> Iterator[Record]:
    """Rows of `intercurrent_events`: holds into which at least one planned dose fell.

    Doses that were not taken because they were on hold are a `dose_change` on the day of the first
    of them. Where the protocol's rule says stop, and the hold stands, no dose follows: that is
    `stopping_dosing`, unless the person's own end says so already.
    """
    for key, some in groupby(_held(setting), key=lambda each: each[0].participant_id):
        mine = [each for each in some if each[2]]
        days = {min(doses): (hold, person) for hold, person, doses in reversed(mine)}
        ended = _end(setting, key) if mine else None
        for day, (hold, person) in sorted(days.items()):
            stops = hold.for_good and hold.resumed_at is None
            if ended is not None and (stops or ended <= day):
                continue
            reason = hold.alert.rule if hold.alert else BY_INVESTIGATOR
            yield {
                "participant": person.number,
                "event": "stopping_dosing" if stops else "dose_change",
                "study_day": day,
                "reason": clean(f"held: {reason}"),
                **ends("staff", SERVER, hold.since),
            }


def _end(setting: Setting, key: int) -> int | None:
    """Return the study day on which somebody's doses ended otherwise; None if they did not."""
    row = first_stop(key)
    return setting.people[key].study_day(row.at) if row is not None else None


def _held(setting: Setting) -> Iterator[tuple[DosingHold, Person, list[int]]]:
    """Yield each hold of somebody in the study, with the study days of the doses in it."""
    rows = DosingHold.objects.using(SNAPSHOT).order_by("participant_id", "pk")
    rows = rows.select_related("alert", "participant__site", "participant__version")
    for hold in rows.iterator(chunk_size=CHUNK):
        person = setting.people.get(hold.participant_id)
        if person is not None:
            until = hold.resumed_at or setting.now
            yield hold, person, _planned(hold.participant, hold.since, until)


def _planned(one: Participant, since: datetime, until: datetime) -> list[int]:
    """Return the study days of planned doses that could not be taken between two moments."""
    if one.started_on is None:
        return []
    mine = calendar.of(
        one.version.protocol,
        start=one.started_on,
        zone=one.zone,
        site_zone=one.site.zone or None,
    )
    missed = [dose for dose in mine.doses if since <= dose.window.closes <= until]
    taken = _taken(one) if missed else ()
    return [dose.study_day for dose in missed if dose.number not in taken]


def _taken(one: Participant) -> set[int]:
    """Return the numbers of the doses that somebody took, on hold or not."""
    rows = Administration.objects.using(SNAPSHOT).filter(participant=one)
    latest = dict(rows.order_by("number", "version").values_list("number", "status"))
    return {number for number, status in latest.items() if status in _TAKEN}
