"""Change from baseline, and scores out of responses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from limen.dataset import Dataset
from limen.dataset.derive import change_from_baseline, outcome_scores, scores_of_responses
from limen.errors import DatasetError, ProtocolError
from limen.protocol import Protocol, parse_protocol
from limen.protocol.document.measurement import Scoring

BY = {"respondent": "participant", "source": "test"}


def test_scores_of_an_outcome(small: Dataset) -> None:
    table = outcome_scores(small, "mood")
    assert list(table.columns) == ["participant", "occasion", "score"]
    assert table["score"].tolist() == [11, 12, 14, 15, 17, 18, 20, 21]


def test_change_from_baseline(small: Dataset) -> None:
    table = change_from_baseline(small, "mood")
    assert table["baseline"].tolist() == [10, 10, 13, 13, 16, 16, 19, 19]
    assert table["change"].tolist() == [1, 2] * 4


def test_people_without_a_baseline_are_left_out(make: Callable[..., Dataset], tables: Any) -> None:
    del tables["scores"][0]
    table = change_from_baseline(make(tables), "mood")
    assert set(table["participant"]) == {"ben", "chloe", "dan"}


def test_what_cannot_be_derived_says_so(small: Dataset) -> None:
    with pytest.raises(ProtocolError):
        outcome_scores(small, "moood")
    from pathlib import Path

    text = (Path(__file__).parent / "study.yaml").read_text().replace(", change_from: baseline", "")
    without = Dataset.from_tables(parse_protocol(text), {}, simulated=True)
    with pytest.raises(DatasetError, match="change_from"):
        change_from_baseline(without, "mood")


def answers(values: list[Any], version: int = 1) -> list[dict[str, object]]:
    return [
        {
            "participant": "anna",
            "occasion": "baseline",
            "instrument": "phq9",
            "item": str(item),
            "response": "" if value is None else value,
            "state": "missing" if value is None else "answered",
            "version": version,
            "text_hash": "abc",
            **BY,
        }
        for item, value in enumerate(values, start=1)
    ]


def score(make: Callable[..., Dataset], responses: Any, subscale: str = "total") -> Any:
    rows = list(scores_of_responses(make({"responses": responses})))
    return next(row for row in rows if row["subscale"] == subscale)


def test_scores_follow_from_responses(make: Callable[..., Dataset]) -> None:
    """PHQ-9 manual: three items scored 3, two 2, three 1, one 0 give 16."""
    row = score(make, answers([1, 1, 1, 2, 2, 3, 3, 3, 0]))
    assert row["score"] == "16"
    assert (row["items_missing"], row["text_hash"]) == (0, "abc")


def test_the_newest_version_counts(make: Callable[..., Dataset]) -> None:
    responses = answers([1, 1, 1, 2, 2, 3, 3, 3, 0])
    corrected = [{**responses[0], "response": 3, "version": 2, "reason": "wrong key"}]
    assert score(make, corrected + responses)["score"] == "18"


def test_a_missing_item_is_counted_and_blanks_the_total(make: Callable[..., Dataset]) -> None:
    row = score(make, answers([1, 1, 1, 2, 2, 3, 3, 3, None]))
    assert (row["score"], row["items_missing"]) == ("", 1)


def test_an_impossible_answer_is_refused(make: Callable[..., Dataset]) -> None:
    with pytest.raises(DatasetError, match="'anna', baseline, phq9"):
        list(scores_of_responses(make({"responses": answers([9] * 9)})))


def sheet(instrument: str, values: dict[str, Any]) -> list[dict[str, object]]:
    row = {"participant": "anna", "occasion": "baseline", "instrument": instrument,
           "state": "answered", "version": 1, "text_hash": "abc", **BY}  # fmt: skip
    return [{**row, "item": item, "response": value} for item, value in values.items()]


def test_every_subscale_keeps_the_hash_of_the_words(make: Callable[..., Dataset]) -> None:
    rows = list(
        scores_of_responses(make({"responses": sheet("panas", {str(n): 3 for n in range(1, 21)})}))
    )
    assert [row["text_hash"] for row in rows] == ["abc"] * 3


def test_answers_that_are_no_numbers_are_read_with_the_zone_of_the_occasion(
    make: Callable[..., Dataset], tables: Any
) -> None:
    """The night of a clock change has seven hours; the place where one woke up decides."""
    night = {"into_bed": "2026-03-28T23:00", "try_sleep": "2026-03-28T23:00", "sol_min": 30,
             "awakenings": 0, "waso_min": 0, "final_wake": "2026-03-29T07:00",
             "out_of_bed": "2026-03-29T07:00", "quality": 4, "note": "a long day"}  # fmt: skip
    tables["responses"] = sheet("limen_sleep", night)
    for row in tables["participants"]:
        row["time_zone"] = "Europe/London"

    def asleep() -> object:
        rows = {r["subscale"]: r for r in scores_of_responses(make(tables))}
        return rows["tst_min"]["score"]

    assert asleep() == "390"
    place = {"participant": "anna", "occasion": "baseline", "definition": "baseline", **BY}
    place["time_zone"] = "Asia/Tokyo"
    tables["occasions"] = [place]
    assert asleep() == "450"


def test_a_limit_that_depends_on_sex_does_not_need_it_for_the_total(
    make: Callable[..., Dataset],
) -> None:
    assert score(make, sheet("dudit", {str(n): 2 for n in range(1, 12)}))["score"] == "22"


def test_answers_are_filled_in_only_where_the_protocol_says_so(protocol: Protocol) -> None:
    tables = {"responses": sheet("dass21", {str(n): 1 for n in range(1, 22) if n != 3})}
    data = Dataset.from_tables(protocol, tables, simulated=True)
    rows = {row["subscale"]: row for row in scores_of_responses(data)}
    assert (rows["depression"]["score"], rows["depression"]["flag"]) == ("", "")
    said = Scoring(instrument="dass21", missing="prorate")
    stated = protocol.model_copy(update={"scoring": (said,)})
    data = Dataset.from_tables(stated, tables, simulated=True)
    rows = {row["subscale"]: row for row in scores_of_responses(data)}
    assert (rows["depression"]["score"], rows["depression"]["flag"]) == ("14", "prorated")
    assert (rows["anxiety"]["score"], rows["anxiety"]["flag"]) == ("14", "")


def test_what_was_derived_fits_the_table(make: Callable[..., Dataset]) -> None:
    data = make({"responses": answers([0] * 9)})
    again = data.with_tables(scores=scores_of_responses(data))
    assert again.count("scores") > 0
