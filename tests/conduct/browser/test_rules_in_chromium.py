"""The rule language in the browser that people have: the shared cases, in chromium."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

CASES = json.loads((resources.files("limen.rules") / "conformance.json").read_text("utf-8"))[
    "cases"
]
RUN = """
async (cases) => {
  const { parseRule } = await import("/static/participant/rules.js");
  return cases.map(({ rule, values }) => {
    let parsed;
    try {
      parsed = parseRule(rule);
    } catch (error) {
      return { error: "malformed", path: error.problems[0].path };
    }
    try {
      return { expected: parsed.evaluate(values) };
    } catch (error) {
      return { error: "cannot_evaluate", path: error.problems[0].path };
    }
  });
}
"""


def test_every_shared_case_comes_out_as_it_must(server: Any, phone: Any) -> None:
    page = phone()
    page.goto("/help/")
    found = page.evaluate(RUN, CASES)
    assert len(found) == len(CASES)
    wrong = [
        (case["id"], one) for case, one in zip(CASES, found, strict=True) if not _fits(case, one)
    ]
    assert wrong == []


def _fits(case: dict[str, Any], found: dict[str, Any]) -> bool:
    if "error" in case:
        return found == {"error": case["error"], "path": case["path"]}
    expected, result = case["expected"], found.get("expected")
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        number = isinstance(result, (int, float)) and not isinstance(result, bool)
        return number and abs(result - expected) <= 1e-9 * abs(expected)
    return type(result) is type(expected) and result == expected
