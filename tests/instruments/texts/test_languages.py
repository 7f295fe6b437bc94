"""Every slot and label is there in the language asked for, undamaged, or it is said where not."""

from __future__ import annotations

import json

import pytest
from invented_words import changed, fhir, own, redcap, reproschema, stem

from limen.instruments.texts.garbled import garbled
from limen.instruments.texts.language import is_language, tidy


@pytest.fixture
def activity(tmp_path):
    return reproschema(tmp_path / "activity")


def edit(activity, number, **words):
    file = activity / "items" / f"gad7_{number}"
    found = json.loads(file.read_text("utf-8"))["question"]
    kept = {code: text for code, text in (found | words).items() if text is not None}
    changed(file, question=kept)


def test_the_only_language_of_a_file_needs_no_naming(put, propose):
    assert propose(put("own.yaml", own()), language=None).text.language == "en"


def test_a_language_must_be_named_where_there_are_several_or_none(activity, put, refusal):
    assert "Name one of de, en." in refusal(activity, language=None)
    assert "--language en" in refusal(put("x.csv", redcap()), language=None)


def test_another_language_is_imported_by_its_code(activity, propose):
    text = propose(activity, language="DE").text
    assert text.language == "de"
    assert text.items["2"].stem == "Frage 2"
    assert text.instructions == "Darüber."


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("fr", "The file has no words in 'fr'. The file has de, en."),
        ("en-GB", "no words in 'en-GB'. Did you mean 'en'?"),
        ("english", "'english' is no language code. Did you mean 'en'?"),
        ("xx", "'xx' is no language code."),
    ],
)
def test_a_language_that_is_not_there_gets_the_nearest(activity, refusal, asked, said):
    assert said in refusal(activity, language=asked)


def test_a_slot_without_words_in_the_language_is_named(activity, refusal):
    edit(activity, 6, de=None)
    said = refusal(activity, language="de")
    assert "gad7_6: There are no words for its question in 'de'." in said
    assert said.count("There are no words") == 1


def test_a_misspelt_code_is_pointed_at_and_never_taken(activity, refusal, propose):
    for number in range(1, 8):
        edit(activity, number, **{"zh-cn": f"问题 {number}"})
    edit(activity, 3, **{"zh-cn": None, "zn-ch": "问题 3"})
    said = refusal(activity, language="zh-CN")
    assert "gad7_3: There are no words for its question in 'zh-CN'." in said
    assert "The code 'zn-ch' is no language: if it is meant, write 'zh-CN' there." in said
    assert "There is no label in 'zh-CN' for 0, 1, 2, 3." in said
    notes = [finding.text for finding in propose(activity).findings]
    assert "No language has the code zn-CH, which the file uses." in notes


def test_labels_that_lack_a_language_are_named_at_each_slot(activity, refusal):
    for number in range(1, 8):
        edit(activity, number, fi=f"Kysymys {number}")
    changed(activity / "any_schema", preamble={"en": "Above", "fi": "Yllä"})
    assert refusal(activity, language="fi").count("There is no label in 'fi' for 0, 1, 2, 3.") == 7


def test_a_heading_or_second_line_that_lacks_the_language_is_told(activity, refusal):
    changed(activity / "items" / "gad7_3", preamble={"en": "Before"})
    assert "gad7_3: There are no words for its heading in 'de'." in refusal(activity, language="de")


def test_instructions_that_lack_a_language_are_told(activity, refusal):
    changed(activity / "any_schema", preamble={"en": "Above"})
    assert "instructions: There are no instructions in 'de'" in refusal(activity, language="de")


def test_translations_inside_fhir_are_found_and_never_mixed(put, propose, refusal):
    content = fhir()
    content["language"] = ""
    translation = "http://hl7.org/fhir/StructureDefinition/translation"

    def translated(word):
        parts = [{"url": "lang", "valueCode": "nl"}, {"url": "content", "valueString": word}]
        return {"extension": [{"url": translation, "extension": parts}]}

    group = content["item"][0]
    group["_text"] = translated("Boven")
    for item in group["item"]:
        item["_text"] = translated(f"Vraag {item['linkId']}")
        for inside in item.get("item", []):
            inside["_text"] = translated("Onder")
        for option in item.get("answerOption", []):
            option["valueCoding"]["_display"] = translated(
                "Waarde " + option["valueCoding"]["code"]
            )
    text = propose(put("nl.json", content), language="nl").text
    assert text.items["7"].stem == "Vraag gad7_7"
    assert text.items["1"].labels["0"] == "Waarde X0"
    assert text.items["4"].hint == "Onder"
    assert propose(put("nl.json", content), language="en").text.items["7"].stem == stem(7).strip()
    del group["item"][1]["_text"]
    assert "no words for its question in 'nl'" in refusal(put("nl.json", content), language="nl")


@pytest.mark.parametrize(
    "text",
    ["a\u206bb", "\u0cbea", "word \u0cbe", "a\ue000b", "a\ufffdb", "QuÃ© tal", "itâ€™s", "a\x07b"],
)
def test_damaged_letters_are_seen_and_refused(text, activity, refusal):
    assert garbled(text)
    edit(activity, 5, en=text)
    assert "gad7_5: The letters of its question are damaged" in refusal(activity)


@pytest.mark.parametrize(
    "text",
    [
        "Qué tal, “so”? – né\u0301e\n\tSÃO",
        "ಕನ್ನಡ",
        "می‌خواهم",
        "हिन्दी",
        "עִבְרִית",
        "ไทย",
        "日本語 ✓",
        "👍🏽",
    ],
)
def test_sound_letters_are_left_alone(text):
    assert garbled(text) == ""


def test_codes_have_one_spelling():
    assert [tidy(code) for code in ("pt_br", "ZH-hans-cn", "fil")] == ["pt-BR", "zh-Hans-CN", "fil"]
    assert [is_language(code) for code in ("pt-br", "fil", "zn-ch", "e", "en-", "")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


def test_what_a_reader_should_look_at_is_told(put, propose):
    words = own().replace("Second question", "First question").replace("Fifth", "<b>Fifth</b>")
    words = words.replace("stem: Sixth", 'stem: "What stands above.\\nOn two lines. Sixth').replace(
        "question, é\n  7", 'question"\n  7'
    )
    found = [str(finding) for finding in propose(put("own.yaml", words)).findings]
    assert "warning: Slots 1 and 2 have the same words." in found
    assert "warning: Slot 5 holds HTML, which participants see as it is written." in found
    assert any(each.startswith("warning: Slot 6 begins with the instructions") for each in found)


def test_the_misprint_of_the_gad7_is_warned_of_in_english_only(put, propose):
    def warned(text, id="gad7"):
        findings = propose(put("own.yaml", text), id, None).findings
        return [finding.text for finding in findings if finding.level == "warning"]

    misprinted = own().replace('"Zero"', '"Zero, sure"')
    assert len(warned(misprinted)) == 1
    assert "misprint of the GAD-7" in warned(misprinted)[0]
    assert warned(own()) == []
    assert warned(own().replace('"Zero"', '"Zero, ensured"')) == []
    assert warned(misprinted.replace("language: en", "language: de")) == []
