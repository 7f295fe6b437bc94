"""The reference page is current, and knows every part."""

from __future__ import annotations

from tools import scenario_reference


def test_the_page_is_current():
    page = scenario_reference.PAGE.read_text(encoding="utf-8")
    assert page == scenario_reference.render(), (
        "run `python -m tools.scenario_reference` and commit the page"
    )


def test_every_part_has_a_section():
    page = scenario_reference.render()
    for name in scenario_reference.reachable():
        assert f"\n## {name}\n" in page
