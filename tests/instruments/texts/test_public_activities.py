"""The public ReproSchema activities: what their README says that a good importer notices."""

from __future__ import annotations

import pytest

from limen.instruments import get

TEN = "10" in {item.id for item in get("phq9").items}  # the unscored question on difficulty
LEFT = [] if TEN else ["phq9_10"]


def test_english_is_whole_in_both(activities, propose):
    for id, folder, left in (("gad7", "GAD7", ()), ("phq9", "PHQ-9", LEFT)):
        proposal = propose(activities / folder, id, leave_out=left)
        assert {match.by for match in proposal.matches.values()} == {"name"}
        assert list(proposal.text.items) == [item.id for item in get(id).items]
        assert all(len(words.labels) == 4 for words in proposal.text.items.values())
        assert proposal.text.instructions
        assert [f for f in proposal.findings if f.level == "warning"] == []


def test_totals_are_no_questions_and_are_compared(activities, propose):
    for id, folder, left in (("gad7", "GAD7", ()), ("phq9", "PHQ-9", LEFT)):
        notes = [f.text for f in propose(activities / folder, id, leave_out=left).findings]
        assert f"{id}_total_score adds up the same slots as Limen's own 'total'." in notes


@pytest.mark.skipif(TEN, reason="the structure has a slot for it")
def test_the_tenth_question_is_left_out_only_when_asked(activities, refusal):
    said = refusal(activities / "PHQ-9", "phq9")
    assert "'phq9_10' has no slot in 'phq9'" in said
    assert len(said.splitlines()) == 2


def test_what_belongs_to_no_entry_and_what_is_no_language_is_told(activities, propose):
    notes = [f.text for f in propose(activities / "PHQ-9", "phq9", leave_out=LEFT).findings]
    assert "items/phq9_category belongs to no entry of the activity, and is left out." in notes
    assert "No language has the code zn-CH, which the file uses." in notes
    assert any("answers compulsory" in note for note in notes)
    assert not any(
        "answers compulsory" in f.text for f in propose(activities / "GAD7", "gad7").findings
    )


@pytest.mark.parametrize("language", ["ar", "fi", "uk"])
def test_languages_without_labels_are_refused(activities, refusal, language):
    said = refusal(activities / "PHQ-9", "phq9", language, leave_out=LEFT)
    assert said.count(f"There is no label in {language!r} for 0, 1, 2, 3.") >= 9


def test_a_misspelt_code_is_found(activities, refusal):
    said = refusal(activities / "PHQ-9", "phq9", "zh-cn", leave_out=LEFT)
    assert "phq9_3: There are no words for its question in 'zh-CN'. The code 'zn-ch' is no" in said


def test_a_missing_item_is_found(activities, refusal):
    said = refusal(activities / "GAD7", "gad7", "pt-pt")
    assert "gad7_7: There are no words for its question in 'pt-PT'." in said


@pytest.mark.parametrize(("id", "folder"), [("phq9", "PHQ-9"), ("gad7", "GAD7")])
def test_damaged_letters_are_found(activities, refusal, id, folder):
    assert "The letters of" in refusal(
        activities / folder, id, "kn", leave_out=LEFT * (id == "phq9")
    )
