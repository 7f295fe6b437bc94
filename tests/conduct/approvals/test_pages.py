"""The page of approvals: everybody of the site reads, investigators and administrators sign."""

from __future__ import annotations

import re
from datetime import timedelta

import cast
import pytest
import team
from letters import ETHICS, LICENCE, NOON, both

from limen.conduct.core import clock
from limen.conduct.core.approvals import lacking_approvals
from limen.conduct.core.models import ApprovalRecord
from limen.conduct.core.services.invite import invite

FORM = {
    "do": "record",
    "approval": ETHICS,
    "reference": "EC 12/2026",
    "valid_from": "2026-03-01",
    "valid_until": "2026-04-01",
    "password": cast.PASSWORD,
}


@pytest.fixture
def ines(people):
    return team.browser_of(people.ines)


def test_a_letter_is_written_down_with_a_signature(people, ines):
    address = team.address("approvals")
    said = ines.get(address).content.decode()
    assert "This site invites, begins and enrols nobody" in said
    assert "People who take part already go on" in said
    answer = ines.post(address, FORM | {"site": "site_1"})
    assert answer.status_code == 302
    row = ApprovalRecord.objects.order_by("pk").last()
    assert (row.reference, row.member) == ("EC 12/2026", people.ines)
    said = ines.get(address).content.decode()
    assert "in hand until 1 Apr 2026" in said
    assert "in 22 days" in said
    answer = ines.post(
        address, {"do": "end", "letter": row.pk, "reason": "revoked", "password": cast.PASSWORD}
    )
    assert answer.status_code == 302
    assert [one.path.rsplit(".")[-1] for one in lacking_approvals(people.here)] == [ETHICS, LICENCE]
    assert "Revoked by the authority" in ines.get(address).content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "wrong"}, "not your password"),
        ({"valid_from": ""}, "Give a date"),
        ({"valid_from": "0026-03-01"}, "Give a date"),
        ({"valid_until": "9999-12-31"}, "Give a date"),
        ({"reference": ""}, "There is no reference"),
        ({"do": "end", "letter": "999999"}, "Choose the letter"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_kept(people, ines, change, said):
    before = ApprovalRecord.objects.count()
    answer = ines.post(team.address("approvals"), FORM | change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert ApprovalRecord.objects.count() == before


def test_others_read_and_write_nothing(people):
    for member in (people.carla, people.mei):
        browser = team.browser_of(member)
        page = team.text_of(browser.get(team.address("approvals")))
        assert "EC" not in team.words_of(page)
        assert 'type="password"' not in page
        assert browser.post(team.address("approvals"), FORM).status_code == 403
    other = team.browser_of(people.dario)
    assert other.get(team.address("approvals") + "?site=site_1").status_code == 404


def test_study_and_invitation_say_what_is_missing_and_what_lapses(people, ines):
    for name in ("study", "invite"):
        assert "is not in hand at site_1" in ines.get(team.address(name)).content.decode()
    both(people.here, last="2026-03-20")
    assert "the last day is 20 Mar 2026" in ines.get(team.address("study")).content.decode()
    with clock.as_of(NOON + timedelta(hours=1)):
        answer = ines.post(team.address("invite"), {"site": "site_1", "once": "1"})
    assert answer.status_code == 200
    assert "site_1-001" in answer.content.decode()


def test_a_newcomer_who_lost_the_letter_is_shown_what_the_site_lacks(people):
    both(people.here, last="2026-03-11")
    newcomer = invite(people.here, by=cast.BY).participant
    with clock.as_of(NOON + timedelta(days=2)):
        carla = team.browser_of(people.carla)
        address = team.address("invite_again", newcomer)
        once = re.search(r'name="once" value="([^"]+)"', team.text_of(carla.get(address)))[1]
        team.refused(carla.post(address, {"once": once}), "lacks it since 2026-03-12")
    assert newcomer.invitations.count() == 1
