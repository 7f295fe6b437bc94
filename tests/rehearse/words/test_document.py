"""The report of a rehearsal: everything in its order, complete, and escaped."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from html.parser import HTMLParser
from math import isfinite

import pytest
from rehearsal_example import SCENARIOS, grid, protocol, rehearsal, rehearsed

from limen.rehearse.cell import Cell
from limen.rehearse.rehearsal import Refused, Rehearsal
from limen.rehearse.words import document, table_of, text_summary
from limen.rehearse.words.answer.questions import primary
from limen.report.document import render_document, sheet
from limen.results import Column, Document, Section, Table

ORDER = ["summary", "truths", "estimators", "course", "problems", "assumptions", "ademp"]
EVIL = "<script>alert(1)</script>\"'&"


class Balance(HTMLParser):
    """Whether every tag that opens is closed, and which ids there are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.broken: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in {"meta", "link", "br", "hr", "img", "col"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.broken.append(tag)


@pytest.fixture(scope="module")
def three() -> Rehearsal:
    return rehearsal()


@pytest.fixture(scope="module")
def page(three: Rehearsal) -> Document:
    return document(three)


def section(of: Document, id: str) -> Section:
    return next(one for one in of.sections if one.id == id)


def table(of: Document, key: str) -> Table:
    return next(one for one in of.tables if one.key.startswith(key))


def words(one: Section) -> str:
    said = [*one.paragraphs, *one.points, *map(words, one.parts)]
    return "\n".join(said)


def test_the_sections_stand_in_their_order(page: Document):
    assert [one.id for one in page.sections] == ORDER
    assert page.title == "Micro-doses of LSD and reactivity to daily stressors"
    assert page.subtitle == "Rehearsal"
    assert page.banners[0].startswith("SIMULATED: no person took part")


def test_extra_sections_stand_between_analyses_and_guesses(three: Rehearsal):
    extra = Section(id="search", title="The smallest sample", paragraphs=("240 people.",))
    found = document(three, extra=[extra])
    assert [one.id for one in found.sections] == [*ORDER[:3], "search", *ORDER[3:]]
    assert "240 people." in render_document(found)


def test_every_scenario_is_answered_with_its_truth_first(page: Document):
    summary = section(page, "summary")
    assert [part.title for part in summary.parts] == [
        "Null effect: nothing happens",
        "Belief only: no direct effect; the dose is felt, and belief works",
        "Both: a direct effect and an effect of belief",
        "Which question?",
    ]
    assert all("The true effect" in part.paragraphs[1] for part in summary.parts[:3])


def test_which_question_counts_scenarios_and_estimates(page: Document):
    said = words(section(page, "summary").parts[-1])
    assert "of 3 scenarios, it can be answered under 2" in said
    assert "it would be answered honestly but too seldom under 1" in said
    assert "12 estimates of the plan aim at an effect with belief held fixed or alike" in said
    assert "6 of them would mislead under at least one scenario" in said
    assert "fewer than 93 of 100" in said


def test_a_plan_without_belief_held_cannot_speak_of_the_drug_alone(three: Rehearsal):
    cells = tuple(
        replace(
            one,
            performance=tuple(
                p for p in one.performance
                if p.quantity.target is not None and p.quantity.target.belief == "free"
            ),
        )
        for one in three.cells
    )  # fmt: skip
    said = words(section(document(replace(three, cells=cells)), "summary"))
    assert "this study cannot say whether the drug works by itself" in said


def test_the_table_at_a_glance_has_a_name_for_each_share(page: Document):
    glance = table(page, "glance")
    rows = [dict(zip([c.key for c in glance.columns], row, strict=True)) for row in glance.rows]
    assert glance.values("truth")[0] == "zero"
    assert [row["type_one"] is None for row in rows] == [False, True, True]
    assert [row["power"] is None for row in rows] == [True, False, False]
    assert [row["answer"] for row in rows] == ["yes", "too seldom", "yes"]


def test_truths_are_told_in_points_and_in_sds_in_one_row(page: Document):
    truths = section(page, "truths")
    own = truths.tables[0]
    assert own.caption.startswith("Stressor reactivity: LSD 10 micrograms against Placebo")
    assert own.values("free") == ("0", "−0.120 (0.004)", "−0.290 (0.004)")
    assert own.values("placebo") == ("0", "0", "−0.200 (0.004)")
    others = truths.folded[0]
    rows = [row for row in others.rows if row[0].startswith("Well-being") and row[1] == "Both"]
    assert [row[-1] for row in rows] == ["points"]
    assert rows[0][2] == "2.73 (0.04), 0.29\N{NO-BREAK SPACE}SD"  # of 9.4 points
    assert len({row[:2] for row in others.rows}) == len(others.rows)


@pytest.mark.parametrize("number", range(3))
def test_each_analysis_stands_once_against_its_own_estimand(
    three: Rehearsal, page: Document, number: int
):
    part = section(page, "estimators").parts[number]
    own = [one for one in (*part.tables, *part.folded) if one.key.startswith("own")]
    expected = [p for p in three.cells[number].performance if p.own]
    assert sum(len(one.rows) for one in own) == len(expected)
    read = [one for one in part.folded if one.key.startswith("read")]
    outcomes = {"stressor_reactivity", "brs"}
    beside = [
        p for p in three.cells[number].performance
        if not p.own and p.target.outcome in outcomes
    ]  # fmt: skip
    assert sum(len(one.rows) for one in read) == len(beside)


def test_tables_of_readings_name_no_error_and_no_power(page: Document):
    for one in page.tables:
        if one.key.startswith("read"):
            heads = " ".join(column.title for column in one.columns)
            assert "ype I" not in heads
            assert "ower" not in heads


def test_power_and_type_one_error_have_columns_where_they_are(page: Document):
    null, belief, _ = section(page, "estimators").parts
    keys = [[c.key for c in part.tables[0].columns] for part in (null, belief)]
    assert "type_one" in keys[0]
    assert "power" not in keys[0]
    assert "power" in keys[1]
    assert "type_one" not in keys[1]


def test_slow_and_failed_analyses_show_their_replicates(page: Document):
    others = next(one for one in page.tables if one.key == "own.others")
    assert {64, 1024} == set(others.values("replicates"))
    assert {0, 3} == set(others.values("failed"))
    assert any("take long" in note for note in others.notes)


def test_bias_is_drawn_with_its_monte_carlo_error(page: Document):
    drawn = [one for one in page.tables if one.key.startswith("bias.")]
    assert len(drawn) == 3
    for one in drawn:
        assert one.picture is not None
        assert one.picture.reference == (0.0,)
        for low, middle, high in zip(
            *(one.values(key) for key in ("lower", "bias", "upper")), strict=True
        ):
            assert isinstance(low, float)
            assert isinstance(middle, float)
            assert isinstance(high, float)
            assert low < middle < high
    assert {"for its own estimand", "read as the direct effect"} == set(drawn[0].values("reading"))


def test_a_bias_that_nothing_is_known_of_is_told_and_not_drawn(three: Rehearsal):
    one = three.cells[1]
    wild = [
        replace(p, bias=replace(p.bias, value=-40.0, error=39.0))
        if p.quantity.key == "direct_effect.brs.aipw.placebo"
        else p
        for p in one.performance
    ]
    found = document(replace(three, cells=(replace(one, performance=tuple(wild)),)))
    drawn = table(found, "bias.")
    assert all(abs(float(x)) < 2 for x in drawn.values("bias") if isinstance(x, float))
    assert any("Not drawn" in note and "aipw" in note for note in drawn.notes)


def test_expected_guesses_stand_under_their_scenario(page: Document):
    parts = section(page, "course").parts
    assert [part.title.partition(":")[0] for part in parts] == [
        "Null effect",
        "Belief only",
        "Both",
    ]
    assert parts[1].tables[0].values("said.MD") == (0.45, 0.24)


def test_refusals_and_failures_are_told_with_reasons_and_counts(page: Document):
    problems = section(page, "problems")
    refused, failed = problems.tables
    assert refused.rows == (
        ("Distress in the evening: Recovery from a stressor",
         "One entry an evening cannot identify a half-life in hours.", "everywhere", 3072),
    )  # fmt: skip
    assert set(failed.values("failed")) == {9}
    assert set(failed.values("replicates")) == {3072}


def test_refusals_of_some_cells_name_them(three: Rehearsal):
    other = Refused(key="x", title="Another", reason="No guesses.", replicates=7)
    cells = (replace(three.cells[0], refused=(other,)), *three.cells[1:])
    refused = section(document(replace(three, cells=cells)), "problems").tables[0]
    assert ("Another", "No guesses.", "Null effect", 7) in refused.rows
    assert refused.rows[1][2] == "Belief only; Both"


def test_without_problems_it_says_so(three: Rehearsal):
    cells = tuple(
        replace(one, refused=(), performance=tuple(replace(p, failed=0) for p in one.performance))
        for one in three.cells
    )
    problems = section(document(replace(three, cells=cells)), "problems")
    assert problems.paragraphs == ("Every analysis of the plan had an answer. No fit failed.",)
    assert problems.tables == ()


def test_assumptions_have_units_meanings_and_sources(page: Document):
    supposed = table(page, "supposed")
    rows = {row[0]: row[1:] for row in supposed.rows}
    null, belief, both, meaning = rows["every_outcome.belief"]
    assert (null, belief[:3], both[:3]) == ("–", "0.4", "0.3")
    assert "points" in belief
    assert meaning.startswith("Effect of believing that it was active")
    said = words(section(page, "assumptions"))
    assert "Sources of Belief only: guesses on dosing days of Szigeti" in said


def test_protocols_side_by_side_show_what_differs():
    one, other = rehearsed("both"), rehearsed("both", size=2.0)
    bigger = protocol().population.model_copy(update={"planned": 320})
    changed = protocol().model_copy(update={"population": bigger, "version": "2.0"})
    cell = Cell(protocol=changed, scenario=other.cell.scenario)
    found = document(rehearsal(one, replace(other, cell=cell)))
    differs = table(found, "differences")
    assert ("population.planned", "changes from 160 to 320") in differs.rows
    names = [part.title for part in section(found, "summary").parts[:2]]
    assert len(set(names)) == 2
    assert "version 2.0" in names[1]


def test_ademp_names_its_five_parts_and_the_seed(page: Document):
    points = section(page, "ademp").points
    assert [point.partition(":")[0] for point in points] == [
        "Aims", "Data-generating mechanisms", "Estimands", "Methods", "Performance measures",
    ]  # fmt: skip
    assert "1,024 replicates" in points[1]
    assert "seed 20261123" in points[1]
    assert "160 participants" in points[1]
    assert "Stressor reactivity by arm" in points[3]


def test_the_works_are_cited_once(page: Document):
    assert sum("morris2019using" in one for one in page.references) == 1
    assert any("kalisch2021" in one for one in page.references)
    assert len(set(page.references)) == len(page.references)


def test_facts_are_told_once(page: Document):
    names = [name for name, _ in page.facts]
    assert len(set(names)) == len(names)
    assert dict(page.facts)["Seed"] == "20261123"
    assert protocol().hash[:12] in dict(page.facts)["Protocols"]


@pytest.mark.parametrize("made", [rehearsal, grid], ids=["three", "grid"])
def test_the_page_is_whole_and_holds_every_table(made):
    found = document(made())
    html = render_document(found)
    seen = Balance(html)
    assert seen.broken == []
    assert seen.open == []
    assert len(seen.ids) == len(set(seen.ids))
    assert "script" not in seen.tags
    assert html.count("data-key=") == len(found.tables)


def test_texts_of_scenarios_and_protocols_are_escaped():
    one = rehearsed("both")
    scenario = one.cell.scenario.model_copy(update={"title": EVIL, "sources": (EVIL,)})
    cell = replace(one.cell, scenario=scenario, varied={EVIL: EVIL})
    refused = Refused(key=EVIL, title=EVIL, reason=EVIL, replicates=1)
    rows = tuple(
        replace(p, quantity=replace(p.quantity, title=EVIL, label=EVIL)) for p in one.performance
    )
    made = rehearsal(replace(one, cell=cell, refused=(refused,), performance=rows))
    html = render_document(document(made))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert Balance(html).broken == []


def test_the_sheet_has_every_row_at_full_precision(three: Rehearsal):
    made = table_of(three)
    every = [p for one in three.cells for p in one.performance]
    rows = list(csv.DictReader(io.StringIO(sheet(made))))
    assert len(rows) == len(every)
    for row, p in zip(rows, every, strict=True):
        assert row["quantity"] == p.quantity.key
        assert float(row["bias"]) == p.bias.value
        assert float(row["coverage_error"]) == p.coverage.error
        assert row["own"] == str(p.own).lower()
        called = ("type I error" if p.truth_is_zero else "power") if p.own else "neither"
        assert row["rejection_is"] == called
    assert [row["scenario"] for row in rows[:: len(rows) // 3]] == [
        "null_effect", "belief_only", "both",
    ]  # fmt: skip


def test_the_sheet_has_a_column_for_each_varied_field():
    made = table_of(grid())
    assert set(made.values("population.planned")) == {"80", "160", "240", "320"}
    assert all(isinstance(x, float) and isfinite(x) for x in made.values("mse"))


def test_a_rehearsal_without_cells_has_no_report(three: Rehearsal):
    with pytest.raises(ValueError, match="without cells"):
        document(replace(three, cells=()))


def test_the_terminal_gets_the_truth_first_in_forty_lines(three: Rehearsal):
    lines = text_summary(three).splitlines()
    assert lines[0].startswith("SIMULATED")
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100
    text = " ".join(text_summary(three).split())
    assert "0.12 residual SD better. It is not zero. All of it is belief" in text
    assert "Rejecting here is not a type I error" in text
    assert "52 of 100 such studies" in text
    assert "Null effect: nothing happens" in lines
    assert "Both: a direct effect and an effect of belief" in lines


def test_a_terminal_that_is_too_short_says_what_is_left_out():
    many = rehearsal(*(rehearsed("both", drug=k / 10) for k in range(6)))
    cells = tuple(
        replace(one, cell=replace(one.cell, varied={"drug": f"{k} tenths"}))
        for k, one in enumerate(many.cells)
    )
    text = text_summary(replace(many, cells=cells))
    assert len(text.splitlines()) <= 40
    assert "in the report.)" in text


def test_a_rehearsal_without_primary_analysis_does_not_call_its_question_primary():
    one = rehearsed("both")
    few = tuple(p for p in one.performance if p.quantity.analysis != "reactivity")
    assert len(few) < len(one.performance)
    told = " ".join(text_summary(rehearsal(replace(one, performance=few))).split())
    assert "First question of those rehearsed, none of them primary" in told
    assert "Primary question" not in told
    assert "Primary question" in text_summary(rehearsal(one))


def test_three_scenarios_are_the_example():
    assert len(SCENARIOS) == len(rehearsal().cells)


def test_tables_by_occasion_are_told_together_and_folded_in_full(three: Rehearsal):
    one = three.cells[0]
    by_occasion = Table(
        key="guesses.early",
        caption="Expected guesses",
        columns=(
            Column(key="occasion", title="Occasion", kind="text"),
            Column(key="given", title="Given", kind="text"),
            Column(key="said.MD", title="LSD", kind="percent"),
        ),
        rows=(("all", "LSD", 0.4), ("day.1", "LSD", 0.3), ("day.2", "LSD", 0.5)),
    )
    found = document(replace(three, cells=(replace(one, tables=(by_occasion,)),)))
    course = section(found, "course")
    assert course.tables[0].rows == (("LSD", 0.4),)
    assert course.tables[0].caption == "Expected guesses (all occasions together)"
    assert course.folded[0].rows == by_occasion.rows


def test_p_values_are_shown_for_primary_answers_without_keys(three: Rehearsal):
    one = three.cells[0]
    title = primary(one)[0].quantity.title
    spread = Table(
        key="p_values",
        caption="How p-values spread",
        columns=(
            Column(key="title", title="Analysis", kind="text"),
            Column(key="key", title="Key", kind="text"),
            Column(key="share", title="Replicates", kind="percent"),
        ),
        rows=((title, "a", 0.05), ("Another", "b", 0.04), ("A third", "c", 0.03)),
    )
    found = document(replace(three, cells=(replace(one, tables=(spread,)),)))
    shown = section(found, "course").tables[0]
    assert shown.rows == ((title, 0.05),)
    assert shown.notes == ("Shown for the primary answers.",)
