"""Adverse events, rescue medication, and what came between."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from limen.simulate.draw.course import AT_RANDOM, CODE_BROKEN, NO_BENEFIT, SIDE_EFFECT
from limen.simulate.tables.setting import Record, Setting, by

_REASONS = {
    AT_RANDOM: "personal reasons",
    SIDE_EFFECT: "adverse event",
    NO_BENEFIT: "lack of benefit",
    CODE_BROKEN: "adverse event, code broken",
}


def adverse_events(setting: Setting) -> Iterator[Record]:
    """A row for each side effect of each dose."""
    happened = setting.draw.course.side_effects[0]
    planned, doses = setting.study.scenario.side_effects, setting.study.timeline.doses
    count: dict[int, int] = {}
    for i, d, s in zip(*np.nonzero(happened), strict=True):
        count[i] = count.get(i, 0) + 1
        yield {
            "participant": setting.people[i],
            "event": str(count[i]),
            "term": planned[s].term,
            "onset_day": doses[d].study_day,
            "end_day": doses[d].study_day,
            "serious": "yes" if planned[s].serious else "no",
            "severity_grade": planned[s].severity_grade,
            "relatedness": "possible",
            **by(),
        }


def intercurrent_events(setting: Setting) -> Iterator[Record]:
    """Stopping, rescue medication and broken codes, under the names that estimands use."""
    course, line = setting.draw.course, setting.study.timeline
    never = len(line.days)
    for i, person in enumerate(setting.people):
        for event, when, reason in (
            ("stopping_dosing", course.stopped, _REASONS.get(int(course.reason[0, i]), "")),
            ("rescue_medication", course.rescued, setting.study.scenario.rescue.medication),
            ("emergency_unblinding", course.unblinded, "adverse event"),
        ):
            day = int(when[0, i])
            if day < never:
                yield {
                    "participant": person,
                    "event": event,
                    "study_day": int(line.days[day]),
                    "reason": reason,
                    **by(),
                }


def concomitant_medications(setting: Setting) -> Iterator[Record]:
    """Rescue medication."""
    course, line = setting.draw.course, setting.study.timeline
    for i in np.flatnonzero(course.rescued[0] < len(line.days)):
        yield {
            "participant": setting.people[i],
            "medication": "1",
            "name": setting.study.scenario.rescue.medication,
            "start_day": int(line.days[course.rescued[0, i]]),
            **by(),
        }
