"""From one replicate of a draw to the record that its dataset would give, without the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from limen.dataset.vocabulary import parts
from limen.rehearse.calibrate.records.reading import plain_scenario
from limen.rehearse.calibrate.records.record import (
    CANCELLED,
    MISSED,
    SUBMITTED,
    UNKNOWN,
    Event,
    Reason,
    Record,
    Stop,
)
from limen.results import Bools, Floats, Ints
from limen.simulate.draw import Draw
from limen.simulate.draw.course import AT_RANDOM, CODE_BROKEN, NO_BENEFIT, SIDE_EFFECT
from limen.simulate.draw.covariates import expected
from limen.simulate.series import Series
from limen.simulate.study import Study

_REASONS: dict[int, Reason] = {
    AT_RANDOM: "other",
    SIDE_EFFECT: "side_effect",
    NO_BENEFIT: "no_benefit",
    CODE_BROKEN: "code_broken",
}


def record_of_draw(draw: Draw, replicate: int) -> Record:
    """The record of replicate r of a draw: what `record_of` reads from the dataset of the same.

    Where a study has strata that are covariates, these are left out as there.
    """
    study, course, line = draw.study, draw.course, draw.study.timeline
    plain = Study(study.protocol, plain_scenario(study.protocol, study.people))
    here = course.present(line.occasion_day)[replicate]
    submitted = draw.submitted[replicate]
    dosing = line.dose_day[np.newaxis] < course.stopped[replicate, :, np.newaxis]
    content = _content(draw, replicate, dosing)
    guesses = {one.id: draw.guesses(one.id) for one in study.guesses}
    asked = {one.id: one.confidence is True for one in study.guesses}
    return Record(
        study=plain,
        sealed=False,
        given=course.doses.given[replicate],
        content=content,
        taken=course.doses.taken[replicate] & dosing,
        dose_recorded=np.broadcast_to(dosing, content.shape),
        state=np.where(submitted, SUBMITTED, np.where(here, MISSED, CANCELLED)),
        scores={one.name: _scores(draw, replicate, one) for one in study.series if one.outcomes},
        answers={name: found.answer[replicate] for name, found in guesses.items()},
        confidence={
            name: np.round(found.confidence[replicate], 2) * (1.0 if asked[name] else np.nan)
            for name, found in guesses.items()
        },
        expected=dict(_expected(draw, replicate)),
        covariates={
            one.id: draw.covariate(one.id)[replicate]
            for one in parts(study.protocol.covariates)
            if one.from_ in ("participants", "screening") and one.column not in ("site", "stratum")
        },
        events=tuple(_events(draw, replicate)),
        stops=tuple(_stops(draw, replicate)),
        rescued=tuple(_befell(draw, course.rescued[replicate])),
        unblinded=tuple(_befell(draw, course.unblinded[replicate])),
    )


def _content(draw: Draw, replicate: int, dosing: Bools) -> Ints:
    """What is known of each dose, (N, D): with fillers, nothing of doses after stopping."""
    study, doses = draw.study, draw.course.doses
    periods = [dose.period - 1 for dose in study.timeline.doses]
    given: Ints = doses.given[replicate][:, periods]
    if study.filler is None:
        return given
    return np.where(dosing | ~study.active[given], doses.content[replicate], UNKNOWN)


def sealed(record: Record) -> Record:
    """The same record without what the allocations say."""
    return replace(
        record,
        sealed=True,
        given=np.full_like(record.given, UNKNOWN),
        content=np.full_like(record.content, UNKNOWN),
    )


def _scores(draw: Draw, replicate: int, series: Series) -> Floats:
    """Scores of answered occasions; a measurement has three decimals in its table."""
    values = draw.series(series.name)[replicate]
    if series.instrument is None:
        values = np.round(values, 3)
    return np.where(draw.submitted[replicate][:, series.occasions], values, np.nan)


def _expected(draw: Draw, replicate: int) -> Iterator[tuple[str, Floats]]:
    index = draw.study.timeline.occasion_index
    for one in parts(draw.study.protocol.expectancies):
        answers = expected(draw.study, one, draw.people.expectation[replicate])
        yield one.id, np.where(draw.submitted[replicate, :, index[one.occasion]], answers, np.nan)


def _events(draw: Draw, replicate: int) -> Iterator[Event]:
    planned, doses = draw.study.scenario.side_effects, draw.study.timeline.doses
    for i, d, s in zip(*np.nonzero(draw.course.side_effects[replicate]), strict=True):
        yield Event(
            person=int(i),
            term=planned[s].term,
            study_day=float(doses[d].study_day),
            grade=planned[s].severity_grade,
            serious=planned[s].serious,
        )


def _stops(draw: Draw, replicate: int) -> Iterator[Stop]:
    course, days = draw.course, draw.study.timeline.days
    for i in np.flatnonzero(course.stopped[replicate] < len(days)):
        yield Stop(
            person=int(i),
            study_day=float(days[course.stopped[replicate, i]]),
            reason=_REASONS[int(course.reason[replicate, i])],
            left=bool(course.left[replicate, i] < len(days)),
        )


def _befell(draw: Draw, day: Ints) -> Iterator[tuple[int, float]]:
    days = draw.study.timeline.days
    for i in np.flatnonzero(day < len(days)):
        yield int(i), float(days[day[i]])
