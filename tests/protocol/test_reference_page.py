"""The reference page is current, and knows every part."""

from __future__ import annotations

from tools import protocol_reference


def test_the_page_is_current():
    assert protocol_reference.PAGE.read_text(encoding="utf-8") == protocol_reference.render(), (
        "run `python -m tools.protocol_reference` and commit the page"
    )


def test_every_part_has_a_section_and_every_link_leads_to_one():
    page = protocol_reference.render()
    for name in protocol_reference.reachable():
        assert f"\n## {name}\n" in page
        assert f"(#{name.lower()})" in page or name == "Protocol"
