"""Files, YAML and parts: everything wrong at once, each with its place and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from limen.errors import ProtocolError
from limen.protocol import Protocol, load_protocol, parse_protocol


def refused(path: Path) -> str:
    with pytest.raises(ProtocolError) as caught:
        load_protocol(path)
    assert caught.value.problems[0].file == path
    return str(caught.value)


def test_a_folder_is_no_protocol(tmp_path):
    assert "folder" in refused(tmp_path)


def test_a_missing_file_says_how_to_start(tmp_path):
    assert "limen protocol new" in refused(tmp_path / "none.yaml")


def test_another_encoding_names_the_line(tmp_path):
    file = tmp_path / "latin.yaml"
    file.write_bytes("limen: 1\ntitle: Köln\n".encode("latin-1"))
    with pytest.raises(ProtocolError) as caught:
        load_protocol(file)
    assert caught.value.problems[0].line == 2
    assert "UTF-8" in str(caught.value)


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path, starting):
    file = tmp_path / "windows.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + starting.replace("\n", "\r\n").encode())
    assert load_protocol(file).hash == parse_protocol(starting).hash


def test_a_huge_file_is_not_read(tmp_path):
    file = tmp_path / "huge.yaml"
    file.write_bytes(b"#" * 4_000_001)
    assert "bytes" in refused(file)


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", "---\n"])
def test_an_empty_document(tmp_path, text):
    file = tmp_path / "empty.yaml"
    file.write_text(text)
    assert "empty" in refused(file)


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words\n", "12\n"])
def test_a_document_that_is_no_mapping(tmp_path, text):
    file = tmp_path / "list.yaml"
    file.write_text(text)
    assert "not a mapping" in refused(file)


def test_wrong_yaml_has_line_and_column(tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text("limen: 1\nlanguages: [en\nid: x\n")
    with pytest.raises(ProtocolError) as caught:
        load_protocol(file)
    problem = caught.value.problems[0]
    assert (problem.line, problem.column) == (3, 3)
    assert "not YAML" in problem.message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("limen: 1\na: !!python/object/apply:os.system [ls]\n", "not allowed"),
        ("limen: 1\na: &a {b: 1}\nc: {<<: *a}\n", "merges"),
        ("limen: 1\na: &a [*a]\n", "contains itself"),
        ("limen: 1\nalpha: .inf\n", "not a number"),
        ("limen: 1\nid: a\nid: b\n", "a second time"),
        ("limen: 1\n[1, 2]: a\n", "plain word"),
        ("limen: 1\n---\nlimen: 1\n", "not YAML"),
        ("a: " + "[" * 1500, "not YAML"),
    ],
)
def test_yaml_that_is_more_than_data_is_refused(text, says):
    with pytest.raises(ProtocolError, match=says):
        parse_protocol(text)


def test_an_alias_bomb_goes_off_nowhere():
    text = "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
    for one, before in zip("bcdefghi", "abcdefgh", strict=True):
        text += f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]\n"
    with pytest.raises(ProtocolError, match="too large"):
        parse_protocol(text)


def test_aliases_spare_typing(starting):
    text = starting.replace("schedule: {kind: once, day: 7}", "schedule: {kind: once, day: &d 7}")
    text = text.replace("run_in, days: 7}", "run_in, days: *d}")
    assert "*d" in text
    with pytest.raises(ProtocolError, match="alias"):  # before its anchor: YAML's own rule
        parse_protocol(text)


def test_a_later_version_of_the_format_is_refused_at_its_line(starting):
    with pytest.raises(ProtocolError, match="version 2 of the format") as caught:
        parse_protocol(starting.replace("limen: 1", "limen: 2"))
    assert caught.value.problems[0].path == "limen"
    assert len(caught.value.problems) == 1


def test_all_problems_at_once_in_order_with_places(problems, starting):
    found = problems(
        starting,
        ("languages: [en]", "languages: en"),
        ("planned: 80", 'planned: "80"'),
        ("value: age_years", "value: age_yeers"),
        ("dose: {amount: 10, unit: ug}", "dose: {amount: 10, unit: mg}"),
        ("kind: parallel", "kind: paralel"),
        ("subscale: total", "subscale: totl"),
        ("    outcome: wellbeing", "    outcome: welbeing"),
        ("estimator: mmrm", "estimator: mmmr"),
        ("guess_from: guess", "guess_from: gues"),
        ("summary: mean_difference", "summry: mean_difference"),
    )
    paths = [problem.path for problem in found]
    assert paths == [
        "languages",
        "population.planned",
        "population.eligibility.inclusion[0].rule.at_least[0].value",
        "interventions[1].dose.unit",
        "design.kind",
        "outcomes[0].subscale",
        "estimands[0].summary",
        "estimands[0].outcome",
        "estimands[0].summry",
        "analysis.analyses[0].estimator",
        "analysis.analyses[2].guess_from",
    ]
    assert [p.line for p in found] == sorted(p.line for p in found)
    remedies = " ".join(problem.remedy for problem in found)
    for word in ("parallel", "total", "wellbeing", "mmrm", "guess", "summary", "age_years"):
        assert f"'{word}'" in remedies or f"`{word}" in remedies


def test_line_and_column_are_those_of_the_text(problems, starting):
    (problem,) = problems(starting, ("subscale: total", "subscale: totl"))
    lines = starting.replace("subscale: total", "subscale: totl", 1).splitlines()
    assert lines[problem.line - 1][problem.column - 1 :].startswith("totl")


@pytest.mark.parametrize(
    ("edit", "path", "says", "do"),
    [
        (('version: "0.1"', "version: 0.1"), "version", "must be a text", '"0.1"'),
        (("planned: 80", "planned: 80.5"), "population.planned", "whole number", "digits"),
        (("planned: 80", "planned: 0"), "population.planned", "out of range", "more than 0"),
        (("dont_know: true", "dont_know: 'yes'"), "guesses[0].dont_know", "true or false", "true"),
        (("dont_know: true\n", "\n"), "guesses[0].dont_know", "is missing", "dont_know: ..."),
        (("- id: self_harm", "- id: self harm"), "safety.rules[0].id", "written", "underscores"),
        (('opens: "07:00"', 'opens: "7:00"'), "administration.opens", "written", "HH:MM"),
        (("languages: [en]", "languages: [English]"), "languages[0]", "written", "en"),
        (("{kind: parallel}", "{}"), "design.kind", "missing", "alternative"),
        (("{kind: parallel}", "parallel"), "design", "mapping", "key: value"),
        (("{kind: parallel}", "{unknown: ''}"), "design", "reason", "unknown"),
        (("id: my_study", "id: {unknown: x}"), "id", "must be a text", ""),
        (("languages: [en]", "languages: []"), "languages", "too short", "1"),
        (("alpha: 0.05", "alpha: 0"), "analysis.alpha", "out of range", "more than 0"),
        (("    role: primary", "    role: main"), "estimands[0].role", "choices", "primary"),
    ],
)
def test_each_kind_of_mistake_has_its_words(problems, starting, edit, path, says, do):
    text = starting.replace("id: started", "id: my_study")
    (problem,) = problems(text, edit)
    assert problem.path == path
    assert says in problem.message
    assert do in problem.remedy


def test_what_could_not_be_read_causes_no_second_complaint(problems, starting):
    # The guess and the estimand name the intervention and the arm that are lost here.
    edit = ("kind: active, title: Microdose", "kind: active, title: [Microdose]")
    found = problems(starting, edit, ("{id: MD, title: Microdose, ", "{id: MD, name: Microdose, "))
    assert [problem.path for problem in found] == [
        "interventions[1].title",
        "arms[1].title",
        "arms[1].name",
    ]


def test_unreadable_pieces_leave_the_other_checks_running(problems, starting):
    found = problems(
        starting,
        ("kind: active,", "kind: aktive,"),
        ("guess_from: guess", "guess_from: gues"),
    )
    assert [problem.path for problem in found] == [
        "interventions[1].kind",
        "analysis.analyses[2].guess_from",
    ]


def test_nothing_can_be_changed_after_loading(starting):
    protocol = parse_protocol(starting)
    assert isinstance(protocol, Protocol)
    with pytest.raises(ValueError, match="frozen"):
        protocol.title = "Another"  # type: ignore[misc]


def test_numbers_are_not_read_out_of_texts(problems, starting):
    (problem,) = problems(starting, ("amount: 20", "amount: '20'"))
    assert problem.path == "substances[0].largest_dose.amount"


def test_yaml_1_1_words_stay_words(starting):
    text = starting.replace(
        "    - {id: adult, title: At least 21 years old", "    - {id: adult, title: no"
    )
    protocol = parse_protocol(text)
    assert protocol.population.eligibility.inclusion[0].title == "no"
