"""Pages that are generated are current, and checked in."""

from __future__ import annotations

import os

os.environ["COLUMNS"] = "88"

from tools import cli_reference


def test_cli_reference_is_current():
    assert cli_reference.PAGE.read_text(encoding="utf-8") == cli_reference.render(), (
        "run `python -m tools.cli_reference` and commit the page"
    )


def test_every_verb_teaches_with_an_example():
    silent = [
        " ".join(words)
        for words in cli_reference.verbs(groups=False)
        if "xample" not in cli_reference.help_text(*words)
    ]
    assert silent == []
