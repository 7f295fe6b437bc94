"""Adverse events as a dataset records them, with the arms of those who had them."""

from __future__ import annotations

import numpy as np

from limen.analyse.reading.exposure import Exposure
from limen.analyse.reading.index import Index
from limen.analyse.safety.records import SafetyRecords
from limen.dataset import Dataset
from limen.errors import NotIdentifiedError
from limen.results import Bools, Floats

GRADES = ("mild", "moderate", "severe", "life-threatening", "death")
NOTHING_RECORDED = (
    "The dataset holds no adverse event. That none was recorded does not mean that none "
    "occurred: say in the report whether they were asked for, or take this analysis out."
)


def safety_records(dataset: Dataset, exposure: Exposure) -> SafetyRecords:
    """The adverse events of a dataset; `NotIdentifiedError` if it holds none."""
    rows = list(dataset.rows("adverse_events"))
    if not rows:
        raise NotIdentifiedError(NOTHING_RECORDED)
    index = Index(dataset.participants, ())
    return SafetyRecords(
        arms=exposure.arm_titles,
        arm=exposure.arm(index),
        exposure_days=_exposure_days(dataset, index),
        participant=np.array([index.rows[row["participant"]] for row in rows]),
        term=tuple(row["coded_term"] or row["term"] for row in rows),
        serious=np.array([row["serious"] == "yes" for row in rows]),
        severity=tuple(_grade(row["severity_grade"]) for row in rows),
        grades=GRADES,
        withdrawn=_withdrawn(dataset, index),
    )


def _grade(text: str) -> str:
    return GRADES[int(text) - 1] if text and 1 <= int(text) <= len(GRADES) else ""


def _exposure_days(dataset: Dataset, index: Index) -> Floats:
    """From the first to the last study day on which anything of the person is known."""
    days = np.full(len(index.participants), np.nan)
    for table in ("administrations", "occasions"):
        for row in dataset.rows(table):
            done = row.get("state", "submitted") in ("submitted", "")
            if row["study_day"] and done and row["participant"] in index.rows:
                i = index.rows[row["participant"]]
                days[i] = np.fmax(days[i], float(row["study_day"]))
    return days


def _withdrawn(dataset: Dataset, index: Index) -> Bools:
    """Who stopped dosing or left the study for an adverse event."""
    gone = np.zeros(len(index.participants), dtype=bool)
    for row in dataset.rows("intercurrent_events"):
        if row["event"] == "stopping_dosing" and "adverse" in row["reason"].lower():
            gone[index.rows[row["participant"]]] = True
    return gone
