"""Covariates come from where the protocol says."""

from __future__ import annotations

import numpy as np
import pytest

from limen.analyse.reading.covariates import covariate_of
from limen.errors import AnalysisError
from studies import BY, Study


@pytest.mark.parametrize(
    ("name", "table", "column"),
    [
        ("age", "participants", "age_years"),
        ("benefit", "expectancies", "expectation"),
        ("pressure", "measurements", "value"),
    ],
)
def test_numbers(parallel_study: Study, name: str, table: str, column: str) -> None:
    data = parallel_study.dataset
    covariate = covariate_of(data, name, data.participants)
    assert covariate.values.tolist() == [[float(row[column]) for row in data.rows(table)]]
    assert not covariate.is_factor


def test_a_score_at_its_occasion(parallel_study: Study) -> None:
    data = parallel_study.dataset
    covariate = covariate_of(data, "stress_before", data.participants)
    expected = parallel_study.scores("pss10", "total", ("baseline",))[:, 0]
    np.testing.assert_array_equal(covariate.values[0], expected)


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("name", "table", "column"),
    [("stress_before", "scores", "score"), ("pressure", "measurements", "value")],
)
def test_of_two_respondents_the_occasions_counts(
    parallel_study: Study, name: str, table: str, column: str, order: int
) -> None:
    """Whoever was entered last."""
    data = parallel_study.dataset
    rows = list(data.rows(table))
    other = [{**row, column: "77", "respondent": "physician"} for row in rows]
    both = data.with_tables(**{table: [*rows, *other][::order]})
    expected = covariate_of(data, name, data.participants).values
    np.testing.assert_array_equal(covariate_of(both, name, data.participants).values, expected)


def test_several_respondents_none_of_whom_is_named(parallel_study: Study) -> None:
    data = parallel_study.dataset
    rows = [
        {**row, "respondent": who} for row in data.rows("scores") for who in ("physician", "nurse")
    ]
    with pytest.raises(AnalysisError, match="none of them by 'participant'"):
        covariate_of(data.with_tables(scores=rows), "stress_before", data.participants)


def test_levels_become_codes_in_the_protocols_order(parallel_study: Study) -> None:
    data = parallel_study.dataset
    covariate = covariate_of(data, "sex", data.participants)
    assert covariate.levels == ("female", "male")
    assert covariate.values[0].tolist() == [0.0, 1.0] * 20


def test_what_was_not_recorded_is_missing(parallel_study: Study) -> None:
    rows = [{**r, "age_years": "", "sex": ""} for r in parallel_study.dataset.rows("participants")]
    data = parallel_study.dataset.with_tables(participants=rows)
    for name in ("age", "sex"):
        assert np.isnan(covariate_of(data, name, data.participants).values).all()


def test_an_unknown_level_names_what_is_allowed(parallel_study: Study) -> None:
    rows = [{**r, "sex": "unicorn"} for r in parallel_study.dataset.rows("participants")]
    data = parallel_study.dataset.with_tables(participants=rows)
    with pytest.raises(AnalysisError, match="'unicorn', but its levels are female, male"):
        covariate_of(data, "sex", data.participants)


def test_what_is_expected_of_placebo_is_not_what_is_expected(parallel_study: Study) -> None:
    """Asked for both interventions, the expectation of the one under study counts."""
    people = parallel_study.dataset.participants
    rows = [
        {
            "participant": person,
            "occasion": "baseline",
            "name": "benefit",
            "intervention": intervention,
            "expectation": expectation,
            **BY,
        }
        for person in people
        for intervention, expectation in (("lsd_10", 70), ("placebo", 20))
    ]
    data = parallel_study.dataset.with_tables(expectancies=rows)
    assert set(covariate_of(data, "benefit", people).values[0]) == {70.0}
