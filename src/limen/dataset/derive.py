"""What follows from recorded scores and responses: change from baseline, scores of items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from limen.dataset.dataset import Dataset
from limen.dataset.storage.cells import number_text
from limen.errors import DatasetError, InstrumentError, Problem
from limen.instruments import Instrument, catalogue

if TYPE_CHECKING:
    import pandas as pd


def outcome_scores(dataset: Dataset, outcome: str) -> pd.DataFrame:
    """The scores of an outcome at its occasions: participant, occasion, score.

    Rows without a score are left out. Raises `ProtocolError` for an unknown outcome, and
    `DatasetError` for one that is not a single subscale of an instrument.
    """
    planned = dataset.protocol.outcome(outcome)
    instrument, subscale = _subscale(planned.instrument, planned.subscale, outcome)
    return _scores(dataset, instrument, subscale, planned.occasions)


def change_from_baseline(
    dataset: Dataset, outcome: str, *, published: bool = False
) -> pd.DataFrame:
    """Change of an outcome: participant, occasion, score, baseline, change.

    The baseline is the score at the occasion that the outcome's `change_from` names. The change is
    score − baseline, or with `published` the `published_change` of the file, which may be on
    another scale. People without a baseline, and the baseline itself, are left out.
    """
    planned = dataset.protocol.outcome(outcome)
    if not isinstance(planned.change_from, str):
        raise DatasetError(
            f"Outcome {outcome!r} has no baseline.",
            [
                Problem(
                    path=f"outcomes.{outcome}.change_from",
                    message="names no occasion.",
                    remedy="Name the occasion of the baseline in the protocol.",
                )
            ],
        )
    instrument, subscale = _subscale(planned.instrument, planned.subscale, outcome)
    before = _scores(dataset, instrument, subscale, (planned.change_from,))
    baseline = before.set_index("participant")["score"].rename("baseline")
    if not baseline.index.is_unique:
        raise DatasetError(
            f"Outcome {outcome!r} has several scores of a participant at {planned.change_from!r}."
        )
    later = [name for name in planned.occasions if name != planned.change_from]
    scores = _scores(dataset, instrument, subscale, tuple(later), with_change=published)
    table = scores.join(baseline, on="participant", how="inner")
    table["change"] = (
        table.pop("published_change") if published else table["score"] - table["baseline"]
    )
    return table.dropna(subset=["change", "baseline"]).reset_index(drop=True)


def scores_of_responses(dataset: Dataset) -> Iterator[Mapping[str, object]]:
    """Rows for the scores table, computed from the newest version of every response.

    Item responses go through the instrument's own rules; an instrument without rules is left out.
    Raises `DatasetError` if answers do not fit their instrument.
    """
    sheets: dict[tuple[str, str, str, str], dict[str, dict[str, str]]] = {}
    for row in dataset.rows("responses"):
        key = (row["participant"], row["occasion"], row["instrument"], row["respondent"])
        sheet = sheets.setdefault(key, {})
        before = sheet.get(row["item"])
        if before is None or int(row["version"]) > int(before["version"]):
            sheet[row["item"]] = row
    for key, rows in sheets.items():
        built_in = catalogue().get(key[2])
        if built_in is not None and built_in.scoring_status != "none":
            yield from _score_sheet(key, rows, built_in)


def _score_sheet(
    key: tuple[str, str, str, str], rows: Mapping[str, dict[str, str]], instrument: Instrument
) -> Iterator[Mapping[str, object]]:
    participant, occasion, name, respondent = key
    answers: dict[str, object] = {
        item: float(row["response"]) if row["state"] == "answered" else {"state": row["state"]}
        for item, row in rows.items()
    }
    try:
        results = instrument.score(answers)
    except InstrumentError as error:
        raise DatasetError(
            f"Participant {participant!r}, {occasion}, {name}: {error.message}", error.problems
        ) from None
    missing = sum(row["state"] != "answered" for row in rows.values())
    missing += len(instrument.items) - len(rows)
    text_hashes = {row["text_hash"] for row in rows.values()}
    for subscale in instrument.subscales:
        result = results.get(subscale.id)
        yield {
            "participant": participant,
            "occasion": occasion,
            "instrument": name,
            "subscale": subscale.id,
            "score": "" if result is None else number_text(float(result)),
            "items_missing": missing,
            "instrument_version": instrument.version,
            "scoring_version": instrument.version,
            "text_hash": text_hashes.pop() if len(text_hashes) == 1 else "",
            "respondent": respondent,
            "source": "computed from responses",
        }


def _subscale(instrument: object, subscale: object, outcome: str) -> tuple[str, str]:
    if not isinstance(instrument, str):
        raise DatasetError(f"Outcome {outcome!r} is not a score of an instrument.")
    if isinstance(subscale, str):
        return instrument, subscale
    built_in = catalogue().get(instrument)
    if built_in is None or len(built_in.subscales) != 1:
        raise DatasetError(f"Outcome {outcome!r} does not say which subscale of {instrument!r}.")
    return instrument, built_in.subscales[0].id


def _scores(
    dataset: Dataset,
    instrument: str,
    subscale: str,
    occasions: tuple[str, ...],
    *,
    with_change: bool = False,
) -> pd.DataFrame:
    scores = dataset.table("scores")
    wanted = (scores["instrument"] == instrument) & (scores["subscale"] == subscale)
    columns = ["participant", "occasion", "score"]
    columns += ["published_change"] if with_change else []
    rows = scores.loc[wanted & scores["score"].notna(), columns]
    at = [name in occasions or name.partition(".")[0] in occasions for name in rows["occasion"]]
    return rows[at].reset_index(drop=True)
