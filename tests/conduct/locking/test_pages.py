"""The pages of the lock: the list with ways to each thing, and signing casebooks."""

from __future__ import annotations

import cast
import last_day
import pytest
import team
from last_day import BY

from limen.conduct.core.locking import KINDS, in_the_way, lock_study, signed_casebooks
from limen.conduct.core.models import CasebookSignature, Occasion, Participant
from limen.conduct.core.services.add_staff import add_staff
from limen.conduct.core.trail import recording
from limen.conduct.staff.locking.lists import line


@pytest.fixture
def ines(over):
    return team.browser_of(over.ines)


def hire(name, **roles):
    return team.browser_of(
        add_staff(name, full_name=f"{name.title()} X.", password=cast.PASSWORD, roles=roles, by=BY)
    )


def reopened(one: Participant) -> Occasion:
    row = Occasion.objects.filter(participant=one).first()
    with recording("test.reopened", by=BY, participant=one) as record:
        row.state = "open"
        record.change(row, "state")
    return row


def test_the_list_leads_to_where_each_thing_is_done(over, ines):
    row = reopened(over.anna)
    page = team.text_of(ines.get("/staff/lock/"))
    assert "Occasions that are not over" in page
    assert "limen conduct lock FOLDER" in page
    page = team.text_of(ines.get("/staff/lock/?kind=occasions"))
    assert team.address("occasion", over.anna, row.identifier) in page
    page = team.text_of(ines.get("/staff/lock/?kind=casebooks&page=7"))
    assert team.address("casebook", over.people[7]) in page
    assert "aria-current" in team.text_of(ines.get("/staff/lock/?kind=casebooks"))
    assert ines.get("/staff/lock/?kind=strange&page=x").status_code == 200


def test_every_way_leads_somewhere(over, ines):
    last_day.stands(over)
    found = in_the_way()
    kinds = set(KINDS) - {"on_the_way", "consent_again", "messages"}
    assert {one.kind for one in found} == kinds
    for address in {line(one).address for one in found}:
        assert ines.get(address).status_code == 200, address


def test_who_is_elsewhere_or_administers_reads_numbers_only(over):
    reopened(over.anna)
    for browser in (hire("olga", porto=["investigator"]), hire("adam", riga=["administrator"])):
        page = team.text_of(browser.get("/staff/lock/?kind=occasions"))
        assert "Occasions that are not over" in page
        assert "riga-0" not in page
    assert "riga-0" not in team.text_of(
        hire("ida", porto=["investigator"]).get("/staff/casebooks/")
    )


def test_a_casebook_is_signed_with_the_password(over, ines):
    address = team.address("casebook", over.anna)
    page = team.text_of(ines.get(address))
    assert "I have reviewed all that was recorded" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    team.refused(ines.post(address, {"seen": seen, "password": "wrong"}), "not your password")
    team.refused(ines.post(address, {"seen": "x", "password": cast.PASSWORD}), "Look at the")
    assert not CasebookSignature.objects.exists()
    team.went_on(ines.post(address, {"seen": seen, "password": cast.PASSWORD}))
    assert CasebookSignature.objects.get().participant == over.anna
    assert "counts" in team.text_of(ines.get(address))
    last_day.reports(over.anna)
    assert "changed since" in team.text_of(ines.get(address))
    stale = {"seen": seen, "password": cast.PASSWORD}
    team.refused(ines.post(address, stale), "Something was written in it since")


def test_all_complete_ones_are_signed_at_once_and_what_changed_meanwhile_is_left(over, ines):
    last_day.reports(over.people[7], serious=None)
    page = team.text_of(ines.get("/staff/casebooks/"))
    marks = [part.split('"')[0] for part in page.split('name="casebook" value="')[1:]]
    assert len(marks) == 7
    last_day.reports(over.anna)
    answer = ines.post("/staff/casebooks/", {"casebook": marks, "password": cast.PASSWORD})
    team.went_on(answer, "/staff/casebooks/")
    page = team.text_of(ines.get("/staff/casebooks/"))
    assert "You have signed 6 casebooks." in page
    assert "Not signed, because something changed meanwhile: riga-001." in page
    assert len(signed_casebooks(Participant.objects.all())) == 6
    wrong = {"casebook": marks[:1], "password": "wrong"}
    team.refused(ines.post("/staff/casebooks/", wrong), "not your password")
    for odd in ("", "x", f"{over.anna.code}:", f"{over.anna.code}:-1"):
        form = {"casebook": odd, "password": cast.PASSWORD}
        assert ines.post("/staff/casebooks/", form).status_code in (302, 422)
    assert len(signed_casebooks(Participant.objects.all())) == 6


def test_nobody_signs_casebooks_of_other_sites(over):
    olga = hire("olga", porto=["investigator"])
    form = {"casebook": f"{over.anna.code}:1", "password": cast.PASSWORD}
    assert olga.post("/staff/casebooks/", form).status_code == 404
    assert olga.get(team.address("casebook", over.anna)).status_code == 404


def test_after_the_lock_it_says_so(over, ines):
    last_day.sign(over)
    assert "Nothing stands in the way" in team.text_of(ines.get("/staff/lock/"))
    lock_study(by=BY)
    assert "The database was locked on" in team.text_of(ines.get("/staff/lock/"))
