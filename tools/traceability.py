"""Write docs/develop/traceability.md: what the rules ask, what Limen does, which tests show it.

Run `python -m tools.traceability`. With `--results FILE` (what `pytest --junitxml FILE` wrote) it
prints the same table with the outcome of every test instead: the evidence of one release on one
machine. It ends with 1 if a named test did not pass, or was not run.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
REQUIREMENTS = Path(__file__).with_name("requirements.yaml")
PAGE = ROOT / "docs" / "develop" / "traceability.md"
INTRODUCTION = """\
# Rules and tests

Generated from `tools/requirements.yaml` (`python -m tools.traceability`).

Limen is **designed to support** studies under ICH E6(R3) and 21 CFR Part 11. It does not make a
study compliant, and nobody has certified it: compliance is a property of people, procedures and a
validated installation, not of a program. This table says what each rule asks, in our words (the
rule itself is what binds), what Limen does about it, which tests show that, and what stays with
whoever runs the study. Have it checked by whoever is responsible for quality.

## Intended use

Limen is for planning, conducting and analysing **approved** studies of micro-doses in adults, by
trained teams: consent, diaries, tests and forms, dispatch of blinded kits, safety calls,
monitoring, locking, export. It is **not** a medical device: it diagnoses and treats nobody,
recommends no dose, and no one's care may depend on it alone. Safety calls need a roster of
people, a mail server or gateway that works, and a second way to notice that the server is down.
It is not for emergencies: participants are told on every page whom to call. It is not for
unapproved studies, self-treatment or the supply of substances.

## Evidence of a release

```sh
python -m pytest -m 'long or not long' --junitxml results.xml
python -m tools.traceability --results results.xml
```

prints this table with what became of each test on your machine, and ends with 1 if one of them
failed or was not run. Keep it with the version of Limen, of Python and of the database, as part
of your own validation.
"""


def requirements() -> list[dict[str, Any]]:
    """Return the rules with their clauses."""
    found: list[dict[str, Any]] = YAML(typ="safe").load(REQUIREMENTS.read_text(encoding="utf-8"))
    return found


def named_tests() -> Iterator[tuple[str, str]]:
    """Yield each file and function that a clause names."""
    for rule in requirements():
        for clause in rule["clauses"]:
            for test in clause["tests"]:
                file, _, name = test.partition("::")
                yield file, name


def missing() -> list[str]:
    """Return the named tests that do not exist."""
    there: dict[str, set[str]] = {}
    lacking = []
    for file, name in named_tests():
        if file not in there:
            there[file] = _functions(ROOT / "tests" / file)
        if name not in there[file]:
            lacking.append(f"{file}::{name}")
    return lacking


def page(outcomes: Mapping[str, str] | None = None) -> str:
    """Return the page; with outcomes, each test is followed by what became of it."""
    lines = [INTRODUCTION]
    for rule in requirements():
        lines += [f"## {rule['rule']}", ""]
        lines += ["| Clause | Asks | Limen | Tests | Yours |", "| --- | --- | --- | --- | --- |"]
        for clause in rule["clauses"]:
            tests = "<br>".join(_shown(test, outcomes) for test in clause["tests"]) or "–"
            cells = (clause["clause"], clause["asks"], clause["does"], tests)
            lines.append("| " + " | ".join((*cells, clause.get("yours", "–"))) + " |")
        lines.append("")
    return "\n".join(lines)


def outcomes_of(file: Path) -> dict[str, str]:
    """Return the worst outcome of each test of a JUnit file, over its parameters."""
    order = ("passed", "skipped", "failed")
    found: dict[str, str] = {}
    for case in ElementTree.parse(file).getroot().iter("testcase"):
        parts = case.get("classname", "").removeprefix("tests.").split(".")
        name = f"{'/'.join(parts)}.py::{case.get('name', '').partition('[')[0]}"
        said = "passed"
        for child in case:
            if child.tag in ("failure", "error"):
                said = "failed"
            elif child.tag == "skipped" and said == "passed":
                said = "skipped"
        found[name] = max(found.get(name, "passed"), said, key=order.index)
    return found


def _functions(file: Path) -> set[str]:
    if not file.is_file():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _shown(test: str, outcomes: Mapping[str, str] | None) -> str:
    file, _, name = test.partition("::")
    words = name.removeprefix("test_").replace("_", " ")
    told = "" if outcomes is None else f" **{outcomes.get(test, 'not run')}**"
    return f"{words} (`{file}`){told}"


def main() -> int:
    """Write the page, or print the evidence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, help="JUnit file of a run of the tests")
    results = parser.parse_args().results
    lacking = missing()
    if lacking:
        print("These tests do not exist:", *lacking, sep="\n  ")
        return 1
    if results is None:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    outcomes = outcomes_of(results)
    print(page(outcomes))
    told = [outcomes.get(f"{file}::{name}") for file, name in named_tests()]
    return 0 if all(one == "passed" for one in told) else 1


if __name__ == "__main__":
    sys.exit(main())
