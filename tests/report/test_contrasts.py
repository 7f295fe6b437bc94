"""A number never stands without what it compares, and what is left out is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from example_results import estimate, example

from limen.report import render, summarise
from limen.report.sections.analyses import analyses
from limen.report.sections.detail import line
from limen.results import Column, Result, Results, Table


def planned(outcome: str, *labels: str, role: str = "secondary") -> Result:
    made = tuple(estimate(label, 5.0, 1.0, 100.0) for label in labels)
    return Result(
        key=f"a.{outcome}", analysis="a", title="Weekly", role=role,  # type: ignore[arg-type]
        estimator="mixed_model", outcome=outcome, outcome_title=outcome, estimates=made,
    )  # fmt: skip


def of(*results: Result) -> Results:
    return replace(example(), results=results, tables=())


def test_the_overview_names_one_contrast_above_and_several_in_a_column() -> None:
    same = analyses(of(planned("x", "A − B, guessed B"), planned("y", "A − B, guessed B"))).body
    assert "First estimate of each result: A − B, guessed B" in same
    assert ">Contrast<" not in same
    apart = analyses(of(planned("x", "A − B, guessed B"), planned("y", "A − B, visit 2"))).body
    assert ">Contrast<" in apart
    grid = apart[apart.index('data-key="overview.a"') :]
    assert ">A − B, guessed B<" in grid[: grid.index("</table>")]


def test_a_refused_row_of_the_overview_has_as_many_cells() -> None:
    empty = replace(planned("z", "A − B"), estimates=())
    body = render(of(planned("x", "A − B, one"), planned("y", "A − B, two"), empty))
    grid = body[body.index('data-key="overview.a"') :]
    rows = grid[: grid.index("</table>")].split("<tr>")[1:]
    cells = {row.count("</td>") + row.count("</th>") for row in rows}
    assert len(cells) == 1


def test_a_line_names_its_estimate_where_there_are_several() -> None:
    assert "(A − B, visit 1)" in line(planned("x", "A − B, visit 1", "A − B, visit 2"))
    assert "A − B" not in line(planned("x", "A − B, visit 1"))


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("A − B", "C − B"), "1 further contrast (other arms or visits) stands in the details."),
        (
            ("A − B", "C − B", "Odds ratio"),
            "2 further estimates (other arms, visits or measures) stand in the details.",
        ),
    ],
)
def test_what_the_summary_leaves_out_is_counted(labels: tuple[str, ...], expected: str) -> None:
    primary = summarise(of(planned("x", *labels, role="primary"))).effects[1]
    assert primary.sentences[-1] == expected
    told = summarise(of(planned("p", "A − B", role="primary"), planned("x", *labels))).effects
    assert any(
        t.lead.startswith("Weekly: of 1 other comparison (A − B), 1 has") and expected in t.lead
        for t in told
    )


def family(title: str, hypothesis: str) -> Result:
    heads = {"hypothesis": "Hypothesis", "adjusted": "p", "rejected": "Rejected at 0.05"}
    table = Table(
        key="family",
        caption="",
        columns=tuple(Column(key=key, title=head) for key, head in heads.items()),
        rows=((hypothesis, 0.01, "yes"),),
    )
    return Result(
        key=title, analysis=title, title=title, role="descriptive", estimator="holm",
        tables=(table,),
    )  # fmt: skip


@pytest.mark.parametrize(("titles", "said"), [(("One", "Two"), True), (("One",), False)])
def test_families_that_are_adjusted_apart_are_told_so(titles: tuple[str, ...], said: bool) -> None:
    results = of(planned("x", "A − B", role="primary"), *(family(t, "Weekly") for t in titles))
    told = " ".join(map(str, summarise(results).effects))
    sentence = "the chance of any false finding over all of them is higher than 0.05."
    assert (sentence in told) is said


def test_controls_are_what_the_plan_takes_them_for() -> None:
    assert "an outcome that the plan takes the drug to move" in render(example())
