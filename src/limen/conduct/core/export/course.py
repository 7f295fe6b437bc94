"""Occasions, administrations, adverse events, and what came between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from limen import calendar
from limen.conduct.core.export.cells import SERVER, clean, ends, source
from limen.conduct.core.export.counted import Standing, latest, stream
from limen.conduct.core.export.setting import CHUNK, SNAPSHOT, Setting, stops
from limen.conduct.core.models import (
    Administration,
    AdverseEvent,
    Occasion,
    Participant,
    ParticipationEvent,
)
from limen.conduct.core.occasions.services.rows import as_of

Record = dict[str, Any]
_MOVES = (Occasion.State.PLANNED, Occasion.State.OPEN, Occasion.State.STARTED)


class _Administration(NamedTuple):
    participant_id: int
    occasion: str | None
    submission_id: int | None
    verdict: str | None
    entered_by: str | None
    number: int
    period: int | None
    study_day: int | None
    kit: str
    planned_at: datetime | None
    taken_at: datetime | None
    status: str
    note_id: int | None
    entered_at: datetime

    @property
    def key(self) -> int:
        return self.number


class _Event(NamedTuple):
    participant_id: int
    submission_id: int | None
    entered_by: str | None
    number: int
    term: str
    description_id: int | None
    coded_term: str
    dictionary: str
    onset_at: datetime | None
    onset_day: int | None
    end_day: int | None
    serious: bool | None
    seriousness_criterion: str
    severity_grade: int | None
    relatedness: str
    expectedness: str
    action: str
    outcome: str
    voided: bool
    reported_by: str
    entered_at: datetime

    @property
    def key(self) -> int:
        return self.number


def occasions(setting: Setting) -> Iterator[Record]:
    """Each occasion as it is at the moment of the export, whenever the worker last came by."""
    rows = Occasion.objects.using(SNAPSHOT).order_by("participant_id", "pk")
    for row in rows.iterator(chunk_size=CHUNK):
        person = setting.people.get(row.participant_id)
        if person is None:
            setting.left_out["not enrolled", "occasions"] += 1
            continue
        state = as_of(row, setting.now).state.value if row.state in _MOVES else row.state
        yield {
            "participant": person.number,
            "occasion": row.identifier,
            "definition": row.definition,
            "number": row.number,
            "period": row.period,
            "study_day": row.study_day,
            "state": state,
            "late": row.late if state == Occasion.State.SUBMITTED else None,
            "opens_at": row.opens_at,
            "closes_at": row.closes_at,
            "submitted_at": row.submitted_at,
            "time_zone": row.zone,
            **ends(row.respondent, SERVER, row.made_at),
        }


def administrations(setting: Setting) -> Iterator[Record]:
    """The latest version of each dose's record: which kit, never what it held."""
    standing = Standing()
    counted = (row for row in stream(Administration, _Administration) if standing.counts(row))
    for row in latest(counted):
        person = setting.people.get(row.participant_id)
        if person is None:
            setting.left_out["not enrolled", "administrations"] += 1
            continue
        came = source(row.submission_id, row.entered_by)
        yield {
            "participant": person.number,
            "number": row.number,
            "occasion": row.occasion,
            "period": row.period,
            "study_day": row.study_day,
            "kit": row.kit,
            "planned_at": row.planned_at,
            "taken_at": row.taken_at,
            "status": row.status,
            "reason": clean(setting.words(row.note_id, "administrations")),
            **ends("participant", came, row.entered_at),
        }


def adverse_events(setting: Setting) -> Iterator[Record]:
    """The latest version of each report that was not entered by mistake, however it came."""
    for row in latest(stream(AdverseEvent, _Event)):
        person = setting.people.get(row.participant_id)
        if person is None or row.voided:
            why = "not enrolled" if person is None else "entered by mistake"
            setting.left_out[why, "adverse_events"] += 1
            continue
        words = setting.words(row.description_id, "adverse_events")
        term = setting.term(row.participant_id, row.term)
        onset = row.onset_day
        if onset is None and row.onset_at is not None:
            onset = person.study_day(row.onset_at)
        yield {
            "participant": person.number,
            "event": str(row.number),
            "term": clean(term or words or "in the participant's own words"),
            "coded_term": row.coded_term,
            "dictionary": row.dictionary,
            "onset_day": onset,
            "end_day": row.end_day,
            "serious": row.serious,
            "seriousness_criterion": row.seriousness_criterion,
            "severity_grade": row.severity_grade,
            "relatedness": row.relatedness,
            "expectedness": row.expectedness,
            "action": row.action,
            "outcome": row.outcome,
            **ends(row.reported_by, source(row.submission_id, row.entered_by), row.entered_at),
        }


def intercurrent_events(setting: Setting) -> Iterator[Record]:
    """Who stopped dosing before their last dosing day, and when: once for each person."""
    rows = ParticipationEvent.objects.using(SNAPSHOT).filter(kind__in=stops())
    rows = rows.order_by("participant_id", "at", "pk").select_related(
        "participant__site", "participant__version"
    )
    for key, mine in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row.participant_id):
        first, person = next(mine), setting.people.get(key)
        day = person.study_day(first.at) if person else None
        last = _last_dosing_day(first.participant)
        if person is not None and day is not None and last is not None and day <= last:
            reason = first.reason or str(ParticipationEvent.Kind(first.kind).label).lower()
            yield {
                "participant": person.number,
                "event": "stopping_dosing",
                "study_day": day,
                "reason": clean(reason),
                **ends("participant", SERVER, first.at),
            }


def first_stop(key: int) -> ParticipationEvent | None:
    """Return the event after which somebody takes no dose any more; None if there is none."""
    rows = ParticipationEvent.objects.using(SNAPSHOT).filter(participant=key, kind__in=stops())
    return rows.order_by("at", "pk").first()


def _last_dosing_day(participant: Participant) -> int | None:
    """Return the study day of somebody's last planned dose; None if none is planned."""
    if participant.started_on is None:
        return None
    mine = calendar.of(
        participant.version.protocol,
        start=participant.started_on,
        zone=participant.zone,
        site_zone=participant.site.zone or None,
    )
    return max((dose.study_day for dose in mine.doses), default=None)
