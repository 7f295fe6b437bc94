"""The table of rules and tests: every test that it names is there, and the page is current."""

from __future__ import annotations

from tools import traceability


def test_every_test_that_is_named_exists():
    assert traceability.missing() == []


def test_the_page_is_the_one_that_would_be_written():
    assert traceability.PAGE.read_text(encoding="utf-8") == traceability.page()


def test_a_clause_without_a_test_says_whose_it_is():
    for rule in traceability.requirements():
        for clause in rule["clauses"]:
            assert clause["tests"] or clause.get("yours"), clause["clause"]


def test_it_never_claims_compliance():
    words = " ".join(traceability.page().split())
    assert "designed to support" in words
    assert "does not make a study compliant" in words


def test_the_worst_outcome_of_a_test_is_shown(tmp_path):
    file = tmp_path / "results.xml"
    case = '<testcase classname="tests.a.test_b" name="{}">{}</testcase>'
    cases = [
        case.format("test_c[sqlite]", ""),
        case.format("test_c[postgresql]", "<failure/>"),
        case.format("test_d", "<skipped/>"),
        case.format("test_e", ""),
    ]
    file.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
    assert traceability.outcomes_of(file) == {
        "a/test_b.py::test_c": "failed",
        "a/test_b.py::test_d": "skipped",
        "a/test_b.py::test_e": "passed",
    }
