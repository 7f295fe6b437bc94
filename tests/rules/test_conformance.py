"""The cases that every implementation of the rule language must pass."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest

from limen.errors import RuleError
from limen.rules import OPERATORS, parse_rule

CASES = json.loads((resources.files("limen.rules") / "conformance.json").read_text("utf-8"))[
    "cases"
]
GOOD = [case for case in CASES if "expected" in case]
MALFORMED = [case for case in CASES if case.get("error") == "malformed"]
CANNOT = [case for case in CASES if case.get("error") == "cannot_evaluate"]


def by_id(case: dict[str, Any]) -> str:
    return str(case["id"])


@pytest.mark.parametrize("case", GOOD, ids=by_id)
def test_a_rule_gives_what_it_must(case: dict[str, Any]) -> None:
    found, expected = parse_rule(case["rule"]).evaluate(case["values"]), case["expected"]
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        assert found == pytest.approx(expected, rel=1e-9, abs=0)
        assert not isinstance(found, bool)
    else:
        assert found == expected
        assert type(found) is type(expected)


@pytest.mark.parametrize("case", MALFORMED, ids=by_id)
def test_a_malformed_rule_is_refused_with_its_place(case: dict[str, Any]) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule(case["rule"])
    assert caught.value.problems[0].path == case["path"]


@pytest.mark.parametrize("case", CANNOT, ids=by_id)
def test_values_that_do_not_fit_are_refused_with_their_place(case: dict[str, Any]) -> None:
    rule = parse_rule(case["rule"])
    with pytest.raises(RuleError) as caught:
        rule.evaluate(case["values"])
    assert caught.value.problems[0].path == case["path"]


def test_there_are_enough_cases_and_every_operator_and_option_is_in_one() -> None:
    text = json.dumps([case["rule"] for case in CASES])
    wanted = {*OPERATORS, *(o for operator in OPERATORS.values() for o in operator.options)}
    assert {word for word in wanted if f'"{word}":' not in text} == set()
    assert len(CASES) == len(GOOD) + len(MALFORMED) + len(CANNOT) >= 120
    assert len({case["id"] for case in CASES}) == len(CASES)
