"""Events of one simulated trial: who left, and adverse events after doses."""

from __future__ import annotations

from math import nan

import numpy as np

from limen.rehearse.forecast.document.measures import AdverseEvents, Left
from limen.simulate.draw.draw import Draw


def left(measure: Left, drawn: Draw) -> float:
    """The share of people who left or stopped dosing; NaN for an arm without people."""
    share = _left(measure.arm, drawn)
    return share if measure.minus is None else share - _left(measure.minus, drawn)


def adverse_events(measure: AdverseEvents, drawn: Draw) -> float:
    """Events per person, or the share of people with one, of those ever given the intervention."""
    found = _events(measure, measure.given, drawn)
    return found if measure.minus is None else found - _events(measure, measure.minus, drawn)


def _left(arm: str | None, drawn: Draw) -> float:
    early = drawn.course.stopped[0] < len(drawn.study.timeline.days)
    if arm is not None:
        early = early[drawn.arm[0] == drawn.study.arms.index(arm)]
    return float(early.mean()) if early.size else nan


def _events(measure: AdverseEvents, intervention: str, drawn: Draw) -> float:
    course, study = drawn.course, drawn.study
    terms = [one.term for one in study.scenario.side_effects]
    chosen = [n for n, term in enumerate(terms) if measure.term in (None, term)]
    code = study.interventions.index(intervention)
    due = course.doses.content[0] == code
    person = due.any(axis=1)
    if not person.any():
        return nan
    happened = course.side_effects[0][:, :, chosen] & due[..., np.newaxis]
    counts = happened.sum(axis=(1, 2))[person]
    return float(counts.mean() if measure.count == "per_person" else (counts > 0).mean())
