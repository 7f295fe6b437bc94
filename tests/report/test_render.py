"""The report: everything is there, in its order, in one file that asks nobody for anything."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from example_results import blinded, example
from html_page import Page

from limen.report import render
from limen.results import Results, ResultStatus, Table

ORDER = [
    "summary",
    "flow",
    "characteristics",
    "estimands",
    "outcomes",
    "controls",
    "blinding",
    "curve",
    "counterexample",
    "analyses",
    "problems",
    "findings",
    "methods",
    "references",
    "provenance",
]
EVIL = "<img src=x onerror=alert(1)>\"'&`</details></style>"


@pytest.fixture(scope="module")
def html() -> str:
    return render(example())


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def all_tables(results: Results) -> list[Table]:
    study = (results.flow, results.characteristics, results.missingness, *results.tables)
    return [t for t in (*study, *(t for r in results.results for t in r.tables)) if t is not None]


def test_the_tags_are_balanced_and_the_ids_unique(page: Page) -> None:
    assert page.broken == []
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_the_sections_stand_in_their_order(page: Page) -> None:
    assert [id_ for id_ in page.ids if id_ in ORDER] == ORDER


def test_every_line_of_the_contents_leads_somewhere(page: Page) -> None:
    inside = [value[1:] for value in page.values("href") if value.startswith("#")]
    assert set(inside) == set(ORDER)


@pytest.mark.parametrize("results", [example(), blinded()], ids=["example", "blinded"])
def test_the_whole_page_has_no_external_resource(results: Results) -> None:
    html = render(results)
    page = Page(html)
    outside = [value for value in page.values("href") if not value.startswith("#")]
    assert all(value.startswith("https://doi.org/") for value in outside)
    assert all(tag == "a" for tag, name, value in page.attributes if value in outside)
    for name in ("src", "srcset", "data", "poster", "action", "background", "xlink:href"):
        assert page.values(name) == [], name
    for element in ("script", "link", "iframe", "img", "object", "embed", "base", "use", "image"):
        assert f"<{element}" not in html, element
    assert not re.search(r"@import|url\(|@font-face|image-set\(|http-equiv", html)
    assert not any(name.startswith("on") for _, name, _ in page.attributes)
    addresses = set(re.findall(r"(?:https?:)?//[\w.]+", html))
    assert addresses <= {"https://doi.org", "http://www.w3.org"}  # links, and the name of SVG


def test_the_works_that_are_cited_are_linked(page: Page) -> None:
    assert len([v for v in page.values("href") if v.startswith("https://doi.org/")]) == 2


def test_headings_never_skip_a_level(html: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels.count(1) == 1
    main = levels[levels.index(1) :]
    assert all(after <= before + 1 for before, after in pairwise(main))


def test_every_figure_and_every_scrolling_table_has_a_name(html: str) -> None:
    for figure in re.findall(r"<svg[^>]*>.{40}", html):
        assert 'role="img"' in figure
        assert "<title>" in figure
    for box in re.findall(r'<div class="scroll"[^>]*>', html):
        assert "aria-label=" in box
        assert 'tabindex="0"' in box


def test_every_table_appears(page: Page) -> None:
    wanted = [table.key for table in all_tables(example())]
    shown = page.values("data-key")
    for key in set(wanted):
        assert shown.count(key) >= wanted.count(key), key


def test_every_picture_appears(page: Page) -> None:
    drawn = [t for t in all_tables(example()) if t.picture is not None]
    assert (
        page.values("class").count("limen-picture")
        + page.values("class").count("limen-picture small")
        == len(drawn) + 1
    )  # and the forest of the acute outcomes, which the report makes itself


def test_the_forest_sets_the_guess_beside_what_was_planned(html: str) -> None:
    forest = html[html.index('<section id="outcomes"') : html.index('<section id="controls"')]
    for words in ("2.22 (0.82 to 3.62)", "0.94 (−0.45 to 2.33)", "0.046 (−0.023 to 0.115)"):
        assert f">{words}<" in forest
    assert "Drug intensity (mm), positive control" in forest
    assert "As allocated" in forest
    assert "sensitivity analysis" in forest
    assert "lower is better" in forest


def test_the_axis_of_the_forest_is_in_standard_deviations(html: str) -> None:
    start = html.index('data-key="forest.acute"')
    row = html[html.index("PANAS balance", start) :][:900]
    cells = re.findall(r"<td>([^<]+)<", row)
    assert cells[0] == "2.22"
    assert float(cells[5]) == pytest.approx(2.219319 / 10.3, abs=0.0005)


def test_controls_stand_beside_the_adjustments(html: str) -> None:
    for section in ("controls", "curve"):
        body = html[html.index(f'<section id="{section}"') :]
        body = body[: body.index("</section>")]
        assert "Drug intensity (positive control): 12.5 mm unadjusted" in body
        assert "The curve at one half leaves it compatible with no response (removes 96" in body
        assert "Cognitive performance score (negative control)" in body  # alone: told in full


def test_what_has_no_answer_is_listed_with_its_reason(page: Page) -> None:
    for result in example().results:
        if result.status in (ResultStatus.REFUSED, ResultStatus.FAILED):
            assert f"{result.title} [{result.key}]" in page.text
            assert result.message.split("`")[0] in page.text
        for warning in result.warnings:
            assert warning in page.text
    assert "30 (26 done; 2 done, with warnings; 1 refused; 1 failed)" in page.text


def test_every_planned_analysis_is_in_the_ledger(html: str) -> None:
    ledger = html[html.index('data-key="ledger"') :]
    ledger = ledger[: ledger.index("</table>")]
    for result in example().results:
        assert f">{result.key}<" in ledger


def test_findings_methods_and_provenance_are_there(page: Page) -> None:
    source = example().provenance
    facts = (source.protocol_hash, source.dataset_hash, source.allocations_hash, source.command)
    for words in (*example().findings, *facts, "20210302", "numpy 2.4.0"):
        assert words in page.text
    sentence = example().results[0].methods
    assert page.text.count(sentence) == 1


def test_each_work_is_cited_once(html: str) -> None:
    assert html.count("https://doi.org/10.18637/jss.v067.i01") == 1
    assert "Mächler M" in html
    assert "@article{bates2015" in html


def test_estimands_have_their_five_attributes(page: Page) -> None:
    for estimand in example().estimands:
        for words in (estimand.treatment, estimand.population, estimand.variable, estimand.summary):
            assert words in page.text
    assert "while on treatment for stopping dosing" in page.text


def test_a_population_that_all_questions_share_is_told_once() -> None:
    people = "Everyone who was randomised"
    shared = tuple(replace(e, population=people) for e in example().estimands)
    assert Page(render(replace(example(), estimands=shared))).text.count(people) == 1


@pytest.mark.parametrize("marked", ["simulated", "blinded"])
def test_what_must_be_seen_first_comes_first(marked: str) -> None:
    results = replace(example(), provenance=replace(example().provenance, **{marked: True}))
    html = render(results)
    main = html[html.index("<main>") :]
    assert main.startswith(f'<main><div class="banner" role="note"><strong>{marked.upper()}')
    assert f"<title>{marked.upper()}" in html


def test_real_unsealed_data_have_no_banner(html: str) -> None:
    assert 'class="banner"' not in html


def test_a_sealed_dataset_gives_a_report_without_comparisons() -> None:
    html = render(blinded())
    page = Page(html)
    assert page.broken == []
    assert [i for i in page.ids if i in ORDER] == [i for i in ORDER if i != "counterexample"]
    assert "Nothing in this report compares interventions." in page.text
    assert "Half-half" not in page.text


def test_no_results_at_all_are_still_a_report() -> None:
    page = Page(render(Results(provenance=example().provenance, results=())))
    assert page.broken == []
    assert "The plan names no control outcome." in page.text


def test_words_from_outside_cannot_become_markup() -> None:
    whole = example()
    first = replace(
        whole.results[0],
        title=EVIL,
        outcome_title=EVIL,
        unit=EVIL,
        message=EVIL,
        warnings=(EVIL,),
        methods=EVIL,
        references=(f"@misc{{x, title = {{{EVIL}}}, doi = {{10.1/{EVIL}}}}}",),
        details={EVIL: EVIL},
        tables=tuple(replace(t, caption=EVIL, notes=(EVIL,)) for t in whole.results[0].tables),
        estimates=tuple(replace(e, label=EVIL, unit=EVIL) for e in whole.results[0].estimates),
    )
    source = replace(whole.provenance, study=EVIL, command=EVIL, software={EVIL: EVIL})
    estimand = replace(whole.estimands[0], title=EVIL, treatment=EVIL, id=EVIL)
    results = replace(
        whole,
        results=(first, *whole.results[1:]),
        provenance=source,
        estimands=(estimand,),
        findings=(EVIL,),
        cannot_answer=(EVIL,),
    )
    html = render(results)
    page = Page(html)
    assert "<img" not in html
    assert page.broken == []
    assert page.values("src") == []
    assert html.count("</style>") == 1


def test_no_number_is_a_negative_zero_and_minus_is_a_minus(page: Page) -> None:
    assert not re.search(r"[−-]0\.0+(?![\d])", page.text)
    assert "nan" not in page.text.lower().split()


def test_long_tables_say_that_they_are_shortened(page: Page) -> None:
    assert "25 of 101 rows are shown; results.json has them all." in page.text


def test_outcomes_without_a_standard_deviation_get_a_picture_per_unit() -> None:
    bare = tuple(replace(r, details={"guess": r.details.get("guess")}) for r in example().results)
    page = Page(render(replace(example(), results=bare)))
    keys = [key for key in page.values("data-key") if key.startswith("forest.")]
    assert keys == ["forest.acute.points", "forest.acute.mm", "forest.acute.SD units"]
