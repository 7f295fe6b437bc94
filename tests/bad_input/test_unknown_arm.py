"""Allocations that name an arm, intervention or person the study does not have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from limen.dataset import Allocations
from studies import Study


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("arm", "MDD", "arm: 'MDD' is no arm of the protocol. Did you mean 'MD'?"),
        ("intervention", "lsd", "intervention: 'lsd' is no intervention of the protocol."),
        ("participant", "p99", "participant: 'p99' is not in the dataset."),
    ],
)
def test_named_with_its_line(
    at: Callable, short_study: Study, column: str, text: str, says: str
) -> None:
    rows = list(short_study.allocations.rows)
    rows[2][column] = text
    data = short_study.dataset
    place = at(Study(data, Allocations.of(data.hash, rows)))
    assert f"allocations.csv:4: {says}" in place.refused()
    code, checked = place.check("--allocations", str(place.allocations))
    assert code == 1
    assert says in checked


def test_two_arms_for_one_person(at: Callable, short_study: Study) -> None:
    data = short_study.dataset
    rows = list(short_study.allocations.rows)
    other = {"PL": "MD", "MD": "PL"}[rows[0]["arm"]]
    place = at(
        Study(data, Allocations.of(data.hash, [*rows, {**rows[0], "period": "", "arm": other}]))
    )
    assert "allocations.csv:42: arm: participant 'p01' has arms" in place.refused()
