"""Covariates, as the protocol says where they are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from limen.analyse import layout
from limen.analyse.reading.respondents import of_one_respondent
from limen.dataset import Dataset
from limen.errors import AnalysisError
from limen.protocol import Protocol
from limen.protocol.document.measurement import Covariate


def covariate_of(dataset: Dataset, name: str, participants: tuple[str, ...]) -> layout.Covariate:
    """A covariate of each participant, shape (1, N); NaN where it was not recorded.

    Raises `AnalysisError` for a level that the protocol does not list.
    """
    planned = dataset.protocol.covariate(name)
    texts = dict(_entries(dataset, planned))
    convert = _code if planned.kind == "factor" else _number
    values = [convert(planned, texts.get(person, "")) for person in participants]
    return layout.Covariate(
        name=name, values=np.array([values]), levels=tuple(map(str, planned.levels))
    )


def _entries(dataset: Dataset, planned: Covariate) -> Iterator[tuple[str, str]]:
    """(participant, text) of every record of the covariate; the last one counts.

    What was expected of the reference is no record: belief is about the intervention under study.
    Of a score or measurement that several respondents gave, that of the occasion's counts.
    """
    reference = dataset.protocol.reference_intervention.id
    rows = [
        row
        for row in dataset.rows(planned.from_)
        if planned.occasion is None or row.get("occasion") == planned.occasion
    ]
    match planned.from_:
        case "participants":
            found = [(row, row[planned.column]) for row in rows]
        case "expectancies":
            found = [
                (row, row["expectation"])
                for row in rows
                if row["name"] == planned.column and row["intervention"] != reference
            ]
        case "scores":
            chosen = [
                row
                for row in rows
                if row["instrument"] == planned.column
                and planned.subscale in (None, row["subscale"])
            ]
            found = [(row, row["score"]) for row in _told(dataset.protocol, chosen)]
        case "screening":
            found = [(row, row["answer"]) for row in rows if row["question"] == planned.column]
        case _:
            chosen = [row for row in rows if row["measurement"] == planned.column]
            found = [(row, row["value"]) for row in _told(dataset.protocol, chosen)]
    return ((row["participant"], text) for row, text in found if text != "")


def _told(protocol: Protocol, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of the respondents that the occasions name, as for outcomes."""
    import pandas as pd

    columns = ["participant", "occasion", "respondent"]
    frame = pd.DataFrame([[row[name] for name in columns] for row in rows], columns=columns)
    kept = of_one_respondent(frame, lambda name: str(protocol.occasion(name).respondent))
    return [rows[place] for place in kept.index]


def _number(planned: Covariate, text: str) -> float:
    try:
        return float(text) if text else np.nan
    except ValueError:
        raise AnalysisError(
            f"Covariate {planned.id!r} holds {text!r}, which is no number. Correct the entry, or "
            "declare the covariate a factor in the protocol."
        ) from None


def _code(planned: Covariate, text: str) -> float:
    if not text:
        return np.nan
    if text in planned.levels:
        return float(planned.levels.index(text))
    raise AnalysisError(
        f"Covariate {planned.id!r} holds {text!r}, but its levels are "
        f"{', '.join(planned.levels)}. Correct the entry, or add the level to the protocol."
    )
