"""Tables and results as people look at them: text, frames, notebooks."""

from __future__ import annotations

from math import inf, nan

import pytest

from limen.results import (
    Column,
    Estimate,
    FitStatus,
    Provenance,
    Result,
    Results,
    ResultStatus,
    Table,
)
from limen.results.plain import written


@pytest.fixture
def table() -> Table:
    return Table(
        key="means",
        caption="Means by arm",
        columns=(
            Column(key="arm", title="Arm", kind="text"),
            Column(key="n", title="n", kind="count"),
            Column(key="mean", title="Mean", unit="points"),
            Column(key="share", title="Share", kind="percent"),
            Column(key="p", title="p", kind="p"),
        ),
        rows=(
            ("Placebo", 1200, -3.14159, 0.5, 0.04321),
            ("Microdose <10 µg>", 8, None, nan, 0.0001),
        ),
        notes=("The placebo comes first.",),
    )


def test_text_is_aligned(table):
    assert table.to_text() == (
        "Means by arm\n"
        "\n"
        "Arm                    n  Mean (points)   Share      p\n"
        "-----------------  -----  -------------  ------  -----\n"
        "Placebo            1,200         −3.142  50.0 %   .043\n"
        "Microdose <10 µg>      8              –       –  <.001\n"
        "\n"
        "The placebo comes first."
    )


def test_a_table_without_rows_keeps_its_heads():
    empty = Table(key="k", caption="Nobody", columns=(Column(key="a", title="Arm"),), rows=())
    assert empty.to_text() == "Nobody\n\nArm\n---"
    assert list(empty.to_pandas().columns) == ["a"]


def test_a_frame_holds_the_cells_as_they_are(table):
    frame = table.to_pandas()
    assert list(frame.columns) == ["arm", "n", "mean", "share", "p"]
    assert frame["mean"][0] == -3.14159
    assert frame["mean"].isna().tolist() == [False, True]
    assert frame["n"].sum() == 1208


def test_a_notebook_gets_escaped_html(table):
    shown = table._repr_html_()
    assert "<caption>Means by arm</caption>" in shown
    assert "Microdose &lt;10 µg&gt;" in shown
    assert shown.count("<tr>") == 3


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (True, "text", "yes"),
        (inf, "number", "inf"),
        (-2, "count", "−2"),
        (1234.5678, "number", "1235"),
        (0.9999, "p", "1.000"),
        ("x", "number", "x"),
    ],
)
def test_single_cells(value, kind, text):
    assert written(value, kind) == text


def test_long_texts_are_cut(table):
    long = Table(
        key="k",
        caption="c",
        columns=(Column(key="a", title="A", kind="text"),),
        rows=(("x" * 90,),),
    )
    assert long.to_text().splitlines()[-1] == "x" * 59 + "…"


def test_results_are_a_row_per_estimate():
    found = Result(
        key="acute.mood",
        analysis="acute",
        title="Mood",
        role="primary",
        estimator="mixed_model",
        outcome="mood",
        estimates=(
            Estimate(label="a − b", value=1.0, lower=0.5, upper=1.5, n=10),
            Estimate(label="other", value=2.0, status=FitStatus.SINGULAR),
        ),
    )
    refused = Result(
        key="direct",
        analysis="direct",
        title="Direct",
        role="sensitivity",
        estimator="direct_effect",
        status=ResultStatus.REFUSED,
        message="no",
    )
    frame = Results(provenance=Provenance(study="s"), results=(found, refused)).to_pandas()
    assert frame["key"].tolist() == ["acute.mood", "acute.mood", "direct"]
    assert frame["status"].tolist() == ["done", "done", "refused"]
    assert frame["value"].tolist()[:2] == [1.0, 2.0]
    assert frame["value"].isna().tolist() == [False, False, True]
    assert frame["n"][0] == 10
    empty = Results(provenance=Provenance(study="s"), results=()).to_pandas()
    assert list(empty.columns) == list(frame.columns)
