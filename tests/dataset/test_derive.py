"""Change from baseline, and scores out of responses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from limen.dataset import Dataset
from limen.dataset.derive import change_from_baseline, outcome_scores, scores_of_responses
from limen.errors import DatasetError, ProtocolError
from limen.protocol import parse_protocol

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


def test_what_was_derived_fits_the_table(make: Callable[..., Dataset]) -> None:
    data = make({"responses": answers([0] * 9)})
    again = data.with_tables(scores=scores_of_responses(data))
    assert again.count("scores") > 0
