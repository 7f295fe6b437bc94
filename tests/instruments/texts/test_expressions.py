"""Expressions of a file are compared with our own rules, told where they differ, and never run."""

from __future__ import annotations

import json

import pytest
from invented_words import changed, fhir, fields, redcap, reproschema, save


@pytest.fixture
def notes(propose):
    def told(file, id="gad7", **more):
        return [f.text for f in propose(file, id, **more).findings if f.level == "note"]

    return told


def computed(formula):
    rows = [*fields(), {"field_name": "sum_score", "form_name": "gad7", "field_type": "calc",
                        "select_choices_or_calculations": formula}]  # fmt: skip
    return redcap(rows)


ALL = [f"[gad7_{number}]" for number in range(1, 8)]


@pytest.mark.parametrize("formula", ["+".join(ALL), f"sum({', '.join(ALL)})", " + ".join(ALL)])
def test_a_sum_like_ours_is_recognised(put, notes, formula):
    found = notes(put("x.csv", computed(formula)))
    assert "sum_score adds up the same slots as Limen's own 'total'." in found


def test_the_sum_of_a_part_is_recognised_by_its_own_name(put, notes):
    found = notes(put("x.csv", computed("[gad7_1]+[gad7_2]")))
    assert "sum_score adds up the same slots as Limen's own 'gad2_total'." in found


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("[gad7_1]+[gad7_3]", "sum_score differs: it adds up slots 1, 3, and no score of Limen's"),
        ("[gad7_1]+[gad7_1]", "not compared"),
        ("[gad7_1]-[gad7_2]", "not compared"),
        ("sum([gad7_1],[other])", "not compared"),
        ("__import__('os').system('touch ran')", "not compared"),
        ("", "sum_score is computed in the file, and is no question."),
    ],
)
def test_any_other_expression_is_told(put, notes, formula, said):
    assert any(said in note for note in notes(put("x.csv", computed(formula))))


def test_a_condition_is_told_beside_our_own(put, notes):
    rows = fields()
    rows[3]["branching_logic"] = "[gad7_1] > '0'"
    assert (
        "Slot 3 is shown in the file only if \"[gad7_1] > '0'\"; Limen asks it always. Limen's "
        "rule is used." in notes(put("x.csv", redcap(rows)))
    )


def test_a_condition_of_ours_that_the_file_lacks_is_told(put, notes):
    """ASQ: its fifth question is asked after a yes only."""
    rows = [{**row, "select_choices_or_calculations": "0, no | 1, yes"} for row in fields(5, "asq")]
    found = notes(put("x.csv", redcap(rows)), "asq")
    assert any(each.startswith("Slot 5 is shown in the file always; Limen asks it only if")
               for each in found)  # fmt: skip


def test_conditions_scores_and_duties_of_fhir_are_told(put, notes):
    content = fhir()
    items = content["item"][0]["item"]
    items[0]["required"] = True
    items[1] |= {
        "enableBehavior": "any",
        "enableWhen": [
            {"question": "gad7_1", "operator": "=", "answerCoding": {"code": "X1"}},
            {"question": "gad7_1", "operator": ">", "answerInteger": 2},
        ],
    }
    url = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
    expression = {"language": "text/fhirpath", "expression": "%resource.sum()"}
    items.append({"linkId": "score", "type": "integer", "text": "Score",
                  "extension": [{"url": url, "valueExpression": expression}]})  # fmt: skip
    hidden = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"
    items.append({"linkId": "secret", "type": "integer",
                  "extension": [{"url": hidden, "valueBoolean": True}]})  # fmt: skip
    found = " ".join(notes(put("x.json", content)))
    assert "only if 'gad7_1 = X1 or gad7_1 > 2'" in found
    assert "score is computed in the file by '%resource.sum()'" in found
    assert "secret is hidden, and left out." in found
    assert "in Limen every question can be declined" in found


def test_expressions_of_an_activity_are_text(tmp_path, notes, monkeypatch):
    folder = reproschema(tmp_path / "activity")
    schema = folder / "any_schema"
    ui = json.loads(schema.read_text("utf-8"))["ui"]
    ui["addProperties"][6]["isVis"] = "gad7_1 > 0"
    ui["addProperties"].append({"isAbout": "items/score", "variableName": "score", "isVis": False})
    terms = " + ".join(f"gad7_{number}" for number in range(1, 8))
    save(folder / "items" / "score", {"category": "Item", "ui": {"readonlyValue": True}})
    changed(schema, ui=ui, compute=[{"variableName": "score", "jsExpression": terms}])
    for name in ("eval", "exec"):
        monkeypatch.setattr(f"builtins.{name}", None)
    found = notes(folder)
    assert "score adds up the same slots as Limen's own 'total'." in found
    assert any("Slot 7 is shown in the file only if 'gad7_1 > 0'" in each for each in found)
