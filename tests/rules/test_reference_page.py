"""The reference page of the rule language lists every operator and option, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from limen.rules import OPERATORS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "rules.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, flags=re.MULTILINE))


def test_every_operator_is_documented_with_its_meaning() -> None:
    missing = {
        name: operator.meaning
        for name, operator in OPERATORS.items()
        if not ROWS.get(name, "").endswith(f"| {operator.gives} | {operator.meaning}")
    }
    assert missing == {}


def test_every_option_is_documented_with_its_meaning() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    for operator in OPERATORS.values():
        for key, option in operator.options.items():
            row = [r for r in rows if r.startswith(f"| `{key}`") and f"`{operator.name}`" in r]
            assert option.meaning in " ".join(row), (operator.name, key)


def test_nothing_is_documented_that_does_not_exist() -> None:
    options = {key for operator in OPERATORS.values() for key in operator.options}
    assert set(ROWS) - set(OPERATORS) - options == set()
