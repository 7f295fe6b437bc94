"""Adverse events by arm, as a protocol plans them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from limen.analyse.answer import Answer
from limen.analyse.plan.question import Question, Setting
from limen.analyse.reading.index import Index
from limen.analyse.safety import SafetyRecords, adverse_events
from limen.errors import NotIdentifiedError
from limen.protocol.document.analysis import AdverseEventAnalysis
from limen.results import Bools, Floats

GRADES = ("mild", "moderate", "severe", "life-threatening", "death")


def adverse_event_analyses(item: AdverseEventAnalysis, setting: Setting) -> Iterator[Question]:
    """One table of adverse events."""

    def ask() -> Answer:
        answer = adverse_events(records_of(setting), level=setting.level)
        kept = answer if item.by_term else answer.without("adverse_events_by_term")
        return kept if item.exposure_adjusted else _not_adjusted(kept)

    yield Question(key=item.id, title=item.title, ask=ask)


def _not_adjusted(answer: Answer) -> Answer:
    """Without events per time of exposure."""
    shares = tuple(each for each in answer.estimates if "per day" not in each.label)
    return replace(answer.without("adverse_event_rates"), estimates=shares)


def records_of(setting: Setting) -> SafetyRecords:
    """The dataset's adverse events with the arms of those who had them."""
    reader = setting.reader
    rows = list(reader.dataset.rows("adverse_events"))
    if not rows:
        raise NotIdentifiedError(
            "The dataset holds no adverse event. That none was recorded does not mean that none "
            "occurred: say in the report whether they were asked for, or take this analysis out."
        )
    index = Index(reader.dataset.participants, ())
    return SafetyRecords(
        arms=reader.exposure.arm_titles,
        arm=reader.exposure.arm(index),
        exposure_days=_exposure_days(setting, index),
        participant=np.array([index.rows[row["participant"]] for row in rows]),
        term=tuple(row["coded_term"] or row["term"] for row in rows),
        serious=np.array([row["serious"] == "yes" for row in rows]),
        severity=tuple(_grade(row["severity_grade"]) for row in rows),
        grades=GRADES,
        withdrawn=_withdrawn(setting, index),
    )


def _grade(text: str) -> str:
    return GRADES[int(text) - 1] if text and 1 <= int(text) <= len(GRADES) else ""


def _exposure_days(setting: Setting, index: Index) -> Floats:
    """From the first to the last study day on which anything of the person is known."""
    days = np.full(len(index.participants), np.nan)
    for table in ("administrations", "occasions"):
        for row in setting.reader.dataset.rows(table):
            done = row.get("state", "submitted") in ("submitted", "")
            if row["study_day"] and done and row["participant"] in index.rows:
                i = index.rows[row["participant"]]
                days[i] = np.fmax(days[i], float(row["study_day"]))
    return days


def _withdrawn(setting: Setting, index: Index) -> Bools:
    """Who stopped dosing or left the study for an adverse event."""
    gone = np.zeros(len(index.participants), dtype=bool)
    for row in setting.reader.dataset.rows("intercurrent_events"):
        if row["event"] == "stopping_dosing" and "adverse" in row["reason"].lower():
            gone[index.rows[row["participant"]]] = True
    return gone
