"""Covariates, as the protocol says where they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from limen.analyse import layout
from limen.dataset import Dataset
from limen.errors import AnalysisError
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
    """
    reference = dataset.protocol.reference_intervention.id
    for row in dataset.rows(planned.from_):
        if planned.occasion is not None and row.get("occasion") != planned.occasion:
            continue
        match planned.from_:
            case "participants":
                text = row[planned.column]
            case "expectancies":
                wanted = row["name"] == planned.column and row["intervention"] != reference
                text = row["expectation"] if wanted else ""
            case "scores":
                wanted = row["instrument"] == planned.column
                text = row["score"] if wanted and _subscale(planned, row) else ""
            case "screening":
                text = row["answer"] if row["question"] == planned.column else ""
            case _:
                text = row["value"] if row["measurement"] == planned.column else ""
        if text != "":
            yield row["participant"], text


def _subscale(planned: Covariate, row: Mapping[str, str]) -> bool:
    return planned.subscale is None or row["subscale"] == planned.subscale


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
