"""The pages of forms, as those who use them."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import cast
import pytest
import team
import visit

from limen.conduct.core import clock
from limen.conduct.core.answering import asked, doses, record_administration
from limen.conduct.core.forms.services import verify
from limen.conduct.core.forms.watched import watched
from limen.conduct.core.models import Deviation, Measurement, Release, VisitForm
from limen.conduct.core.trail import verify as chain

AT = "2026-03-01T10:00"


def at(name: str, person, form: str = "vital_signs", identifier: str = "baseline") -> str:
    """The address of a page of a form."""
    return team.address(name, person, identifier, form)


def hidden(page) -> dict[str, str]:
    """What a page's form sends without being asked."""
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', team.text_of(page))
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def posted(browser, address: str, **fields: str):
    """What comes back when a form is sent as its page had it."""
    return browser.post(address, hidden(browser.get(address)) | {"performed_at": AT} | fields)


def test_the_list_shows_every_form_by_visit(carla, anna):
    text = team.text_of(carla.get(team.address("forms", anna)))
    for words in ("Vital signs", "Laboratory", "Rated at home", "due", "to come"):
        assert words in text
    assert "All forms" in team.text_of(carla.get(team.address("person", anna)))


def test_a_form_is_entered_in_parts_and_completed(carla, anna, people):
    address = at("form_enter", anna)
    part = posted(carla, address, do="part", **{"measurement.pulse": "64"})
    team.went_on(part, at("form", anna))
    assert visit.now_of(anna) == "in_work"
    again = team.text_of(carla.get(address))
    assert "Entered so far" in again
    assert "64 per minute" in again
    rest = {k: v for k, v in visit.VITALS.items() if "pulse" not in k}
    team.went_on(posted(carla, address, do="whole", **rest), at("form", anna))
    row = VisitForm.objects.get(form="vital_signs")
    assert (row.state, row.completed_by, row.performed_by) == (
        "complete",
        people.carla,
        people.carla,
    )
    found = Measurement.objects.filter(participant=anna).values_list("name", "value", "respondent")
    assert set(found) == {
        ("systolic", 121, "physician"),
        ("diastolic", 80, "physician"),
        ("pulse", 64, "physician"),
    }


def test_who_had_the_page_open_does_not_overwrite_what_came_since(carla, ines, anna):
    address = at("form_enter", anna)
    opened = hidden(ines.get(address))
    team.went_on(posted(carla, address, do="part", **{"measurement.pulse": "64"}))
    late = opened | {"performed_at": AT, "do": "part", "measurement.pulse": "90"}
    team.refused(ines.post(address, late), "Somebody else has entered something")
    assert Measurement.objects.get(name="pulse").value == 64


def test_no_year_that_was_mistyped_breaks_a_form(carla, anna):
    address = at("form_enter", anna)
    for when in ("0001-01-01T00:00", "9999-12-31T23:59"):
        answer = posted(carla, address, **visit.VITALS | {"performed_at": when})
        team.refused(answer, "A date and a time are missing.")
    assert visit.now_of(anna) == "due"


def test_a_rater_is_not_among_those_who_may_have_examined(carla, anna):
    rita = team.rita()
    address = at("form_enter", anna)
    assert 'value="rita"' not in team.text_of(carla.get(address))
    team.went_on(posted(carla, address, performed_by=rita.name, **visit.VITALS))
    assert VisitForm.objects.get().performed_by.name == "carla"


def test_what_does_not_fit_is_said_where_it_stands(carla, anna):
    address = at("form_enter", anna)
    answer = posted(carla, address, **visit.VITALS | {"measurement.pulse": "999"})
    team.refused(answer, "Give a number from 30 to 220.")
    assert "121" in answer.content.decode()
    answer = posted(carla, address, **{"measurement.pulse": "60"})
    team.refused(answer, "2 entries need a look")
    assert visit.now_of(anna) == "due"


def test_a_finding_is_chosen_from_words_and_kept_as_its_place(carla, anna):
    address = at("form_enter", anna, "tests")
    text = team.text_of(carla.get(address))
    assert 'type="radio" name="measurement.pregnancy_test" value="1"' in text
    fields = {"measurement.pregnancy_test": "1", "measurement.drug_test": "0"}
    team.went_on(posted(carla, address, **fields))
    assert Measurement.objects.get(name="pregnancy_test").value == 1
    shown = team.text_of(carla.get(at("form", anna, "tests")))
    assert "<strong>positive</strong>" in shown
    wrong = posted(carla, at("form_enter", anna, "tests", "last_contact"), **fields)
    team.refused(wrong, "This cannot be answered yet")


def test_somebody_else_may_have_examined(carla, anna, people):
    assert people.ines.name == "ines"
    posted(carla, at("form_enter", anna), performed_by="ines", **visit.VITALS)
    row = VisitForm.objects.get()
    assert (row.performed_by, row.completed_by) == (people.ines, people.carla)
    assert "Ines I." in team.text_of(carla.get(at("form", anna)))


def test_an_occasion_of_staff_is_itself_a_form(carla, anna):
    answer = carla.get(team.address("enter", anna, "rated"))
    team.went_on(answer, at("form_enter", anna, "rated", "rated"))
    occasion = team.occasion(anna, "rated")
    fields = team.filled(asked(occasion, respondent="physician", of="rated"))
    answer = posted(carla, at("form_enter", anna, "rated", "rated"), **fields,
                    performed_at="2026-03-03T10:00")  # fmt: skip
    team.went_on(answer)
    assert visit.due(anna, "rated", "rated").state == "complete"
    assert team.occasion(anna, "rated").state == "submitted"


def test_a_form_is_verified_signed_frozen_and_unfrozen(carla, ines, mei, anna, people):
    row = visit.fills(anna, people.carla)
    page = mei.get(at("form", anna))
    assert "Compare every value" in page.content.decode()
    team.went_on(mei.post(at("form_verify", anna), hidden(page)), at("form", anna))
    assert visit.now_of(anna) == "verified"
    sign = team.address("forms_sign", anna)
    page = ines.get(sign)
    assert "121 mmHg" in page.content.decode()
    fields = hidden(page)
    assert list(fields) == [f"seen.{row.pk}"]
    team.refused(ines.post(sign, fields | {"password": "wrong"}), "not your password")
    team.went_on(ines.post(sign, fields | {"password": cast.PASSWORD}), team.address("forms", anna))
    assert visit.now_of(anna) == "signed"
    freeze = at("form_freeze", anna)
    team.went_on(ines.post(freeze, {"do": "freeze"}))
    assert visit.now_of(anna) == "frozen"
    pulse = Measurement.objects.get(name="pulse")
    correct = team.address("correct_measurement", anna, "baseline", pulse.pk)
    change = {"measurement.pulse": "66", "reason": "misread"}
    team.refused(carla.post(correct, change), "An investigator can unfreeze it")
    team.refused(ines.post(freeze, {"do": "unfreeze", "reason": " "}), "Give the reason")
    team.went_on(ines.post(freeze, {"do": "unfreeze", "reason": "the pulse was misread"}))
    team.went_on(carla.post(correct, change))
    assert visit.now_of(anna) == "complete"
    text = team.text_of(carla.get(at("form", anna)))
    for words in ("the pulse was misread", "changed after it was complete", "66", "64"):
        assert words in text
    assert chain().faults == ()


def test_what_changed_since_the_page_is_not_signed(ines, anna, people):
    visit.fills(anna, people.carla)
    sign, password = team.address("forms_sign", anna), {"password": cast.PASSWORD}
    seen = hidden(ines.get(sign))
    visit.corrects(anna, "pulse", 71, people.carla)
    team.refused(ines.post(sign, seen | password), "has changed since you looked at it")
    assert visit.now_of(anna) == "complete"
    team.went_on(ines.post(sign, hidden(ines.get(sign)) | password))


def test_all_complete_forms_of_somebody_are_signed_at_once(ines, anna, people):
    visit.fills(anna, people.carla)
    tests = {"measurement.pregnancy_test": "0", "measurement.drug_test": "0"}
    visit.fills(anna, people.carla, "tests", fields=tests)
    assert "Sign 2 complete forms" in team.text_of(ines.get(team.address("forms", anna)))
    sign = team.address("forms_sign", anna)
    team.went_on(ines.post(sign, hidden(ines.get(sign)) | {"password": cast.PASSWORD}))
    assert set(VisitForm.objects.values_list("state", flat=True)) == {"signed"}


def test_one_form_of_many_is_signed(ines, anna, people):
    visit.fills(anna, people.carla)
    tests = {"measurement.pregnancy_test": "0", "measurement.drug_test": "0"}
    row = visit.fills(anna, people.carla, "tests", fields=tests)
    sign = team.address("forms_sign", anna) + f"?form={row.pk}"
    team.went_on(ines.post(sign, hidden(ines.get(sign)) | {"password": cast.PASSWORD}))
    assert visit.now_of(anna, "tests") == "signed"
    assert visit.now_of(anna) == "complete"


def test_a_form_is_said_not_to_be_done(carla, anna):
    address = at("form_not_done", anna)
    team.refused(carla.post(address, {"reason": ""}), "Give the reason")
    team.went_on(carla.post(address, {"reason": "the cuff was broken"}), at("form", anna))
    assert "the cuff was broken" in team.text_of(carla.get(at("form", anna)))
    team.went_on(posted(carla, at("form_enter", anna), **visit.VITALS))
    assert visit.now_of(anna) == "complete"


@pytest.mark.parametrize("name", ["form_enter", "form_not_done", "form", "form_freeze"])
def test_there_is_no_page_of_a_form_that_is_none(ines, anna, name):
    assert ines.get(at(name, anna, "nothing")).status_code == 404
    assert ines.get(at(name, anna, "vital_signs", "diary.1")).status_code == 404


def takes(person, people, when) -> None:
    """Let the first dose be recorded, as taken at a moment."""
    due = doses(person)[0].due
    record_administration(
        person, client_id=uuid4(), status="taken", taken_at=when, number=due.number,
        by=visit.actor(people.carla),
    )  # fmt: skip


def test_somebody_goes_home_when_all_is_so(carla, anna, people):
    address = team.address("release", anna)
    assert "No supervised dose" in team.text_of(carla.get(address))
    taken = team.EVENING - timedelta(hours=visit.HOURS - 1)
    takes(anna, people, taken)
    text = team.text_of(carla.get(address))
    assert "not yet" in text
    assert "cannot be told" in text
    early = carla.post(address, {"number": "1", "do": "release"})
    for words in ("1 h 0 min longer", "cannot be told", "was not confirmed"):
        team.refused(early, words)
    with clock.as_of(taken + timedelta(hours=visit.HOURS)):
        fields = {"measurement.pulse_after": "120", "measurement.looks_well": "1"}
        visit.fills(anna, people.carla, "going_home", "diary.2", fields=fields)
        yes = {"number": "1", "do": "release", "confirmed": "walks"}
        team.refused(carla.post(address, yes), "is not so")
        visit.corrects(anna, "pulse_after", 88, people.carla)
        team.went_on(carla.post(address, yes), team.address("forms", anna))
        assert "No supervised dose" in team.text_of(carla.get(address))
        assert "After dose 1" in team.text_of(carla.get(team.address("forms", anna)))
    row = Release.objects.get()
    assert row.criteria == '{"calm": "met", "walks": "confirmed"}'
    assert row.observed_until == taken + timedelta(hours=visit.HOURS)
    assert not row.against_advice
    assert Deviation.objects.count() == 0


def test_what_was_measured_before_the_dose_lets_nobody_go(anna, people):
    taken = team.EVENING - timedelta(hours=1)
    fields = {"measurement.pulse_after": "60", "measurement.looks_well": "1"}
    visit.fills(anna, people.carla, "going_home", "diary.2", fields=fields,
                at=taken - timedelta(minutes=1))  # fmt: skip
    takes(anna, people, taken)
    (one,) = watched(anna)
    assert {each.id: each.state for each in one.criteria} == {"calm": "unknown", "walks": ""}


def test_who_leaves_against_advice_is_a_deviation(carla, anna, people):
    takes(anna, people, team.EVENING - timedelta(hours=1))
    address = team.address("release", anna)
    fields = {"number": "1", "do": "against_advice"}
    team.refused(carla.post(address, fields), "Give the reason")
    assert Release.objects.count() == 0
    team.went_on(carla.post(address, fields | {"words": "wanted to catch the last bus"}))
    row, deviation = Release.objects.get(), Deviation.objects.get()
    assert row.against_advice
    assert row.criteria == '{"calm": "unknown", "walks": "not_confirmed"}'
    assert deviation.proposed
    assert deviation.category == "dosing"
    assert "against advice" in team.text_of(carla.get(team.address("forms", anna)))
    assert chain().faults == ()


def test_only_the_first_dose_taken_is_watched(carla, anna, people):
    due = doses(anna)[0].due
    record_administration(
        anna, client_id=uuid4(), status="missed", number=due.number,
        by=visit.actor(people.carla),
    )  # fmt: skip
    assert "No supervised dose" in team.text_of(carla.get(team.address("release", anna)))


def test_monitors_verify_and_write_nothing_else(mei, anna, people):
    row = visit.fills(anna, people.carla)
    for name in ("form_enter", "form_not_done", "form_freeze"):
        assert mei.get(at(name, anna)).status_code == 403
    assert mei.get(team.address("forms_sign", anna)).status_code == 403
    verify(row, member=people.mei, seen=row.content)
    assert "It agrees with its source" not in team.text_of(mei.get(at("form", anna)))
