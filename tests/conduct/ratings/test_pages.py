"""A rater's pages: what is to be rated, the scale, what was stored, and a correction."""

from __future__ import annotations

import cast
import interview
import pytest
import team
from interview import LIST, SUNDAY, address, form

from limen.conduct.core import clock
from limen.conduct.core.forms.services import Seen, freeze, mark_not_done, sign, unfreeze
from limen.conduct.core.models import AuditEntry, Deviation, Measurement, Submission
from limen.conduct.core.ratings import rating_for
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.services.free_text import read_reason, read_text


def test_home_is_the_list_of_ratings(browser_of_rita):
    answer = browser_of_rita.get("/staff/")
    team.went_on(answer, LIST)
    page = team.text_of(browser_of_rita.get(LIST))
    assert 'aria-current="page">Ratings' in page
    assert ">People<" not in page
    assert ">Safety<" not in page


def test_the_list_holds_number_visit_and_window(anna, browser_of_rita):
    page = team.text_of(browser_of_rita.get(LIST))
    now, to_come, done = page.split("<h2 ")[1:]
    assert anna.number in now
    assert "At the end of the week" in now
    assert "8 Mar 2026" in now
    assert address(anna) in now
    assert anna.number in to_come  # the second week
    assert "Nothing yet." in done


def test_a_rating_is_stored_once_under_who_rated(anna, rita, browser_of_rita):
    page = team.text_of(browser_of_rita.get(address(anna)))
    assert "Distress as a rater sees it" in page
    sent = form("3")
    for _ in range(2):  # pressed twice
        team.went_on(browser_of_rita.post(address(anna), sent), address(anna))
    row = interview.stored(anna)
    assert (row.state, row.performed_by, row.completed_by) == ("complete", rita, rita)
    measured = Measurement.objects.get(participant=anna)
    assert (measured.value, measured.respondent) == (3.0, "rater")
    assert Submission.objects.get(participant=anna).entered_by == "staff:rita"


def test_the_receipt_says_what_was_stored(anna, browser_of_rita):
    browser_of_rita.post(address(anna), form("3"))
    page = team.text_of(browser_of_rita.get(address(anna)))
    assert "as rated by Rita R." in page
    assert "<strong>3 points</strong>" in page
    assert "Complete" in page
    done = team.text_of(browser_of_rita.get(LIST)).split("<h2 ")[3]
    assert anna.number in done


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (form("30"), "10"),
        (form(""), "needs a look"),
        (form("3", answered_at=""), "A date and a time are missing."),
        (form("3", answered_at="2026-03-09T11:30"), "future"),
    ],
)
def test_what_does_not_fit_is_refused(anna, browser_of_rita, sent, words):
    team.refused(browser_of_rita.post(address(anna), sent), words)
    assert not Measurement.objects.exists()


def test_what_is_to_come_can_be_seen_and_not_rated(anna, browser_of_rita):
    later = address(anna, visit="week.2")
    page = team.text_of(browser_of_rita.get(later))
    assert "This can be rated from 15 Mar 2026" in page
    assert "measurement.distress_seen" not in page
    team.refused(browser_of_rita.post(later, form("3")), "cannot be answered yet")


def test_a_rater_corrects_with_a_reason_until_it_is_signed(anna, people, browser_of_rita):
    browser_of_rita.post(address(anna), form("3"))
    correct = address(anna, "rating_correct", "measurement.distress_seen")
    assert 'value="3"' in team.text_of(browser_of_rita.get(correct))
    said = {"measurement.distress_seen": "4", "reason": "read from the wrong line"}
    team.refused(browser_of_rita.post(correct, said | {"reason": ""}), "needs a reason")
    team.refused(browser_of_rita.post(correct, said | {"measurement.distress_seen": "x"}), "number")
    team.refused(browser_of_rita.post(correct, said | {"measurement.distress_seen": ""}), "Give")
    team.went_on(browser_of_rita.post(correct, said), address(anna))
    latest = Measurement.objects.filter(participant=anna).latest("version")
    assert (latest.value, latest.version) == (4.0, 2)
    assert read_reason(anna, latest.reason) == "read from the wrong line"
    page = team.text_of(browser_of_rita.get(address(anna)))
    assert "<del>3 points</del>" in page
    assert "read from the wrong line" in page
    _signed(anna, people)
    assert correct not in team.text_of(browser_of_rita.get(address(anna)))
    assert browser_of_rita.get(correct).status_code == 404
    assert browser_of_rita.post(correct, said).status_code == 404


def test_of_the_team_an_investigator_alone_corrects_and_only_what_is_signed(
    anna, people, rita, browser_of_rita
):
    browser_of_rita.post(address(anna), form("3"))
    row = Measurement.objects.get(participant=anna)
    page = team.address("correct_measurement", anna, "week.1", row.pk)
    said = {"measurement.distress_seen": "4", "reason": "read from the wrong line"}
    carla, ines = team.browser_of(people.carla), team.browser_of(people.ines)
    assert browser_of_rita.get(page).status_code == 403
    shown = [
        team.address("occasion", anna, "week.1"),
        team.address("form", anna, "week.1", "rating"),
    ]
    for browser in (carla, ines):
        team.refused(browser.post(page, said), "corrected by that rater until it is signed")
        assert page not in "".join(team.text_of(browser.get(one)) for one in shown)
    _signed(anna, people)
    team.refused(carla.post(page, said), "This rating is signed.")
    assert page not in team.text_of(carla.get(shown[1]))
    assert page in team.text_of(ines.get(shown[1]))
    freeze(interview.stored(anna), member=people.ines)
    team.refused(ines.post(page, said), "frozen")
    unfreeze(interview.stored(anna), member=people.ines, reason="a query about it")
    team.went_on(ines.post(page, said))
    assert interview.stored(anna).state == "complete"  # to be signed again
    assert interview.stored(anna).performed_by == rita
    told = team.text_of(browser_of_rita.get(address(anna)))
    assert "<del>3 points</del>" in told
    assert "corrected by an investigator" in told
    assert "read from the wrong line" not in told  # words of the team are not for raters


def test_a_rating_that_was_called_not_done_can_be_rated_all_the_same(anna, people, rita):
    due = rating_for(rita, anna.code, "week.1", "rating")
    mark_not_done(due.occasion, due.form, member=people.carla, reason="Zaunkoenig")
    browser = team.browser_of(rita)
    assert address(anna) in team.text_of(browser.get(LIST)).split("<h2 ")[1]
    assert "Zaunkoenig" not in team.text_of(browser.get(address(anna)))
    with clock.as_of(SUNDAY.replace(day=14)):  # over, and nobody waits for it
        late = team.browser_of(rita)
        assert address(anna) not in team.text_of(late.get(LIST))
    team.went_on(browser.post(address(anna), form("3")), address(anna))
    assert interview.stored(anna).performed_by == rita


def test_what_another_rater_rated_is_not_there(anna, people, rita, browser_of_rita):
    browser_of_rita.post(address(anna), form("3"))
    other = add_staff("rolf", full_name="Rolf R.", password=cast.PASSWORD,
                      roles={people.here.identifier: ["rater"]}, by=cast.BY)  # fmt: skip
    rolf = team.browser_of(other)
    page = team.text_of(rolf.get(LIST))
    assert address(anna) not in page
    for name, more in (("rating", ()), ("rating_correct", ("measurement.distress_seen",))):
        assert rolf.get(address(anna, name, *more)).status_code == 404
    assert rolf.post(address(anna), form("5")).status_code == 404
    assert Measurement.objects.get(participant=anna).value == 3.0


def test_a_rater_of_another_site_sees_and_rates_nobody_here(anna, people):
    other = add_staff("rolf", full_name="Rolf R.", password=cast.PASSWORD,
                      roles={people.elsewhere.identifier: ["rater"]}, by=cast.BY)  # fmt: skip
    rolf = team.browser_of(other)
    assert anna.number not in team.text_of(rolf.get(LIST))
    assert rolf.get(address(anna)).status_code == 404
    assert rolf.post(address(anna), form("5")).status_code == 404


def test_a_form_of_others_is_no_rating(anna, browser_of_rita):
    for visit, one in (("baseline", "vital_signs"), ("week.1", "week"), ("week.1", "nothing")):
        page = f"/staff/ratings/{anna.code}/{visit}/{one}/"
        assert browser_of_rita.get(page).status_code == 404
        assert browser_of_rita.post(page, form("3")).status_code == 404


def test_a_rater_who_is_blind_no_more_says_so_once_and_without_words(anna, people, browser_of_rita):
    said = {"do": "blind", "how": "participant", "words": "She takes LSD"}
    team.refused(browser_of_rita.post(address(anna), said | {"how": ""}), "Choose how it came")
    for _ in range(2):
        team.went_on(browser_of_rita.post(address(anna), said), address(anna))
    found = Deviation.objects.get(participant=anna)
    assert (found.category, found.proposed) == ("blinding", True)
    assert found.occasion.identifier == "week.1"
    words = read_text(found.words)
    assert "rita" in words
    assert "LSD" not in words
    assert "LSD" not in AuditEntry.objects.get(event="blind.doubted").payload
    team.went_on(browser_of_rita.post(address(anna), form("3")))  # it is rated all the same
    assert "Are you still blind?" in team.text_of(browser_of_rita.get(address(anna)))


def test_the_trail_of_a_rater_is_what_they_did(anna, people, browser_of_rita):
    team.answers(anna, "week.1")
    browser_of_rita.post(address(anna), form("3"))
    page = team.text_of(browser_of_rita.get("/staff/trail/"))
    entries = page.split("<tbody>")[1]
    assert entries.count('<th scope="row">') == 1
    assert "rita" in entries
    assert "verdict" not in entries
    assert str(anna.code) not in entries


def test_a_rater_is_told_neither_why_there_is_a_version_nor_what_stands_in_the_way(
    anna, people, browser_of_rita
):
    page = team.text_of(browser_of_rita.get("/staff/study/"))
    assert "Treatment guesses" not in page
    assert "would keep a real study closed" not in page
    assert "would keep a real study closed" in team.text_of(
        team.browser_of(people.mei).get("/staff/study/")
    )


def test_what_is_overdue_says_so_and_can_still_be_rated(anna, rita):
    with clock.as_of(SUNDAY.replace(day=14)):
        browser = team.browser_of(rita)
        assert "overdue" in team.text_of(browser.get(LIST))
        team.went_on(browser.post(address(anna), form("3")), address(anna))
    assert interview.stored(anna).state == "complete"


def _signed(anna, people) -> None:
    row = interview.stored(anna)
    sign(anna, [Seen(form=row, content=row.content)], member=people.ines)
