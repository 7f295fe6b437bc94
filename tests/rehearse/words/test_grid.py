"""Along a grid: groups, sentences and curves follow the numbers of the varied fields."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rehearsal_example import grid, rehearsal, rehearsed

from limen.rehearse.words import document, text_summary
from limen.rehearse.words.answer.questions import primary
from limen.rehearse.words.naming.cells import Cells, at
from limen.results import Document, Table

D_PRIME = "scenario.noticing.d_prime.active"


@pytest.fixture(scope="module")
def page() -> Document:
    return document(grid())


def curve(page: Document, key: str) -> Table:
    return next(one for one in page.tables if one.key.startswith(key))


def test_cells_are_grouped_by_what_is_no_number():
    cells = Cells(grid())
    assert cells.fields == ("population.planned",)
    assert list(cells.groups()) == ["Null effect", "Belief only", "Both"]
    assert [len(members) for members in cells.groups().values()] == [4, 4, 4]
    assert cells.name(cells.all[1]) == "Null effect, population.planned = 160"
    assert at(cells.all[1].cell, "population.planned") == 160
    assert cells.noun == "cell"


def test_a_field_of_words_is_no_axis():
    one, other = rehearsed("both"), rehearsed("both")
    made = rehearsal(
        replace(one, cell=replace(one.cell, varied={"change": "as planned"})),
        replace(other, cell=replace(other.cell, varied={"change": "active placebo"})),
    )
    cells = Cells(made)
    assert cells.fields == ()
    assert [cells.name(cell) for cell in cells.all] == [
        "Both, change = as planned", "Both, change = active placebo",
    ]  # fmt: skip
    assert all(section.id != "curves" for section in document(made).sections)


def test_cells_that_look_alike_get_their_hashes():
    cells = Cells(rehearsal(rehearsed("both"), rehearsed("both")))
    assert all(one.cell.key in cells.name(one) for one in cells.all)


def test_a_grid_is_told_by_group_with_its_ends_and_what_is_enough(page: Document):
    summary = page.sections[0]
    assert [part.title for part in summary.parts[:3]] == ["Null effect", "Belief only", "Both"]
    null, belief, both = ("\n".join(part.points) for part in summary.parts[:3])
    assert "Type I error" in null
    assert "Power" not in null
    assert "at population.planned = 80, and in" in belief
    assert "80 of 100 are first reached at population.planned = 320." in belief
    assert "ype I error: it" not in belief
    assert "All of it is belief" in belief
    assert "first reached at population.planned = 80." in both


def test_power_curves_hold_every_cell_with_its_name(page: Document):
    made = curve(page, "rejections.")
    cells = grid().cells
    assert len(made.rows) == len(cells)
    assert made.picture is not None
    assert (made.picture.shape, made.picture.x, made.picture.group) == ("lines", "x", "group")
    for one, row in zip(cells, made.rows, strict=True):
        p = primary(one)[0]
        x, _, share, lower, upper, name = row
        assert x == float(one.cell.varied["population.planned"])
        assert share == p.rejection.value
        assert isinstance(lower, float)
        assert isinstance(upper, float)
        assert 0 <= lower <= p.rejection.value <= upper <= 1
        assert name == ("type I error" if p.truth_is_zero else "power")


def test_bias_curves_hold_raw_and_adjusted_estimates(page: Document):
    made = [one for one in page.tables if one.key.startswith("bias_along.")]
    assert len(made) == 3
    analyses = set(made[1].values("analysis"))
    assert len(analyses) == 6
    assert any("Δ(0.5)" in str(name) for name in analyses)
    assert any("g-formula" in str(name) for name in analyses)


def test_bias_along_d_prime_is_called_perceptibility():
    page = document(grid(D_PRIME, (0.25, 0.5, 1.0)))
    made = curve(page, "bias_along.")
    assert "perceptibility (d′)" in made.caption
    assert made.picture is not None
    assert made.picture.x_title == f"Perceptibility, {D_PRIME}"


def test_two_fields_have_a_figure_each_and_lines_for_the_other():
    cells = []
    for people in (80, 160):
        for d in (0.5, 1.0):
            one = rehearsed("both", size=people / 160)
            varied = {"population.planned": str(people), D_PRIME: str(d)}
            cells.append(replace(one, cell=replace(one.cell, varied=varied)))
    page = document(rehearsal(*cells))
    made = [one for one in page.tables if one.key.startswith("rejections.")]
    assert [one.columns[0].title for one in made] == ["population.planned", D_PRIME]
    assert set(made[0].values("group")) == {f"Both, {D_PRIME} = 0.5", f"Both, {D_PRIME} = 1.0"}


def test_a_large_grid_prints_some_tables_and_says_so():
    page = document(grid(values=(40, 80, 120, 160, 200, 240)))
    section = next(one for one in page.sections if one.id == "estimators")
    assert len(section.parts) == 12
    assert "6 others are in the sheet of numbers" in " ".join(section.paragraphs)


def test_the_terminal_tells_a_grid_by_group():
    text = text_summary(grid())
    assert len(text.splitlines()) <= 40
    assert "12 cells" in text
    assert "first reached at" in " ".join(text.split())
