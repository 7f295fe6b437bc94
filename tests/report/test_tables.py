"""Tables for people: decimals, units, and what a figure alone needs."""

from __future__ import annotations

import re
from math import inf, nan

from limen.report.page.tables import estimates_table, table_html, transposed
from limen.results import Cell, Column, Estimate, FitStatus, Table
from limen.results.table import Kind


def table(*columns: tuple[str, Kind], rows: tuple[tuple[Cell, ...], ...]) -> Table:
    made = tuple(Column(key=key, title=key.capitalize(), kind=kind) for key, kind in columns)
    return Table(key="t", caption="Caption", columns=made, rows=rows)


def cells(html: str) -> list[list[str]]:
    body = html[html.index("<tbody>") :]
    rows = body.split("<tr>")[1:]
    return [re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", row) for row in rows]


def test_an_estimate_and_its_limits_share_the_decimals_of_their_row() -> None:
    keys = ("estimate", "se", "lower", "upper")
    made = table(
        ("outcome", "text"),
        *((key, "number") for key in keys),
        rows=(
            ("PANAS", 2.219319, 0.716436, 0.81504, 3.6235),
            ("CPS", 0.0458, 0.0352, -0.023, 0.115),
        ),
    )
    assert cells(table_html(made)) == [
        ["PANAS", "2.22", "0.72", "0.82", "3.62"],
        ["CPS", "0.046", "0.035", "−0.023", "0.115"],
    ]


def test_a_column_without_intervals_has_decimals_of_its_own() -> None:
    made = table(("df", "number"), ("x", "number"), rows=((842.68, 0.5), (inf, 0.25), (nan, -3.0)))
    assert cells(table_html(made)) == [["842.7", "0.50"], ["∞", "0.25"], ["–", "−3.00"]]


def test_every_kind_is_written_in_its_way() -> None:
    made = table(
        ("text", "text"),
        ("count", "count"),
        ("percent", "percent"),
        ("p", "p"),
        rows=(("a", 12, 0.645, 0.0004), (None, None, None, None), (True, 3.0, 1.0, 0.05)),
    )
    read = [[c.replace("\N{NO-BREAK SPACE}", " ") for c in row] for row in cells(table_html(made))]
    assert read[0] == ["a", "12", "64.5 %", "&lt;.001"]
    assert read[1] == ["–", "–", "–", "–"]
    assert read[2] == ["yes", "3", "100.0 %", ".050"]


def test_figures_are_aligned_to_the_right_and_words_to_the_left() -> None:
    html = table_html(table(("name", "text"), ("x", "number"), rows=(("a", 1.5),)))
    assert '<th scope="col">Name</th><th scope="col" class="r">X</th>' in html
    assert "<td>1.5</td>" in html  # to the right, as the style sheet has it for cells


def test_units_stand_in_the_heads() -> None:
    made = Table(
        key="t", caption="", columns=(Column(key="x", title="Dose", unit="µg"),), rows=((1.0,),)
    )
    assert 'Dose <span class="unit">(µg)</span>' in table_html(made)


def test_what_only_a_figure_needs_is_left_out() -> None:
    made = table(("x", "number"), ("annotation", "text"), rows=((1.0, "beside"),))
    assert "beside" not in table_html(made)


def test_a_table_scrolls_in_a_box_that_the_keyboard_reaches() -> None:
    html = table_html(table(("x", "number"), rows=((1.0,),)))
    assert 'class="scroll" tabindex="0" role="region" aria-label="Caption"' in html


def test_estimates_leave_out_columns_that_say_nothing_and_tell_their_status() -> None:
    bare = Estimate(label="James", value=0.4, status=FitStatus.TOO_FEW)
    made = estimates_table((bare,), "", "k", "Estimates")
    assert [column.key for column in made.columns] == ["label", "value", "interval"]
    assert made.notes == (FitStatus.TOO_FEW.value,)


def test_words_in_cells_stand_to_the_left() -> None:
    html = table_html(table(("name", "text"), ("note", "text"), rows=(("a", "b"),)))
    assert '<td class="t">b</td>' in html


def test_figures_in_words_have_a_true_minus_and_stay_together() -> None:
    html = table_html(
        table(("name", "text"), ("x", "text"), rows=(("2020-01-02", "-1 (-2 to 3)"),))
    )
    assert "2020-01-02" in html
    assert "−1 (−2 to 3)" in html.replace("\N{NO-BREAK SPACE}", " ")
    assert "−1 (−2 to 3)" not in html


def test_a_long_list_of_participants_is_shortened_and_other_lists_are_not() -> None:
    rows = tuple((str(i), 1.0) for i in range(200))
    people = table_html(table(("participant", "text"), ("x", "number"), rows=rows))
    plain = table_html(table(("name", "text"), ("x", "number"), rows=rows))
    assert people.count("<tr>") == 26
    assert "25 of 200 rows are shown; results.json has them all." in people
    assert plain.count("<tr>") == 201


def test_a_wide_table_can_be_turned() -> None:
    wide = table(("world", "text"), ("x", "number"), ("y", "number"), rows=(("A", 1.0, -2.0),))
    turned = transposed(wide)
    assert [column.title for column in turned.columns] == ["World", "A"]
    assert turned.rows == (("X", "1"), ("Y", "−2"))
