"""The pages' scripts, run by node: their own tests, and the rule language beside Python's."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from limen.errors import RuleError
from limen.instruments import catalogue
from limen.rules import parse_rule

HERE = Path(__file__).parent
SCRIPTS = Path(str(resources.files("limen.conduct.participant") / "static"))
CASES = json.loads((resources.files("limen.rules") / "conformance.json").read_text("utf-8"))[
    "cases"
]
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed")

_POOL = [None, True, False, 0, 1, 2, 5, -1, 3.5, 1e200, "", "yes", "2026-03-29T02:30", "Mars/One",
         {"state": "skipped"}, {"state": "declined"}, {"state": "lost"}, {"state": "answered"},
         {"value": 4}, {"value": 4, "x": 1}, [1], "Europe/Berlin"]  # fmt: skip


@needs_node
@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.mjs")), ids=lambda file: file.name)
def test_the_script_passes_its_own_tests(file: Path) -> None:
    done = subprocess.run(
        [str(NODE), "--test", str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout


@needs_node
def test_rules_come_out_alike_in_python_and_in_the_browser_errors_included() -> None:
    cases = [*({"rule": c["rule"], "values": c["values"]} for c in CASES), *_disturbed()]
    assert len(cases) > 1500
    said = subprocess.run(
        [str(NODE), str(HERE / "outcomes.mjs")],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    different = [
        (case, ours, theirs)
        for case, ours, theirs in zip(
            cases, map(_outcome, cases), json.loads(said.stdout), strict=True
        )
        if not _alike(ours, theirs)
    ]
    assert different == []


@needs_node
def test_every_condition_and_check_of_the_catalogue_can_be_read_by_the_browser() -> None:
    rules = [
        rule
        for instrument in catalogue().values()
        for rule in (
            *(item.asked_if for item in instrument.items if item.asked_if is not None),
            *(check.rule for check in instrument.checks),
        )
    ]
    assert len(rules) > 10
    said = subprocess.run(
        [str(NODE), str(HERE / "outcomes.mjs")],
        input=json.dumps([{"rule": rule, "values": {}} for rule in rules]),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert [kind for kind, _ in json.loads(said.stdout) if kind == "malformed"] == []


def test_the_scripts_of_a_page_are_small() -> None:
    sizes = [file.stat().st_size for file in SCRIPTS.rglob("*.js")]
    assert len(sizes) > 10
    assert sum(sizes) < 64 * 1024  # before compression, which takes two thirds of it


def test_no_script_speaks_to_anybody_else() -> None:
    for file in SCRIPTS.rglob("*.js"):
        text = file.read_text("utf-8")
        for word in ("http:", "https:", "eval(", "innerHTML"):
            assert word not in text, (file, word)


def _disturbed() -> list[dict[str, Any]]:
    """The shared cases with other values, and with a part of the rule replaced."""
    chance = random.Random(4)
    made = []
    for case in CASES:
        if case["id"] == "too_deep":
            continue
        for _ in range(6):
            names = sorted({*case["values"], *_names(case["rule"])})
            values = {name: chance.choice(_POOL) for name in names}
            made.append({"rule": case["rule"], "values": values})
        for _ in range(3):
            made.append({"rule": _broken(case["rule"], chance), "values": case["values"]})
    return made


def _names(rule: Any) -> set[str]:
    if isinstance(rule, list):
        return {name for one in rule for name in _names(one)}
    if not isinstance(rule, dict):
        return set()
    here = {rule["value"]} if isinstance(rule.get("value"), str) else set()
    listed = rule.get("values") if isinstance(rule.get("values"), list) else []
    here |= {name for name in listed if isinstance(name, str)}
    return here | {name for one in rule.values() for name in _names(one)}


def _broken(rule: Any, chance: random.Random) -> Any:
    if isinstance(rule, dict) and rule and chance.random() < 0.7:
        key = chance.choice(sorted(rule))
        return {**rule, key: _broken(rule[key], chance)}
    if isinstance(rule, list) and rule and chance.random() < 0.7:
        at = chance.randrange(len(rule))
        return [*rule[:at], _broken(rule[at], chance), *rule[at + 1 :]]
    return chance.choice([None, True, 3, -2.5, "yes", [], {}, [1, 2], {"value": "a"}, {"sum": [1]}])


def _outcome(case: dict[str, Any]) -> list[Any]:
    try:
        rule = parse_rule(case["rule"])
    except RuleError as error:
        return ["malformed", [[one.path, one.message] for one in error.problems]]
    try:
        return ["result", rule.evaluate(case["values"])]
    except RuleError as error:
        return ["cannot_evaluate", [[one.path, one.message] for one in error.problems]]


def _alike(ours: list[Any], theirs: list[Any]) -> bool:
    one, other = ours[1], theirs[1]
    if ours[0] != theirs[0]:
        return False
    numbers = isinstance(one, (int, float)) and isinstance(other, (int, float))
    if numbers and not isinstance(one, bool) and not isinstance(other, bool):
        return abs(one - other) <= 1e-9 * abs(one)
    return type(one) is type(other) and one == other
