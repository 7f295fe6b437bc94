"""Responses, scores and measurements, one by one as they stream by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from limen.conduct.core.export.cells import COMPUTED, clean, ends, source
from limen.conduct.core.export.counted import Standing, latest, stream
from limen.conduct.core.export.setting import Setting
from limen.conduct.core.export.unanswered import Unanswered
from limen.conduct.core.models import Measurement, Response, Score
from limen.dataset.vocabulary import parts
from limen.instruments import catalogue

Record = dict[str, Any]


class _Response(NamedTuple):
    participant_id: int
    occasion_id: int
    occasion: str
    submission_id: int | None
    verdict: str | None
    entered_by: str | None
    instrument: str
    instrument_version: str
    text_hash: str
    language: str
    item: str
    value: str
    state: str
    free_text_id: int | None
    respondent: str
    version: int
    reason: str
    entered_at: datetime

    @property
    def key(self) -> tuple[int, str, str, str]:
        return self.occasion_id, self.instrument, self.item, self.respondent


class _Score(NamedTuple):
    participant_id: int
    occasion_id: int
    occasion: str
    instrument: str
    instrument_version: str
    text_hash: str
    scoring_version: str
    subscale: str
    value: float | None
    respondent: str
    computed_at: datetime

    @property
    def key(self) -> tuple[int, str, str, str]:
        return self.occasion_id, self.instrument, self.subscale, self.respondent

    @property
    def place(self) -> tuple[int, str, str]:
        return self.occasion_id, self.instrument, self.respondent


class _Measurement(NamedTuple):
    participant_id: int
    occasion_id: int
    occasion: str
    submission_id: int | None
    verdict: str | None
    entered_by: str | None
    name: str
    value: float | None
    respondent: str
    measured_at: datetime | None
    entered_at: datetime

    @property
    def key(self) -> tuple[int, str, str]:
        return self.occasion_id, self.name, self.respondent


def responses(setting: Setting) -> Iterator[Record]:
    """Every version of every answer to an item that counts, whatever its state.

    Parts of guesses, expectancies and measurements wait among the responses until the rest is
    there; these have tables of their own.
    """
    people, standing = setting.people, Standing()
    for row in stream(Response, _Response):
        person = people.get(row.participant_id)
        if person is None:
            setting.left_out["not enrolled", "responses"] += 1
        elif not standing.counts(row):
            setting.left_out["set aside", "responses"] += 1
        elif "." in row.item or row.instrument == "measurement":
            setting.left_out["part of another", "responses"] += 1
        else:
            yield {
                "participant": person.number,
                "occasion": row.occasion,
                "instrument": row.instrument,
                "item": row.item,
                "response": clean(setting.words(row.free_text_id, "responses") or row.value),
                "state": row.state,
                "version": row.version,
                "reason": clean(setting.reason(row.participant_id, row.reason, "responses")),
                "instrument_version": row.instrument_version,
                "language": row.language,
                "text_hash": row.text_hash,
                **ends(row.respondent, source(row.submission_id, row.entered_by), row.entered_at),
            }


def scores(setting: Setting) -> Iterator[Record]:
    """The latest score of each subscale. Of what was set aside none was computed.

    What an instrument derives from its subscales (a band, a flag) has no row in a dataset.
    """
    derived = {(each.id, name) for each in catalogue().values() for name in each.derived}
    unanswered = Unanswered()
    for row in latest(stream(Score, _Score)):
        person = setting.people.get(row.participant_id)
        if person is None:
            setting.left_out["not enrolled", "scores"] += 1
        elif (row.instrument, row.subscale) in derived:
            setting.left_out["derived", "scores"] += 1
        else:
            yield {
                "participant": person.number,
                "occasion": row.occasion,
                "instrument": row.instrument,
                "subscale": row.subscale,
                "score": row.value,
                "items_missing": unanswered.at(row.participant_id, row.place),
                "instrument_version": row.instrument_version,
                "scoring_version": row.scoring_version,
                "text_hash": row.text_hash,
                **ends(row.respondent, COMPUTED, row.computed_at),
            }


def measurements(setting: Setting) -> Iterator[Record]:
    """The latest version of each measurement that counts."""
    units = {each.id: each.unit_in_words for each in parts(setting.protocol.measurements)}
    standing = Standing()
    counted = (row for row in stream(Measurement, _Measurement) if standing.counts(row))
    for row in latest(counted):
        person = setting.people.get(row.participant_id)
        if person is None:
            setting.left_out["not enrolled", "measurements"] += 1
            continue
        yield {
            "participant": person.number,
            "occasion": row.occasion,
            "measurement": row.name,
            "value": row.value,
            "unit": units.get(row.name, ""),
            "measured_at": row.measured_at,
            **ends(row.respondent, source(row.submission_id, row.entered_by), row.entered_at),
        }
