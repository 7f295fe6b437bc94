"""A file that cannot be read, or is not what it seems, is a clear error; nothing is fetched."""

from __future__ import annotations

import json
import time

import pytest
from invented_words import changed, fhir, fields, own, redcap, reproschema, save

from limen.instruments.texts.files.source import LARGEST_BYTES


@pytest.fixture
def activity(tmp_path):
    return reproschema(tmp_path / "activity")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The file is empty."),
        (b"PK\x03\x04rest", "zip archive or a spreadsheet"),
        ("\ufefflimen".encode("utf-16"), "The file is UTF-16."),
        (b"limen_text: 1\ninstrument: caf\xe9", "2: The file is not UTF-8: byte 30 makes no"),
        (b"limen_text: 1\nlanguage: \x00", "This is not YAML"),
        ("<html></html>", "This is XML or HTML."),
        ("{", "This is not JSON: column 2"),
        ('{"a": 1,\n "b"}', "2: This is not JSON: column 5"),
        ('{"resourceType": "Questionnaire", "status": 1, "status": 2}', "'status' stands twice"),
        ('{"resourceType": NaN}', "NaN is not a number in JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[1, 2]", "of none of the kinds that can be imported"),
        ('{"a": 1}', "FHIR Questionnaire (JSON)"),
        ('{"resourceType": "Bundle"}', "This is a FHIR Bundle."),
        ('{"resourceType": "Questionnaire"}', "The Questionnaire has no questions."),
        ("just words", "This must be a mapping."),
        ("- a\n- b", "This must be a mapping."),
    ],
)
def test_a_file_of_no_use_is_refused(put, refusal, content, said):
    assert said in refusal(put("file", content))


def test_a_file_that_is_missing_or_too_large_is_refused(put, refusal, tmp_path):
    assert "There is no such file." in refusal(tmp_path / "nowhere.yaml")
    start = time.perf_counter()
    said = refusal(put("large.json", b"{" + b" " * 10_000_000))
    assert f"The file has 10,000,001 bytes, and at most {LARGEST_BYTES:,} are read." in said
    assert "At most 200,000 are read." in refusal(put("long.yaml", own() + "#" * 300_000))
    assert time.perf_counter() - start < 5


def test_limens_own_file_tells_line_and_column_of_everything(put, refusal):
    text = (
        "limen_text: 2\n"
        "instrument: phq9\n"
        "langage: en\n"
        "language: [en]\n"
        "labels: {0: a, 0: b}\n"
        "items:\n"
        "  1: {stem: a, lables: {}}\n"
        "  2: [a]\n"
    )
    file = put("own.yaml", text)
    said = refusal(file).splitlines()
    for line in (
        "5:16: labels.0: The key '0' stands a second time; see line 5. Keep one of them.",
        "3:1: langage: There is no key 'langage' here. Did you mean 'language'?",
        "1:13: limen_text: This form of the file is not known. Write 1.",
        "2:13: instrument: These are words of 'phq9', not of 'gad7'.",
        "4:11: language: This must be a text.",
        "7:16: items.1.lables: There is no key 'lables' here. Did you mean 'labels'?",
        "8:6: items.2: This must be a text.",
    ):
        assert any(each.startswith(f"  {file}:{line}") for each in said), (line, said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("language: en", "language: zn-ch", "'zn-ch' is no language code."),
        ("language: en\n", "", "1:1: `language` is missing."),
        ("  1:\n", "  ? [1]\n  :\n", "A key must be a plain word."),
        ("stem: First question, é", "stem: &a x", None),
        ("stem: Second question, é", "stem: *a", "undefined alias"),
        ("stem: First", "stem: 'First", "This is not YAML"),
        ("stem: First question, é", "stem:", "There are no words for its question"),
        ("status", "status", None),
    ],
)
def test_what_else_may_be_wrong_in_limens_own_file(put, refusal, propose, old, new, said):
    file = put("own.yaml", own().replace(old, new))
    if said is None:
        assert propose(file)
    else:
        assert said in refusal(file)


def test_an_alias_is_never_followed(put, refusal):
    text = own().replace("First question, é", "&a x").replace("Second question, é", "*a")
    assert "An alias (*name) is not read." in refusal(put("own.yaml", text))


def test_words_that_yaml_takes_for_something_else_stay_words(put, propose):
    text = own().replace("First question, é", "No").replace("Second question, é", "1.0")
    items = propose(put("own.yaml", text)).text.items
    assert (items["1"].stem, items["2"].stem) == ("No", "1.0")


def test_a_file_for_another_version_of_the_structure_is_refused(put, propose, refusal):
    assert propose(put("own.yaml", own() + "version: 1.0.0\n"))
    said = refusal(put("own.yaml", own() + "version: 0.9.0\n"))
    assert "for version 0.9.0 of the structure; Limen has 1.0.0" in said


def test_columns_that_are_not_redcaps_are_named(put, refusal):
    lines = redcap().splitlines(keepends=True)
    swapped = lines[0].replace("Field Label", "Labels")
    said = refusal(put("columns.csv", swapped + "".join(lines[1:])))
    assert "1: Column 5 is 'Labels', and should be 'Field Label'." in said
    cut = ",".join(lines[0].split(",")[:9]) + "\n"
    assert "Column 18 is ''" in refusal(put("cut.csv", cut))
    more = lines[0].replace("Form Name", "Form Name,More", 1)
    assert "There are 19 columns, and should be 18." in refusal(put("more.csv", more))
    assert "separated by semicolons" in refusal(put("semi.csv", redcap().replace(",", ";")))


def test_rows_that_are_not_whole_are_named_by_their_line(put, refusal):
    assert ":11: The row has 2 cells" in refusal(put("short.csv", redcap() + "gad7_8,gad7\r\n"))
    assert "This is not CSV" in refusal(put("quote.csv", redcap() + 'gad7_8,"gad7'))
    heading = redcap([])
    assert "The dictionary has no fields." in refusal(put("empty.csv", heading))
    twice = redcap([*fields(), fields()[2]])
    assert ":11: The field 'gad7_2' stands a second time; see line 5." in refusal(
        put("twice.csv", twice)
    )


def test_a_form_is_chosen_by_its_name(put, propose, refusal):
    other = [{**row, "form_name": "other", "field_name": f"o{n}"} for n, row in enumerate(fields())]
    file = put("two.csv", redcap([*other, *fields()[1:]]))
    assert propose(file).text == propose(put("one.csv", redcap())).text
    third = [{**row, "form_name": "gad_seven"} for row in fields()[1:]]
    file = put("three.csv", redcap([*other, *third]))
    assert "There is no form of this dictionary (name one with --form) called 'gad7'" in refusal(
        file
    )
    assert propose(file, form="gad_seven")


def test_html_of_redcap_becomes_plain_lines_and_is_told(put, propose):
    rows = fields()
    rows[1]["field_label"] = '<div class="rich"><p>First&nbsp;<b>question</b></p><p>é</p></div>'
    proposal = propose(put("html.csv", redcap(rows)))
    assert proposal.text.items["1"].stem == "First question\né"
    assert "gad7_1: HTML is left out; its words are kept." in str(proposal.findings)


def test_fhir_needs_link_ids_and_its_own_value_sets(put, refusal, propose):
    content = fhir()
    items = content["item"][0]["item"]
    items[1]["linkId"] = "gad7_1"
    assert "The linkId 'gad7_1' stands twice." in refusal(put("twice.json", content))
    content = fhir()
    question = content["item"][0]["item"][0]
    several = {**question, "repeats": True}
    content["item"][0]["item"][0] = several
    assert "(gad7_1): The question takes several" in refusal(put("several.json", content))
    content["item"][0]["item"][0] = question
    options = question.pop("answerOption")
    question["answerValueSet"] = "http://example.org/labels"
    said = refusal(put("remote.json", content))
    assert "item[0].item[0] (gad7_1): Its options are at http://example.org/labels" in said
    assert "nothing is fetched" in said
    question["answerValueSet"] = "#labels"
    concepts = [{**each["valueCoding"], "extension": each["extension"]} for each in options]
    for contained in (
        {"compose": {"include": [{"concept": concepts}]}},
        {"expansion": {"contains": concepts}},
    ):
        content["contained"] = [{"resourceType": "ValueSet", "id": "labels", **contained}]
        assert propose(put("inside.json", content)).text == propose(put("r4.json", fhir())).text
    deep = {"type": "group", "item": []}
    for _ in range(40):
        deep = {"type": "group", "item": [deep]}
    content["item"] = [deep]
    assert "too deep" in refusal(put("deep.json", content))


def test_a_slider_of_fhir_has_its_words_at_its_ends(put, propose):
    from invented_words import shown_as

    def end(control, text):
        return {"linkId": control, "type": "display", "text": text, "extension": shown_as(control)}

    base = "http://hl7.org/fhir/StructureDefinition/"
    slider = {
        "linkId": "intensity", "type": "integer", "text": "A question",
        "extension": [{"url": base + "minValue", "valueInteger": 0},
                      {"url": base + "maxValue", "valueInteger": 100}],
        "item": [end("lower", "low end"), end("upper", "high end")],
    }  # fmt: skip
    content = {"resourceType": "Questionnaire", "language": "en", "item": [slider]}
    words = propose(put("slider.json", content), "limen_intensity").text.items["intensity"]
    assert words.labels == {"0": "low end", "100": "high end"}


def test_references_never_leave_the_folder(activity, refusal, tmp_path):
    save(tmp_path / "outside", {"category": "Item", "question": {"en": "x"}})
    for reference in ("../outside", "items/../../outside", "/etc/hostname", "items\\gad7_1"):
        order = [reference, *(f"items/gad7_{n}" for n in range(2, 8))]
        changed(activity / "any_schema", ui={"order": order})
        said = refusal(activity)
        assert "leads out of the folder" in said or "is no relative path" in said
    (activity / "items" / "link").symlink_to(tmp_path / "outside")
    changed(activity / "any_schema", ui={"order": ["items/link"]})
    assert "'items/link' leads out of the folder 'activity'." in refusal(activity)
    changed(activity / "any_schema", ui={"order": ["https://example.org/item"]})
    assert "is an address, and nothing is fetched" in refusal(activity)


def test_references_that_go_round_or_nowhere_are_refused(activity, refusal):
    item = activity / "items" / "gad7_1"
    changed(item, responseOptions="../absent")
    assert "absent: There is no such file." in refusal(activity)
    changed(item, responseOptions="gad7_1")
    assert "The references go round: gad7_1 → gad7_1." in refusal(activity)
    changed(item, responseOptions="../one")
    save(activity / "one", {"responseOptions": "two"})
    save(activity / "two", {"responseOptions": "one"})
    assert "The references go round: gad7_1 → one → two → one." in refusal(activity)
    save(activity / "one", {"choices": "two"})
    save(activity / "two", {"choices": "one"})
    assert "The references go round" in refusal(activity)
    changed(item, responseOptions=7)
    assert "neither an object nor a reference" in refusal(activity)
    changed(activity / "any_schema", ui={"order": ["any_schema"]})
    assert "The activity lists itself" in refusal(activity)


def test_an_activity_is_found_by_its_content(activity, propose, refusal, tmp_path):
    assert propose(activity / "any_schema").text == propose(activity).text
    save(activity / "second", {"category": "Activity"})
    assert "The folder has 2 activities. Name one of any_schema, second." in refusal(activity)
    assert "no ReproSchema activity" in refusal(activity / "items")
    assert "has no `order` of items" in refusal(activity / "second")
    (activity / "second").unlink()
    ui = json.loads((activity / "any_schema").read_text())["ui"]
    changed(activity / "any_schema", ui={**ui, "order": [*ui["order"], "items/gad7_3"]})
    assert "'items/gad7_3' stands twice in `order`." in refusal(activity)
    changed(activity / "any_schema", ui={**ui, "order": [{}]})
    assert "names no item" in refusal(activity)


def test_folders_with_other_files_do_not_hinder(activity, propose):
    (activity / "picture.png").write_bytes(b"\x89PNG\xff")
    (activity / "notes").write_text("words, not JSON")
    notes = [finding.text for finding in propose(activity).findings]
    assert "notes belongs to no entry of the activity, and is left out." in notes
