"""What a rule owes its callers beyond its result: names, words, refusals, and no surprises."""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limen.errors import RuleError
from limen.rules import OPERATORS, parse_rule

ELIGIBLE = {
    "and": [
        {"between": [{"value": "age_years"}, 18, 65]},
        {"not": {"any": {"values": ["psychosis", "mania"]}, "where": {"each": "value"}}},
    ]
}
ADULT = {"at_least": [{"value": "age_years"}, 18]}
SUM = {"sum": {"values": ["1", "2"]}}


def problems(tree: Any, path: str = "") -> list[str]:
    with pytest.raises(RuleError) as caught:
        parse_rule(tree, path=path)
    return [str(problem) for problem in caught.value.problems]


def test_a_rule_knows_its_names_operators_and_words() -> None:
    rule = parse_rule(ELIGIBLE)
    assert rule.names() == {"age_years", "psychosis", "mania"}
    assert rule.operators() == {
        "and",
        "between",
        "value",
        "values",
        "not",
        "any",
        "each",
        "constant",
    }
    assert rule.in_words() == (
        "age_years is between 18 and 65 and not (any of psychosis, mania has: it)"
    )


def test_names_inside_options_are_found() -> None:
    tree = {"cases": [[{"value": "a"}, 1]], "otherwise": {"value": "b"}}
    assert parse_rule(tree).names() == {"a", "b"}
    where = {
        "count_if": [{"value": "a"}],
        "where": {"at_least": [{"each": "value"}, {"value": "c"}]},
    }
    assert parse_rule(where).names() == {"a", "c"}


def test_all_problems_come_at_once_each_with_its_place_and_remedy() -> None:
    tree = {"and": [{"at_leest": [1, 2]}, {"at_least": [{"value": "a"}]}, 3]}
    assert problems(tree, path="population.eligibility") == [
        "population.eligibility.and[0].at_leest: There is no operator 'at_leest'. "
        "Did you mean 'at_least'?",
        "population.eligibility.and[1].at_least: 'at_least' takes a list of exactly 2; it has 1.",
        "population.eligibility.and[2]: This is a number, and a truth is needed.",
    ]


@pytest.mark.parametrize(
    ("wrong", "right"), [("eq", "equals"), (">=", "at_least"), ("add", "sum"), ("max", "max_of")]
)
def test_words_of_other_languages_are_translated(wrong: str, right: str) -> None:
    (problem,) = problems({wrong: [1, 2]})
    assert f"Did you mean {right!r}?" in problem


def test_two_operators_in_one_mapping_are_explained() -> None:
    (problem,) = problems({"equals": [1, 2], "not": True})
    assert "put both into a list" in problem


@pytest.mark.parametrize("tree", [float("nan"), float("inf"), b"x", {1, 2}, object(), [[]]])
def test_what_is_no_plain_data_is_refused(tree: Any) -> None:
    assert problems(tree)


def test_a_tree_that_contains_itself_is_refused() -> None:
    loop: dict[str, Any] = {}
    loop["and"] = [loop, loop]
    assert "at most" in problems(loop)[0]
    assert "5000 nodes" in problems({"and": [True] * 6000})[0]


def test_a_rule_does_not_follow_later_changes_of_its_tree() -> None:
    tree = copy.deepcopy(SUM)
    rule = parse_rule(tree)
    tree["sum"]["values"].append("3")
    assert rule.tree == SUM
    assert rule == parse_rule(SUM)
    assert rule.evaluate({"1": 1, "2": 2}) == 3


def test_holds_is_true_for_true_only() -> None:
    rule = parse_rule(ADULT)
    found = [rule.holds({"age_years": years}) for years in (18, 17)]
    assert found == [True, False]
    assert rule.holds({}) is False
    with pytest.raises(RuleError, match="neither true nor false"):
        parse_rule(SUM).holds({"1": 1, "2": 2})


def test_a_rule_that_gives_a_list_is_refused_when_evaluated() -> None:
    with pytest.raises(RuleError, match="gives a list"):
        parse_rule({"values": ["1"]}).evaluate({})


def test_values_may_come_from_numpy_and_nan_is_missing() -> None:
    rule = parse_rule(SUM)
    assert rule.evaluate({"1": np.float64(1.5), "2": np.int64(2)}) == 3.5
    assert rule.evaluate({"1": np.nan, "2": 2}) is None
    assert parse_rule({"not": {"value": "a"}}).evaluate({"a": np.bool_(True)}) is False
    with pytest.raises(RuleError, match="too large"):
        rule.evaluate({"1": float("inf"), "2": 1})


def test_the_mean_with_prorating_is_the_prorated_sum_over_the_count() -> None:
    names = {"values": ["1", "2", "3"]}
    values = {"1": 2, "3": 5}
    policy = {"missing": {"prorate": 1}}
    total = parse_rule({"sum": names, **policy}).evaluate(values)
    mean = parse_rule({"mean": names, **policy}).evaluate(values)
    assert total == pytest.approx(3 * 3.5)
    assert mean == pytest.approx(3.5)


_ATOMS = st.sampled_from([True, False, None, {"value": "a"}, {"value": "b"}])
_TREES = st.recursive(
    _ATOMS,
    lambda below: (
        st.builds(lambda rule: {"not": rule}, below)
        | st.builds(
            lambda word, rules: {word: rules},
            st.sampled_from(["and", "or"]),
            st.lists(below, min_size=1, max_size=3),
        )
    ),
    max_leaves=12,
)


def _completions(values: dict[str, bool | None]) -> list[dict[str, bool | None]]:
    free = [name for name, value in values.items() if value is None]
    if not free:
        return [values]
    return [c for truth in (True, False) for c in _completions({**values, free[0]: truth})]


def _without_null(tree: Any) -> Any:
    return json.loads(json.dumps(tree).replace("null", '{"value": "c"}'))


@given(tree=_TREES, a=st.sampled_from([True, False, None]), b=st.sampled_from([True, False, None]))
def test_a_known_truth_holds_however_the_missing_answers_turn_out(
    tree: Any, a: bool | None, b: bool | None
) -> None:
    rule = parse_rule(_without_null(tree))
    values = {"a": a, "b": b, "c": None}
    known = rule.evaluate(values)
    if known is not None:
        assert {rule.evaluate(full) for full in _completions(values)} == {known}


@pytest.mark.parametrize("operator", OPERATORS.values(), ids=OPERATORS.keys())
def test_every_operator_has_an_example_that_uses_it_and_says_it_in_words(operator: Any) -> None:
    rule = parse_rule(operator.example)
    assert operator.name in rule.operators()
    assert rule.in_words()
