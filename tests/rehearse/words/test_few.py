"""From few replicates the report says little: no error, no whisker, no verdict, no yes."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite, isnan

import pytest
from rehearsal_example import grid, rehearsal, rehearsed, share

from limen.rehearse.performance import Measure, Performance
from limen.rehearse.rehearsal import Rehearsal, Rehearsed
from limen.rehearse.words import document, table_of, text_summary
from limen.rehearse.words.answer.behaviour import answer, bias
from limen.rehearse.words.answer.cell import cell_section
from limen.rehearse.words.answer.grid import grid_section
from limen.rehearse.words.answer.questions import own, primary
from limen.rehearse.words.answer.verdict import Verdict, few, fewest, verdict
from limen.rehearse.words.answer.which import which_section
from limen.rehearse.words.legible import legible
from limen.rehearse.words.naming.cells import Cells
from limen.rehearse.words.naming.numbers import in_percent, of_hundred, with_error
from limen.results import Column, Document, Table

FEW = 2
SLOW = "after_dropout.brs"


def of(p: Performance, replicates: int, *, power: float, covered: float) -> Performance:
    """The same from so many replicates."""
    return replace(
        p,
        replicates=replicates,
        failed=0,
        coverage=share(covered, replicates),
        rejection=share(power, replicates),
    )


def with_slow(one: Rehearsed) -> Rehearsed:
    """An analysis that takes long was asked of two replicates."""
    rows = tuple(
        of(p, FEW, power=0.0, covered=1.0) if p.quantity.key == SLOW else p for p in one.performance
    )
    return replace(one, performance=rows)


@pytest.fixture(scope="module")
def slow() -> Rehearsal:
    return rehearsal(with_slow(rehearsed("null")), with_slow(rehearsed("both")))


@pytest.fixture(scope="module")
def page(slow: Rehearsal) -> Document:
    return document(slow)


def rows_of_slow(table: Table) -> list[dict[str, object]]:
    keys = [column.key for column in table.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in table.rows]
    return [row for row in rows if row.get("replicates") == FEW]


def first(one: Rehearsed) -> Performance:
    return primary(one)[0]


@pytest.mark.parametrize("scenario", ["null", "both"])
@pytest.mark.parametrize(("replicates", "enough"), [(118, False), (119, True)])
def test_too_few_replicates_are_a_verdict(scenario: str, replicates: int, enough: bool):
    p = of(first(rehearsed(scenario)), replicates, power=0.05, covered=0.95)
    p = replace(p, rejection=share(0.05 if p.truth_is_zero else 0.9, replicates))
    assert few(p, 0.05) is not enough
    assert verdict(p, 0.05) is (Verdict.YES if enough else Verdict.FEW)
    assert fewest(0.05) == 119


def test_what_clearly_misleads_does_so_in_few_replicates_but_not_in_one():
    p = first(rehearsed("both"))
    assert verdict(of(p, 20, power=1.0, covered=0.1), 0.05) is Verdict.MISLEADS
    assert verdict(of(p, 1, power=1.0, covered=0.0), 0.05) is Verdict.FEW


def test_a_cell_of_few_replicates_says_neither_yes_nor_no():
    one = rehearsed("both")
    said = answer(one, of(first(one), 64, power=1.0, covered=0.95))
    assert said.startswith("Too few replicates to tell: 64 cannot show")
    assert "at least 119 are needed" in said
    assert "So far it finds this effect in 100 of 100 such studies (all of the" in said


@pytest.mark.parametrize(
    ("replicates", "said"),
    [
        ((1024, 1024), "it can be answered under 2."),
        ((1024, 64), "it can be answered under 1; too few replicates to tell under 1."),
        ((64, 64), "of 2 scenarios, too few replicates to tell under 2."),
    ],
)
def test_a_yes_of_few_replicates_is_not_counted(replicates: tuple[int, int], said: str):
    cells = []
    for scenario, n in zip(("null", "both"), replicates, strict=True):
        one = rehearsed(scenario)
        p = first(one)
        kept = of(p, n, power=0.05 if p.truth_is_zero else 1.0, covered=0.95)
        rest = tuple(q for q in one.performance if q is not p)
        cells.append(replace(one, performance=(kept, *rest)))
    made = rehearsal(*cells)
    assert said in "\n".join(which_section(Cells(made)).points)
    assert said in " ".join(text_summary(made).split())


def test_a_yes_near_a_limit_is_counted_and_said_to_need_more():
    one = rehearsed("both")
    p = first(one)
    near = of(p, 1024, power=0.81, covered=0.95)
    cells = Cells(rehearsal(replace(one, performance=(near, *one.performance[1:]))))
    said = which_section(cells).points[0]
    assert "it can be answered under 1 (under 1 of them more replicates must confirm it)" in said


def test_estimates_that_hold_belief_are_not_acquitted_by_few_replicates():
    one = rehearsed("null")
    rows = tuple(of(p, 64, power=0.05, covered=0.95) for p in one.performance)
    said = "\n".join(which_section(Cells(rehearsal(replace(one, performance=rows)))).points)
    assert "None of them is seen to mislead; for 12 there are too few replicates to tell." in said
    assert "misleads here" not in said


def test_a_slow_analysis_of_two_replicates_has_dashes_and_a_verdict(page: Document):
    tables = [one for one in page.tables if one.key.startswith("own")]
    rows = [row for table in tables for row in rows_of_slow(table)]
    assert len(rows) == 2
    for row in rows:
        assert row["verdict"] == "too few replicates"
        assert row["coverage"] == "all of 2"
        assert [str(row[key])[-3:] for key in ("bias", "bias_sd", "empirical", "model")] == [
            "(–)"
        ] * 4
    assert rows[0]["type_one"] == "none of 2"
    assert rows[1]["power"] == "none of 2"
    noted = next(table for table in tables if rows_of_slow(table)).notes
    assert any("cannot be known from fewer than 10" in note for note in noted)
    assert any("fewer than 119" in note for note in noted)


def test_a_slow_analysis_is_drawn_without_whiskers(page: Document):
    drawn = next(one for one in page.tables if one.key == "bias.1.brs")
    rows = [row for row in drawn.rows if "stopped answering" in str(row[0])]
    assert rows
    for row in rows:
        assert isinstance(row[2], float)
        assert isfinite(row[2])
        assert all(isinstance(end, float) and isnan(end) for end in row[3:5])
    assert any("without whiskers rests on fewer than 10" in note for note in drawn.notes)
    others = [row for row in drawn.rows if row not in rows]
    assert all(isinstance(row[3], float) and isfinite(row[3]) for row in others)


def test_the_sheet_keeps_the_errors_that_pages_leave_out(slow: Rehearsal):
    made = table_of(slow)
    errors = dict(zip(made.values("quantity"), made.values("bias_error"), strict=True))
    assert isinstance(errors[SLOW], float)
    assert isfinite(errors[SLOW])


def test_a_bias_without_an_error_is_told_so():
    made = legible(rehearsal(with_slow(rehearsed("both"))))
    one = made.cells[0]
    p = next(p for p in own(one) if p.quantity.key == SLOW)
    assert "so few replicates cannot tell that from none" in bias(one, p)
    nothing = replace(p, bias=Measure(value=-0.001 * p.sd))
    assert bias(one, nothing).startswith("Bias: 0.00\N{NO-BREAK SPACE}SD so far")


def test_in_a_rehearsal_of_eight_no_error_is_printed():
    one = rehearsed("both")
    rows = tuple(of(p, 8, power=0.5, covered=0.875) for p in one.performance)
    made = document(rehearsal(replace(one, performance=rows)))
    glance = next(table for table in made.tables if table.key == "glance")
    assert glance.values("power") == ("50.0 (–)",)
    assert glance.values("answer") == ("too few replicates",)
    cell = legible(rehearsal(replace(one, performance=rows))).cells[0]
    said = " ".join(cell_section(cell, "id", "name").points)
    assert "50 of 100 such studies (±\N{NO-BREAK SPACE}unknown)" in said


@pytest.mark.parametrize(
    ("value", "n", "said"),
    [(1.0, 64, "all of 64"), (0.0, 1024, "none of 1,024"), (0.5, 64, "50.0 (6.2)")],
)
def test_none_and_all_are_written_without_an_error(value: float, n: int, said: str):
    assert in_percent(share(value, n), n) == said


@pytest.mark.parametrize(
    ("value", "error", "said"),
    [
        (0.1, 0.0002, "0.100 (<0.001)"),
        (0.1, 0.0006, "0.100 (0.001)"),
        (-3.19, 1e-17, "−3.190 (<0.001)"),
        (0.1, 0.0, "0.10 (0)"),
        (0.1, float("nan"), "0.100 (–)"),
    ],
)
def test_an_error_that_is_not_zero_is_not_written_as_zero(value: float, error: float, said: str):
    assert with_error(Measure(value=value, error=error)) == said


def test_a_small_error_of_a_share_is_not_written_as_zero():
    tiny = Measure(value=0.5, error=0.0001)
    assert in_percent(tiny, 1_000_000) == "50.0 (<0.1)"
    assert "(±\N{NO-BREAK SPACE}<0.1)" in of_hundred(tiny)


def test_tables_of_the_rehearsal_have_dashes_for_unknown_errors():
    made = Table(
        key="descriptions",
        caption="Other numbers",
        columns=(
            Column(key="label", title="Number", kind="text"),
            Column(key="error", title="Monte Carlo SE"),
            Column(key="replicates", title="Replicates", kind="count"),
            Column(key="failed", title="Without", kind="count"),
        ),
        rows=(("a", 0.1, 64, 0), ("b", 0.1, 64, 55), ("c", 0.0, 64, 0)),
    )
    found = document(rehearsal(replace(rehearsed("both"), tables=(made,))))
    table = next(one for one in found.tables if one.key == "descriptions.1")
    assert table.values("error") == (0.1, None, None)
    assert "A dash for an error" in table.notes[-1]


@pytest.mark.parametrize(
    ("replicates", "said"),
    [
        (1024, "Interval: it is honest in every cell."),
        (64, "in 4 of 4 cells there are too few replicates to tell."),
    ],
)
def test_a_group_of_cells_is_not_called_honest_from_few_replicates(replicates: int, said: str):
    cells = [
        replace(
            one,
            performance=tuple(of(p, replicates, power=0.9, covered=0.95) for p in one.performance),
        )
        for one in grid().cells
        if one.cell.scenario.id == "both"
    ]
    section = grid_section(Cells(rehearsal(*cells)), cells, "id", "Both")
    assert said in section.points[-1]
