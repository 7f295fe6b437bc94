"""What follows from recorded scores and responses: change from baseline, scores of items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from limen.dataset.circumstances import Circumstances
from limen.dataset.dataset import Dataset
from limen.dataset.storage.cells import number_text
from limen.dataset.vocabulary import parts
from limen.errors import DatasetError, InstrumentError, Problem
from limen.instruments import Item, catalogue
from limen.rules import Scalar

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
    found = catalogue()
    scored = {key for key in sheets if key[2] in found and found[key[2]].scoring_status != "none"}
    needed = any(found[key[2]].context for key in scored)
    circumstances = Circumstances.of(dataset) if needed else None
    for key in sheets:
        if key in scored:
            around = circumstances.at(key[0], key[1]) if circumstances else {}
            yield from _score_sheet(dataset, key, sheets[key], around)


def _score_sheet(
    dataset: Dataset,
    key: tuple[str, str, str, str],
    rows: Mapping[str, dict[str, str]],
    around: Mapping[str, str],
) -> Iterator[Mapping[str, object]]:
    participant, occasion, name, respondent = key
    instrument = catalogue()[name]
    results, strict = _scored(dataset, key, rows, around)
    missing = sum(row["state"] != "answered" for row in rows.values())
    missing += len(instrument.items) - len(rows)
    text_hashes = {row["text_hash"] for row in rows.values()}
    text_hash = text_hashes.pop() if len(text_hashes) == 1 else ""
    for subscale in instrument.subscales:
        result = results.get(subscale.id)
        yield {
            "participant": participant,
            "occasion": occasion,
            "instrument": name,
            "subscale": subscale.id,
            "score": "" if result is None else number_text(float(result)),
            "items_missing": missing,
            "flag": "prorated" if result is not None and strict.get(subscale.id) is None else "",
            "instrument_version": instrument.version,
            "scoring_version": instrument.version,
            "text_hash": text_hash,
            "respondent": respondent,
            "source": "computed from responses",
        }


def _scored(
    dataset: Dataset,
    key: tuple[str, str, str, str],
    rows: Mapping[str, dict[str, str]],
    around: Mapping[str, str],
) -> tuple[Mapping[str, Scalar | None], Mapping[str, Scalar | None]]:
    """Scores under the protocol's policy for missing answers, and under the strict one."""
    participant, occasion, name, _ = key
    instrument = catalogue()[name]
    slots = {item.id: item for item in instrument.items}
    answers = {
        item: _answer(slots.get(item), row["response"])
        if row["state"] == "answered"
        else {"state": row["state"]}
        for item, row in rows.items()
    }
    said = {each.instrument: each.missing for each in parts(dataset.protocol.scoring)}
    try:
        strict = instrument.score(answers, context=around)
        if said.get(name) != "prorate":
            return strict, strict
        return instrument.score(answers, context=around, missing="prorate"), strict
    except InstrumentError as error:
        raise DatasetError(
            f"Participant {participant!r}, {occasion}, {name}: {error.message}", error.problems
        ) from None


def _answer(item: Item | None, response: str) -> float | str:
    return float(response) if item is None else item.read(response)


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
