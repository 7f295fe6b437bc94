"""The reference page of substances is generated, current, and checked in."""

from __future__ import annotations

from tools import pharmacology_reference


def test_the_page_is_current():
    assert (
        pharmacology_reference.PAGE.read_text(encoding="utf-8") == pharmacology_reference.render()
    ), "run `python -m tools.pharmacology_reference` and commit the page"
