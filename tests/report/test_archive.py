"""results.json: complete, and read back as it was written."""

from __future__ import annotations

import json
from dataclasses import replace
from math import inf, isnan, nan
from pathlib import Path

import pytest
from example_results import blinded, example

from limen.errors import DocumentError
from limen.report import read_results
from limen.report.archive import from_json, to_json
from limen.results import Estimate, FitStatus, Results, ResultStatus


@pytest.mark.parametrize("results", [example(), blinded()], ids=["example", "blinded"])
def test_it_is_read_back_as_it_was_written(results: Results) -> None:
    written = to_json(results)
    again = from_json(written)
    assert to_json(again) == written
    assert again.provenance == results.provenance
    assert again.estimands == results.estimands
    assert again.flow == results.flow
    assert [r.key for r in again.results] == [r.key for r in results.results]


def test_every_field_comes_back_as_its_type() -> None:
    again = from_json(to_json(example()))
    first, last = again.results[0], again.results[-1]
    assert first.tables == example().results[0].tables
    assert first.estimates == example().results[0].estimates
    assert last.status is ResultStatus.FAILED
    assert isinstance(first.estimates[0].status, FitStatus)


def test_what_is_not_finite_is_null_and_comes_back() -> None:
    odd = Estimate(label="x", value=nan, lower=-inf, upper=inf)
    results = replace(example(), results=(replace(example().results[0], estimates=(odd,)),))
    written = to_json(results)
    record = json.loads(written, parse_constant=pytest.fail)["results"][0]["estimates"][0]
    assert (record["value"], record["lower"], record["df"]) == (None, None, None)
    (again,) = from_json(written).results[0].estimates
    assert isnan(again.value)
    assert (again.lower, again.upper, again.df) == (-inf, inf, inf)


def test_a_file_or_its_folder_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text(to_json(example()), encoding="utf-8")
    assert read_results(tmp_path).provenance == example().provenance
    assert read_results(tmp_path / "results.json").provenance == example().provenance


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "This is not JSON"),
        ("[]", "limen_results: None"),
        ('{"limen_results": 99}', "limen_results: 99"),
        ('{"limen_results": 1}', "missing or wrong"),
    ],
)
def test_other_documents_are_refused(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "results.json"
    file.write_text(text)
    with pytest.raises(DocumentError, match=told) as caught:
        read_results(file)
    assert str(file) in str(caught.value)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        read_results(tmp_path / "nowhere.json")
