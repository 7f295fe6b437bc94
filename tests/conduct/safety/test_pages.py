"""The pages of safety, as those who use them at night."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import cast
import night
import pytest
import team
from django.urls import reverse

import limen.conduct.staff
from limen.conduct.core import clock
from limen.conduct.core.actor import Actor
from limen.conduct.core.answering import asked, doses, record_administration
from limen.conduct.core.models import (
    AdverseEvent,
    Alert,
    AuditEntry,
    DosingHold,
    Duty,
    OutboxMessage,
)
from limen.conduct.core.occasions.services import settle
from limen.conduct.core.participation import discontinue
from limen.conduct.core.safety import is_held, somebody_watches
from limen.conduct.core.safety.services import hold_dosing, resume_dosing
from limen.conduct.core.services.free_text import read_text
from limen.conduct.core.trail import verify
from limen.conduct.participant.hold import hold_of
from limen.conduct.staff.safety.report import report_of
from limen.conduct.staff.safety.scores import verdict
from limen.errors import ConductError
from limen.figures import style
from limen.instruments import catalogue

JUDGED = {
    "term": "Headache",
    "coded_term": "10019211 Headache",
    "serious": "yes",
    "seriousness_criterion": "hospital",
    "severity_grade": "3",
    "relatedness": "possible",
    "expectedness": "unexpected",
    "narrative": "The participant was admitted for one night.\nNo treatment was given.",
    "reason": "first judgement",
    "password": cast.PASSWORD,
}


@pytest.fixture
def ines(people):
    """A browser in which anna's investigator is signed in."""
    return team.browser_of(people.ines)


@pytest.fixture
def hers(anna):
    """Anna's telephone."""
    return cast.device_of(anna)


def alert_page() -> str:
    return reverse("staff:safety_alert", args=[Alert.objects.get().pk])


def test_the_inbox_says_what_waits_until_when(people, anna, ines):
    people.both()
    night.tells(anna, at=team.EVENING)
    page = team.text_of(ines.get("/staff/safety/"))
    assert "A severe or serious adverse event" in page
    assert "4 h 00 min left" in page
    assert "Study physician on call" in page
    with clock.as_of(team.EVENING + timedelta(hours=5)):
        late = team.text_of(ines.get("/staff/safety/"))
    assert "overdue by 1 h 00 min" in late


def test_overdue_alerts_come_first(people, anna, ines):
    night.tells(anna, at=team.EVENING)
    team.begins(people.agnes)
    night.tells(people.agnes, at=team.EVENING - timedelta(hours=6))
    page = team.text_of(ines.get("/staff/safety/"))
    assert page.index(people.agnes.number + ":") < page.index(anna.number + ":")


def test_it_says_plainly_that_nobody_watches(people, anna, ines, hers):
    assert "Nobody watches now:" in team.text_of(ines.get("/staff/safety/"))
    told = "At this moment nobody of the study team is on call."
    assert told in hers.get("/help/").content.decode()
    people.both()
    empty = team.text_of(ines.get("/staff/safety/")).partition("Waits for somebody")[0]
    assert "Nobody watches now:" not in empty
    assert told not in hers.get("/help/").content.decode()


def test_an_alert_is_acknowledged_and_closed(people, anna, ines):
    night.tells(anna, at=team.EVENING)
    address = alert_page()
    assert "I have it" in team.text_of(ines.get(address))
    team.refused(ines.post(address, {"do": "acknowledge", "words": " "}), "Say in a few words")
    team.went_on(ines.post(address, {"do": "acknowledge", "words": "I call her"}), address)
    page = team.text_of(ines.get(address))
    assert "I call her" in page
    assert "Ines I." in page
    team.refused(ines.post(address, {"do": "close", "words": "Well"}), "Choose how it ended")
    team.went_on(ines.post(address, {"do": "close", "words": "Well", "outcome": "watched"}))
    assert Alert.objects.get().outcome == "watched"
    assert "It is watched, with a plan" in team.text_of(ines.get(address))
    assert is_held(anna)


def test_what_became_of_each_call_is_shown(people, anna, ines):
    people.both()
    night.tells(anna, at=team.EVENING)
    night.works(18, 30, day=3)
    page = team.text_of(ines.get(alert_page()))
    assert "pager, no way to the person" in page
    assert "no pager is set" in page
    assert re.search(r"e-mail, (accepted|sent|no way to the person)", page)


def test_the_roster(people, anna, ines):
    form = {"site": anna.site.identifier, "role": night.PHYSICIAN, "member": "ines",
            "starts": "2026-03-03T20:30", "ends": "2026-03-04T08:00", "pager": "+371"}  # fmt: skip
    address = "/staff/safety/roster/"
    assert "Nobody is on call now." in team.text_of(ines.get(address))
    team.went_on(ines.post(address, form), address)
    duty = Duty.objects.get()
    assert f"{duty.starts_at:%H:%M}" == "18:30"  # Riga is two hours ahead
    page = team.text_of(ines.get(address))
    assert "Wed 4 Mar, 08:00 to Tue 17 Mar" in page  # the gap that follows
    team.refused(ines.post(address, form | {"ends": "2026-03-02T08:00"}), "ends before it begins")
    team.refused(ines.post(address, form | {"role": "cook"}), "no such role")
    team.refused(ines.post(address, form | {"ends": "soon"}), "A date and a time are missing")
    team.refused(ines.post(address, form | {"member": "mei"}), "somebody who works there")
    team.refused(ines.post(address, form | {"site": people.elsewhere.identifier}), "Choose a site")
    skipped = form | {"starts": "2026-03-29T03:30", "ends": "2026-03-30T08:00"}
    team.refused(ines.post(address, skipped), "The clocks skip")
    team.went_on(ines.post(f"{address}{duty.pk}/end/"), address)
    assert not somebody_watches(anna.site, anna.version.protocol, clock.now())
    assert AuditEntry.objects.latest("number").event == "duty.ended"


# --- doses ---------------------------------------------------------------------------------------


def test_a_hold_is_read_and_ended(people, anna, ines, hers):
    night.tells(anna, at=team.EVENING)
    today = hers.get("/today/").content.decode()
    assert today.index("Do not take the next dose") < today.index("<h1>")
    assert "Do not take the next dose" in hers.get("/intake/").content.decode()
    assert "A dose is planned today" not in today
    assert "severe" not in today.lower()
    hers.post("/today/held/")
    hers.post("/today/held/")
    hold = DosingHold.objects.get()
    assert hold.read_at is not None
    assert "I have read this" not in hers.get("/today/").content.decode()
    assert team.events(anna).count("dosing.hold_read") == 1

    address = reverse("staff:dosing", args=[anna.code])
    assert "the person has read it" in team.text_of(ines.get(address))
    form = {"do": "resume", "reason": "I have seen her", "password": cast.PASSWORD, "hold": hold.pk}
    team.refused(ines.post(address, form), "Acknowledge it first")
    ines.post(alert_page(), {"do": "acknowledge", "words": "I see her today"})
    team.refused(ines.post(address, form | {"password": "wrong"}), "not your password")
    team.refused(ines.post(address, form | {"reason": ""}), "Give the reason")
    assert is_held(anna)
    team.went_on(ines.post(address, form), address)
    assert not is_held(anna)
    hold.refresh_from_db()
    assert hold.resumed_by == people.ines
    assert read_text(hold.resumed_reason) == "I have seen her"
    assert "you may take your doses again" in hers.get("/today/").content.decode()
    with clock.as_of(team.EVENING + timedelta(days=3)):
        assert "take your doses again" not in hers.get("/today/").content.decode()
    assert verify().faults == ()


def test_messages_ask_the_person_to_read(people, anna):
    night.tells(anna)
    night.works(2, 10)
    night.works(2, 11)
    told = OutboxMessage.objects.get(purpose="read_today")
    assert told.member is None
    assert told.participant == anna


def test_a_dose_that_is_recorded_during_a_hold_is_marked_in_the_trail(people, anna):
    night.tells(anna, at=team.EVENING)
    number = doses(anna)[0].due.number
    record_administration(
        anna,
        client_id=uuid4(),
        status="missed",
        number=number,
        by=Actor.participant(anna),
    )
    assert '"while_held":true' in AuditEntry.objects.latest("number").payload


def test_an_investigator_holds_doses_by_hand(people, anna, ines):
    address = reverse("staff:dosing", args=[anna.code])
    team.refused(ines.post(address, {"do": "hold", "reason": ""}), "Give the reason")
    team.went_on(ines.post(address, {"do": "hold", "reason": "She has a fever"}), address)
    assert is_held(anna)
    assert "She has a fever" in team.text_of(ines.get(address))
    assert "doses on hold" in team.text_of(ines.get(reverse("staff:person", args=[anna.code])))
    assert anna.number in team.text_of(ines.get("/staff/safety/"))
    form = {"do": "resume", "reason": "The fever is gone", "password": cast.PASSWORD}
    seen = DosingHold.objects.get().pk
    assert f'name="hold" value="{seen}"' in ines.get(address).content.decode()
    hold_dosing(anna, member=people.petra, reason="Her mother called")
    team.refused(ines.post(address, form | {"hold": seen}), "once more meanwhile")
    assert is_held(anna)
    keys = list(DosingHold.objects.values_list("pk", flat=True))
    team.went_on(ines.post(address, form | {"hold": keys}), address)
    assert "The fever is gone" in team.text_of(ines.get(address))


def test_doses_of_somebody_who_takes_none_any_more_do_not_go_on(people, anna):
    hold_dosing(anna, member=people.ines, reason="She has a fever")
    discontinue(anna, by=people.by)
    with pytest.raises(ConductError, match="No dose follows"):
        resume_dosing(anna, member=people.ines, reason="It is gone")
    assert is_held(anna)


def test_whoever_stops_after_a_hold_is_not_told_to_go_on(people, anna):
    hold_dosing(anna, member=people.ines, reason="She has a fever")
    resume_dosing(anna, member=people.ines, reason="It is gone")
    assert hold_of(anna).is_over
    discontinue(anna, by=people.by)
    anna.refresh_from_db()
    assert not hold_of(anna).is_over


# --- adverse events ------------------------------------------------------------------------------


def judged(ines, anna, **changes: str):
    return ines.post(reverse("staff:judge_event", args=[anna.code, 1]), JUDGED | changes)


def test_an_event_is_judged_and_signed_and_followed_up(people, anna, ines):
    night.tells(anna, night.MILD, at=team.EVENING)
    team.went_on(judged(ines, anna))
    latest = AdverseEvent.objects.latest("version")
    assert (latest.version, latest.serious, latest.severity_grade) == (2, True, 3)
    assert latest.dictionary == "ctcae_v5"
    assert read_text(latest.narrative).startswith("The participant was admitted")
    assert '"meaning"' in AuditEntry.objects.get(event="adverse_event.judged").payload
    assert Alert.objects.get().rule == "severe_event"
    team.went_on(judged(ines, anna, reason="follow-up: the same"))
    page = team.text_of(ines.get(reverse("staff:judge_event", args=[anna.code, 1])))
    assert "follow-up: the same" in page
    assert "the sponsor must report it by" in page
    listed = team.text_of(ines.get("/staff/safety/events/"))
    assert "10019211 Headache" in listed
    assert "report by 18 Mar 2026" in listed  # 15 days after it was told


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"serious": ""}, "Judge whether it is serious"),
        ({"seriousness_criterion": ""}, "Choose what makes it serious"),
        ({"severity_grade": "6"}, "Choose the grade"),
        ({"severity_grade": "5"}, "Grade 5 is death"),
        ({"relatedness": ""}, "Judge relatedness"),
        ({"term": "", "coded_term": ""}, "Give the event a term"),
        ({"onset_day": "early"}, "whole number"),
        ({"reason": ""}, "Say why there is a new version"),
        ({"password": "wrong"}, "not your password"),
    ],
)
def test_half_a_judgement_is_none(people, anna, ines, changes, words):
    night.tells(anna, night.MILD, at=team.EVENING)
    team.refused(judged(ines, anna, **changes), words)
    assert AdverseEvent.objects.count() == 1


def test_the_report_is_pseudonymous_and_always_the_same(people, anna, ines):
    night.tells(anna, night.MILD | {"event.what": "My sister Zelda drove me"}, at=team.EVENING)
    judged(ines, anna)
    address = reverse("staff:event_report", args=[anna.code, 1])
    first = ines.get(address)
    with clock.as_of(team.EVENING + timedelta(hours=2)):
        second = ines.get(address)
    assert first.content == second.content
    assert first.content.startswith(b"%PDF")
    assert team.events(anna).count("adverse_event.report_taken") == 2
    text = repr(report_of(anna, 1))
    assert "Zelda" not in text
    assert "admitted for one night" in text
    assert anna.number in text
    for word in ("LSD", "placebo", "arm"):
        assert not re.search(rf"\b{word}\b", text.replace(anna.version.label, ""))


def test_who_is_blinded_to_events_sees_neither_list_nor_report_nor_alert(
    people, anna, ines, monkeypatch
):
    night.tells(anna, at=team.EVENING)
    blinded = {"staff": ("guesses", "adverse_events")}
    monkeypatch.setattr("limen.conduct.staff.hidden._blinded_to", lambda _protocol: blinded)
    mei = team.browser_of(people.mei)
    assert anna.number not in team.text_of(mei.get("/staff/safety/events/"))
    assert "A severe or serious" not in team.text_of(mei.get("/staff/safety/"))
    assert mei.get(alert_page()).status_code == 404
    assert mei.get(reverse("staff:event_report", args=[anna.code, 1])).status_code == 404
    assert ines.get(alert_page()).status_code == 200  # must act, whatever the role is blinded to


# --- scores --------------------------------------------------------------------------------------


def test_scores_over_time(people, anna, ines):
    team.answers(anna, "diary.2")
    with clock.as_of(team.EVENING + timedelta(days=1)):
        settle()
        found = team.occasion(anna, "diary.3")
        team.answers(anna, "diary.3", team.filled(asked(found)))
    page = team.text_of(ines.get(reverse("staff:scores", args=[anna.code])))
    assert page.count("<svg") >= 2
    assert "none published" in page
    assert "3 Mar 2026" in page
    assert " style=" not in page  # the content policy would refuse it
    assert "<style" not in page
    assert "guess" not in page.partition("<section")[2].lower()


def test_changes_are_judged_by_what_was_published():
    swls = catalogue()["swls"].subscales[0]
    smallest = swls.reliability.reliable_change
    assert verdict(smallest + 0.1, smallest, swls) == "better"
    assert verdict(-smallest - 0.1, smallest, swls) == "worse"
    assert verdict(smallest - 0.1, smallest, swls) == "within chance"
    assert verdict(99.0, None, swls) == "none published"


def test_the_style_of_figures_is_the_figures_own():
    file = Path(limen.conduct.staff.__file__).parent / "static" / "staff" / "figures.css"
    assert file.read_text(encoding="utf-8") == style()
