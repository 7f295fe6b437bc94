"""Questions find their slots by code, then by name, then by order, and never by wording."""

from __future__ import annotations

from dataclasses import replace

import pytest
from invented_words import LABELS, fhir, fields, redcap

from limen.errors import InstrumentError
from limen.instruments import get
from limen.instruments.texts import prepare

CODES = {str(n): f"{10000 + n}-0" for n in range(1, 8)}
CODED = replace(get("gad7"), codes=CODES)


def renamed(*names):
    return redcap([{**row, "field_name": name} for row, name in zip(fields()[1:], names,
                                                                    strict=True)])  # fmt: skip


def stems(proposal):
    return [words.stem.split(" ")[0] for words in proposal.text.items.values()]


def by(proposal):
    return {match.by for match in proposal.matches.values()}


IN_ORDER = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh"]


@pytest.mark.parametrize("pattern", ["gad7_{}", "GAD7-0{}", "gad7{}", "q{}", "item_{}", "{}"])
def test_a_name_that_means_a_slot_is_taken(put, propose, pattern):
    names = [pattern.format(number) for number in range(1, 8)]
    proposal = propose(put("names.csv", renamed(*names)))
    assert by(proposal) == {"name"}
    assert stems(proposal) == IN_ORDER
    assert [f for f in proposal.findings if f.level == "warning"] == []


@pytest.mark.parametrize("pattern", ["gad_{}", "baseline_anx{}", "gad_seven_0{}"])
def test_names_that_only_end_like_the_slots_are_taken_with_a_warning(put, propose, pattern):
    names = [pattern.format(number) for number in range(1, 8)]
    proposal = propose(put("names.csv", renamed(*names)))
    assert by(proposal) == {"ending"}
    assert stems(proposal) == IN_ORDER
    assert "not named after this instrument" in str(proposal.findings[0])


def test_names_go_before_order(put, propose):
    names = [f"gad7_{number}" for number in (2, 1, 3, 4, 5, 6, 7)]
    proposal = propose(put("names.csv", renamed(*names)))
    assert stems(proposal) == ["Second", "First", *IN_ORDER[2:]]
    assert any("another order: 2, 1, 3" in finding.text for finding in proposal.findings)


def test_order_decides_where_names_say_nothing(put, propose):
    proposal = propose(put("names.csv", renamed("a", "b", "c", "d", "e", "f", "g")))
    assert by(proposal) == {"order"}
    assert "matched by their order alone" in str(proposal.findings[0])
    assert stems(proposal) == IN_ORDER


def test_order_needs_as_many_questions_as_slots(put, refusal):
    rows = [{**row, "field_name": f"x{'abcdefg'[n]}"} for n, row in enumerate(fields()[1:])]
    eighth = {**rows[0], "field_name": "xh"}
    assert "has 8 questions, and 'gad7' has 7" in refusal(put("8.csv", redcap([*rows, eighth])))
    said = refusal(put("six.csv", redcap(rows[:6])))
    assert "has 6 questions, and 'gad7' has 7 slots" in said
    assert "Found: xa, xb, xc, xd, xe, xf." in said


def test_one_more_question_never_slips_into_an_empty_slot(put, refusal):
    rows = [row for row in fields() if row["field_name"] != "gad7_5"]
    extra = {**fields()[1], "field_name": "difficulty"}
    said = refusal(put("shifted.csv", redcap([*rows, extra])))
    assert "gad7.5: No question of the file stands in this slot." in said
    assert "'difficulty' has no slot in 'gad7'" in said


def test_a_question_is_left_out_when_the_study_says_so(put, propose, refusal):
    file = put("more.csv", redcap([*fields(), {**fields()[1], "field_name": "gad7_8"}]))
    assert "--leave-out gad7_8" in refusal(file)
    proposal = propose(file, leave_out=["gad7_8"])
    assert stems(proposal) == IN_ORDER
    assert "gad7_8 is left out, as asked." in [finding.text for finding in proposal.findings]
    assert "Did you mean 'gad7_8'" in refusal(file, leave_out=["gad78"])


def test_a_number_is_never_cut_in_two(put, propose):
    """`s11` to `s17` share `s1`, and are still no questions 1 to 7."""
    proposal = propose(put("x.csv", renamed(*(f"s1{number}" for number in range(7, 0, -1)))))
    assert by(proposal) == {"order"}


def test_two_questions_of_one_slot_are_refused(put, refusal):
    said = refusal(put("twice.csv", redcap([*fields(), {**fields()[1], "field_name": "gad7_07"}])))
    assert "Slot 7 is taken already, by 'gad7_7'." in said


def coded(codes, names=None):
    content = fhir()
    items = [item for item in content["item"][0]["item"] if item["type"] == "choice"]
    for number, (item, code) in enumerate(zip(items, codes, strict=True)):
        item["code"] = [{"system": "http://loinc.org", "code": code}]
        item["linkId"] = names[number] if names else f"z{'abcdefg'[number]}"
    return content


def test_a_code_goes_before_everything(put):
    turned = [CODES[str(number)] for number in range(7, 0, -1)]
    proposal = prepare(CODED, put("coded.json", coded(turned)), language="en")
    assert by(proposal) == {"code"}
    assert stems(proposal) == IN_ORDER[::-1]


def test_a_link_id_that_is_a_code_counts_as_one(put):
    names = [f"/{CODES[str(number)]}" for number in range(7, 0, -1)]
    proposal = prepare(CODED, put("coded.json", coded(["other"] * 7, names)), language="en")
    assert stems(proposal) == IN_ORDER[::-1]


def test_code_and_name_that_disagree_are_refused(put):
    names = [f"gad7_{number}" for number in (2, 1, 3, 4, 5, 6, 7)]
    file = put("coded.json", coded(list(CODES.values()), names))
    with pytest.raises(InstrumentError, match="code is that of slot 1, its name that of slot 2"):
        prepare(CODED, file, language="en")


def test_similar_words_say_nothing(put, refusal):
    """All words are those of the slots, but no name is; one question is missing."""
    rows = [{**row, "field_name": f"x{'abcdefg'[n]}"} for n, row in enumerate(fields()[1:])]
    assert "no question has a code or name of a slot" in refusal(put("x.csv", redcap(rows[1:])))


def test_values_and_their_order_are_those_of_the_slot(put, refusal):
    def with_choices(*pairs):
        text = " | ".join(f"{value}, {label}" for value, label in pairs)
        rows = [{**row, "select_choices_or_calculations": text} for row in fields()]
        return put("options.csv", redcap(rows))

    from_one = zip(range(1, 5), LABELS, strict=True)
    assert "other values: 1, 2, 3, 4, and in the slot 0, 1, 2, 3." in refusal(
        with_choices(*from_one)
    )
    turned = list(enumerate(LABELS))[::-1]
    assert "another order: 3, 2, 1, 0, and in the slot 0, 1, 2, 3." in refusal(
        with_choices(*turned)
    )
    assert "have other values: 0, 1, 2" in refusal(with_choices(*list(enumerate(LABELS))[:3]))
    assert "A value stands twice: 0, 0" in refusal(with_choices((0, "a"), (0, "b")))
    assert "The option 'never' has no number." in refusal(with_choices(("never", "Never")))
    said = refusal(with_choices((0, "Zero"), (1, ""), (2, "Two"), (3, "")))
    assert said.count("There is no label in 'en' for 1, 3.") == 7


def test_a_choice_of_several_and_another_range_are_refused(put, refusal):
    rows = fields()
    rows[2] |= {"field_type": "checkbox"}
    rows[3] |= {"text_validation_min": "1", "text_validation_max": "3"}
    said = refusal(put("several.csv", redcap(rows)))
    assert ":5: gad7_2: The question takes several answers" in said
    assert "asks for values from 1 to 3, and the slot has 0 to 3" in said


def test_a_continuum_has_labels_at_its_ends(put, propose, refusal):
    row = {
        "field_name": "intensity", "form_name": "limen_intensity", "field_type": "slider",
        "field_label": "A question", "select_choices_or_calculations": "low end | high end",
    }  # fmt: skip
    file = put("slider.csv", redcap([row]))
    labels = propose(file, "limen_intensity").text.items["intensity"].labels
    assert labels == {"0": "low end", "100": "high end"}
    three = {**row, "select_choices_or_calculations": "low | middle | high"}
    proposal = propose(put("three.csv", redcap([three])), "limen_intensity")
    assert proposal.text.items["intensity"].labels["50"] == "middle"
    bare = {**row, "select_choices_or_calculations": ""}
    said = refusal(put("bare.csv", redcap([bare])), "limen_intensity")
    assert "no label in 'en' for 0, 100" in said


def test_an_instrument_without_slots_needs_no_words(put, refusal):
    assert "only published scores can be used" in refusal(put("x.csv", redcap()), "cps")
